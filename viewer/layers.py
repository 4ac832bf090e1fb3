"""What the scene can draw: arrays, colours and keys. Knows no anatomy; it could describe a car.

Positions are in millimetres, frame LPS (+x left, +y back, +z up). Colours are uint8 RGB, 0 to 255. A layer is
replaced, never changed in place; what changes often (visibility, opacity, colours, emphasis) is told to the
scene.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viewer import style

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]
Colours = NDArray[np.uint8]
Rgb = tuple[int, int, int]
Shape = Literal["disc", "cross", "drop"]


@dataclass(frozen=True, eq=False)
class SkinLayer:
    """The surface that everything lies on, and that hides what is behind it.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    vertices_mm, normals
        (n, 3) positions and outward unit normals.
    faces
        (m, 3) corner indices of the triangles to draw, outward by the right-hand rule.
    rgb
        (n, 3) colours, shading by occlusion already in them.
    lining
        (l, 3) triangles inside of openings (the mouth): drawn while the skin is opaque, never hit or hiding.
    opacity
        From 0 to 1.
    """

    key: str
    vertices_mm: Floats
    normals: Floats
    faces: Integers
    rgb: Colours
    lining: Integers
    opacity: float = 1.0


@dataclass(frozen=True, eq=False)
class EyesLayer:
    """The eyeballs: (n, 3) positions, (m, 3) triangles, (n, 3) colours; drawn glossy."""

    key: str
    vertices_mm: Floats
    faces: Integers
    rgb: Colours


@dataclass(frozen=True, eq=False)
class FleshLayer:
    """Solid bodies under the skin.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    vertices_mm, faces, rgb
        (n, 3) positions, (m, 3) triangles, (n, 3) colours.
    strength
        Share of the opacity that the scene is told: below 1 they are faint beside other layers.
    """

    key: str
    vertices_mm: Floats
    faces: Integers
    rgb: Colours
    strength: float = 1.0


@dataclass(frozen=True, eq=False)
class MarkLayer:
    """Points marked on the skin, all of one shape; each can be picked by its id.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    ids
        k ids, unique in the scene.
    positions_mm, normals
        (k, 3) positions on the skin and outward unit normals there.
    shape
        ``disc`` (a low dome), ``cross`` (an X that lies on the skin) or ``drop`` (pointed upwards).
    rgb
        (k, 3) colours.
    rim
        Colour of the rim that sets the mark off from any skin.
    size_mm
        Radius on a close look; from afar the scene keeps marks at a size that can be seen.
    emphasis
        (k,) strength of each mark: 1 as usual, below 1 stepped back, above 1 brought forward, 0 not there.
    can_be_picked
        Whether the pointer finds them.
    """

    key: str
    ids: tuple[str, ...]
    positions_mm: Floats
    normals: Floats
    shape: Shape
    rgb: Colours
    rim: Rgb
    size_mm: float
    emphasis: Floats
    can_be_picked: bool = True


@dataclass(frozen=True, eq=False)
class GlowLayer:
    """Soft light on the skin around marks.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    positions_mm, normals
        (k, 3) positions on the skin and outward unit normals there.
    rgb
        Colour of the light.
    size_mm
        Radius of the marks on a close look; the light reaches further.
    emphasis
        (k,) strength of each mark as in `MarkLayer`; 0 for no light.
    """

    key: str
    positions_mm: Floats
    normals: Floats
    rgb: Rgb
    size_mm: float
    emphasis: Floats


@dataclass(frozen=True, eq=False)
class PathLayer:
    """Lines on the skin, drawn as ribbons.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    ids
        One id per line; several lines may share one (the two sides of a channel).
    lines_mm, normals
        Per line (k, 3) positions on the skin and outward unit normals, k at least 2.
    rgb
        (lines, 3) colours.
    width_mm
        Half the width of a line on a close look.
    """

    key: str
    ids: tuple[str, ...]
    lines_mm: tuple[Floats, ...]
    normals: tuple[Floats, ...]
    rgb: Colours
    width_mm: float


@dataclass(frozen=True, eq=False)
class ZoneLayer:
    """An area painted on the skin: one part solid, one part stippled.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    vertices_mm, normals, faces
        The skin it is painted on, as in `SkinLayer`.
    solid_mm, stippled_mm
        (n,) signed distance of each vertex to the border of either part, positive inside; very negative
        where the vertex is far outside. The border runs where it is 0. The solid part lies upon the other.
    dots_mm, dot_normals
        (d, 3) places of the stipple dots on the skin and normals there.
    rgb
        Colour of the paint; both parts have the same, their pattern tells them apart.
    """

    key: str
    vertices_mm: Floats
    normals: Floats
    faces: Integers
    solid_mm: Floats
    stippled_mm: Floats
    dots_mm: Floats
    dot_normals: Floats
    rgb: Rgb


@dataclass(frozen=True, eq=False)
class ArrowLayer:
    """Small arrow heads that lie on the skin and say which way lines run.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    positions_mm, normals, headings
        (k, 3) positions on the skin, outward unit normals and the unit directions in which they point.
    rgb
        (k, 3) colours.
    rim
        Colour of the rim that sets an arrow off from its line.
    size_mm
        Half their length on a close look.
    """

    key: str
    positions_mm: Floats
    normals: Floats
    headings: Floats
    rgb: Colours
    rim: Rgb
    size_mm: float


@dataclass(frozen=True, eq=False)
class Band:
    """One area of a `BandLayer`.

    Attributes
    ----------
    vertex_ids
        (v,) vertices in or near it.
    inside_mm
        (v,) their signed distance to its border, positive inside.
    rgb
        Its colour.
    opacity
        Of the area within its border.
    """

    vertex_ids: Integers
    inside_mm: Floats
    rgb: Rgb
    opacity: float = style.BAND_OPACITY


@dataclass(frozen=True, eq=False)
class BandLayer:
    """Areas of several colours that let the skin and each other show through, each with a firm border.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    vertices_mm, normals, faces
        The skin they lie on, as in `SkinLayer`.
    bands
        The areas; a later one lies above an earlier one.
    """

    key: str
    vertices_mm: Floats
    normals: Floats
    faces: Integers
    bands: tuple[Band, ...]


@dataclass(frozen=True, eq=False)
class TintLayer:
    """A translucent tint that changes from place to place.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    vertices_mm, normals, faces
        The skin it lies on, as in `SkinLayer`.
    rgba
        (n, 4) colours with opacity, 0 to 255; triangles without any are not drawn.
    lift_mm
        How far above the skin it lies.
    """

    key: str
    vertices_mm: Floats
    normals: Floats
    faces: Integers
    rgba: Colours
    lift_mm: float


@dataclass(frozen=True, eq=False)
class LabelLayer:
    """Short texts beside marks, the most important first: where two would overlap, the later one stays away.

    Attributes
    ----------
    key
        Name of the layer in the scene.
    ids, texts
        k ids of the labelled marks and their texts.
    positions_mm, normals
        (k, 3) positions on the skin and outward unit normals there.
    from_scale
        (k,) each text is written from so many pixels per millimetre on (of a picture as it is seen): 0 for
        those that always are.
    own
        Whether the texts stand for themselves, upon their places; else each needs its mark and stands beside
        it.
    """

    key: str
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    positions_mm: Floats
    normals: Floats
    from_scale: Floats
    own: bool = False


Layer = (
    SkinLayer
    | EyesLayer
    | FleshLayer
    | MarkLayer
    | GlowLayer
    | PathLayer
    | ArrowLayer
    | ZoneLayer
    | BandLayer
    | TintLayer
    | LabelLayer
)


@dataclass(frozen=True)
class Picked:
    """What lies under the pointer.

    Attributes
    ----------
    mark
        Id of the mark in front; empty if none is near.
    face
        Index into the faces of the skin layer, -1 where the pointer misses the skin.
    barycentric
        Weights of that triangle's corners.
    position_mm
        The spot on the skin.
    """

    mark: str = ""
    face: int = -1
    barycentric: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))
    position_mm: tuple[float, float, float] = field(default=(0.0, 0.0, 0.0))
