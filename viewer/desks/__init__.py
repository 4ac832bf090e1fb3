"""Desks: what a visitor does at each concern becomes what the picture shows of it. They know no widgets."""
