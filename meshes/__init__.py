"""Geometry of bodies: meshes, surfaces, geodesics. Knows no anatomy and draws nothing."""

from meshes.body import Body, Eyes, Look, SurfacePoint
from meshes.errors import AssetError
from meshes.store import BODY_NAMES, load_body

__all__ = ["BODY_NAMES", "AssetError", "Body", "Eyes", "Look", "SurfacePoint", "load_body"]
