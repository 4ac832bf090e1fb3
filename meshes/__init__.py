"""Geometry of bodies: meshes, surfaces, geodesics. Knows no anatomy and draws nothing."""
