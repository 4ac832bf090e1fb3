"""Recipes that make the shipped meshes again from their pinned sources; never imported at run time."""
