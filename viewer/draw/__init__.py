"""Layers drawn: what each kind of layer becomes in VTK, and what lays it on the skin."""
