"""Named meshes as a GLB file that other programs open: upright, in metres, in the colours that are meant.

glTF counts in metres with y up and the front of things towards +z; a vertex colour there is a share of light
(linear), where ours are what a screen is told (sRGB). So ours are turned into shares, in floats: bytes would
be too coarse for dark colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from viewer.solid import Solid

if TYPE_CHECKING:
    from trimesh import Trimesh

FloatArray = NDArray[np.float64]
MM_PER_M = 1000.0
TO_GLTF = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])  # left, up, to the front
MM_PER_PIXEL = 1.1  # scale that marks and lines get their size for: a look at the whole body
COLOUR = "_COLOUR"  # an attribute of trimesh's until the file is written


@dataclass(frozen=True, eq=False)
class Node:
    """A named part of the file: its mesh, and what a program may want to know of it."""

    solid: Solid
    facts: Mapping[str, str]


def glb(nodes: Mapping[str, Node], facts: Mapping[str, Any]) -> bytes:
    """Write named meshes as a GLB file.

    Parameters
    ----------
    nodes
        Name to mesh, in the order that they are drawn in.
    facts
        What is said of the whole, in the file's extras.
    """
    from trimesh import Scene
    from trimesh.exchange.gltf import export_glb

    scene = Scene()
    scene.metadata.update(facts)
    for name, node in nodes.items():
        scene.add_geometry(_mesh(node), node_name=name, geom_name=name)
    written: bytes = export_glb(  # type: ignore[no-untyped-call]
        scene, include_normals=True, tree_postprocessor=_finish
    )
    return written


def linear(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn sRGB colours (n, 4) from 0 to 255 into shares of light; the opacity is a share as it is."""
    shares = np.asarray(rgba, np.float64) / 255.0
    low = shares[:, :3] <= 0.04045
    shares[:, :3] = np.where(low, shares[:, :3] / 12.92, ((shares[:, :3] + 0.055) / 1.055) ** 2.4)
    return shares.astype(np.float32)


def _mesh(node: Node) -> Trimesh:
    from trimesh import Trimesh
    from trimesh.visual.material import PBRMaterial
    from trimesh.visual.texture import TextureVisuals

    one = node.solid
    clear = one.is_clear
    material = PBRMaterial(  # type: ignore[no-untyped-call]
        name="clear" if clear else "matt",
        baseColorFactor=[255, 255, 255, 255],
        metallicFactor=0.0,
        roughnessFactor=0.85,
        alphaMode="BLEND" if clear else "OPAQUE",
        doubleSided=False,
    )
    return Trimesh(
        one.at(MM_PER_PIXEL) @ TO_GLTF.T / MM_PER_M,
        one.faces,
        vertex_normals=one.normals @ TO_GLTF.T,
        vertex_attributes={COLOUR: linear(one.rgba)},
        visual=TextureVisuals(material=material),  # type: ignore[no-untyped-call]
        metadata=dict(node.facts),
        process=False,
    )


def _finish(tree: dict[str, Any]) -> None:
    """Let the colours be the file's own, and tell who made it."""
    for mesh in tree["meshes"]:
        for primitive in mesh["primitives"]:
            attributes = primitive["attributes"]
            attributes["COLOR_0"] = attributes.pop(COLOUR)
    tree["asset"]["generator"] = tree["scenes"][0]["extras"].get("generator", "Ashimap")
