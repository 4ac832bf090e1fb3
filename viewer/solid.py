"""What is drawn, as plain triangles: for other programs, and for pages that draw by themselves.

Each layer becomes the same mesh that the scene would draw, so that what leaves the program looks as it does
in it. Marks and lines have a size on the screen: they are given as places and ways out of them, and grow by
one factor, the millimetres that a pixel shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkDataArray
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.arrows import DrawnArrows
from viewer.draw.bands import DrawnBands
from viewer.draw.drape import Cloth
from viewer.draw.drawn import Drawn
from viewer.draw.marks import DrawnMarks
from viewer.draw.paths import DrawnPaths
from viewer.draw.polydata import renumbered
from viewer.draw.surface import DrawnEyes, DrawnFlesh, DrawnTint
from viewer.draw.zones import DrawnZone
from viewer.layers import (
    ArrowLayer,
    BandLayer,
    EyesLayer,
    FleshLayer,
    Layer,
    MarkLayer,
    PathLayer,
    SkinLayer,
    TintLayer,
    ZoneLayer,
)
from viewer.style import Material

FloatArray = NDArray[np.float64]
REFERENCE_PX = 720  # height of the picture that sizes on the screen are stated for
CLOSE, FAR = 1e-6, 1.5  # millimetres for each pixel: marks have no size, or their least one on the screen
LEAST_MM2 = 1e-9

DRAWN: Mapping[type, tuple[Callable[..., Drawn], Material]] = MappingProxyType(
    {
        EyesLayer: (DrawnEyes, style.EYE_MATERIAL),
        FleshLayer: (DrawnFlesh, style.FLESH_MATERIAL),
        PathLayer: (DrawnPaths, style.MARK_MATERIAL),
        ArrowLayer: (DrawnArrows, style.MARK_MATERIAL),
        ZoneLayer: (DrawnZone, style.PAINT_MATERIAL),
        BandLayer: (DrawnBands, style.PAINT_MATERIAL),
        TintLayer: (DrawnTint, style.PAINT_MATERIAL),
    }
)


@dataclass(frozen=True, eq=False)
class Solid:
    """A mesh.

    Attributes
    ----------
    vertices_mm, normals
        (n, 3) positions and unit normals.
    faces
        (m, 3) corner indices, outward by the right-hand rule.
    rgba
        (n, 4) sRGB colours with opacity, from 0 to 255.
    growth
        (n, 3) how far each vertex moves for each millimetre that a pixel shows, seen from afar; then
        ``vertices_mm`` are the places that it grows from. None for what has no size on the screen.
    material
        How its surface answers light.
    """

    vertices_mm: FloatArray
    normals: FloatArray
    faces: NDArray[np.int64]
    rgba: NDArray[np.uint8]
    growth: FloatArray | None
    material: Material

    @property
    def is_clear(self) -> bool:
        """Whether something behind it shows through."""
        return bool((self.rgba[:, 3] < 255).any())

    def at(self, mm_per_pixel: float) -> FloatArray:
        """(n, 3) positions in a picture of that scale."""
        if self.growth is None:
            return self.vertices_mm
        return self.vertices_mm + mm_per_pixel * self.growth


def solid(layer: Layer, cloth: Cloth) -> Solid | None:
    """Make the mesh of a layer; None where it has no triangle.

    Parameters
    ----------
    layer
        Anything but a layer of names or of light.
    cloth
        The skin, for marks to be laid on.

    Raises
    ------
    TypeError
        If the layer is of a kind that has no triangles.
    """
    if isinstance(layer, SkinLayer):
        return _trimmed(_skin(layer))
    drawn, material = _draw(layer, cloth)
    if not isinstance(layer, MarkLayer | PathLayer | ArrowLayer):
        return _trimmed(_read(drawn, material))
    places, far = _fitted(drawn, CLOSE), _fitted(drawn, FAR)
    return _trimmed(replace(_read(drawn, material), vertices_mm=places, growth=(far - places) / FAR))


def joined(solids: Iterable[Solid]) -> Solid | None:
    """Join meshes of one material into one, all of which grow or none; None if there is none."""
    parts = list(solids)
    if not parts:
        return None
    shifts = np.cumsum([0, *(len(part.vertices_mm) for part in parts)])
    growths = [part.growth for part in parts if part.growth is not None]
    return Solid(
        np.vstack([part.vertices_mm for part in parts]),
        np.vstack([part.normals for part in parts]),
        np.vstack([part.faces + shift for part, shift in zip(parts, shifts, strict=False)]),
        np.vstack([part.rgba for part in parts]),
        np.vstack(growths) if growths else None,
        parts[0].material,
    )


def _skin(layer: SkinLayer) -> Solid:
    """Take the outer skin and the lining of its openings, as the scene draws an opaque body."""
    opacity = np.full((len(layer.rgb), 1), round(255 * layer.opacity), np.uint8)
    faces = layer.faces if layer.opacity < 1.0 else np.vstack([layer.faces, layer.lining])
    return Solid(
        np.asarray(layer.vertices_mm, np.float64),
        np.asarray(layer.normals, np.float64),
        faces.astype(np.int64),
        np.column_stack([layer.rgb, opacity]),
        None,
        style.SKIN_MATERIAL,
    )


def _draw(layer: Layer, cloth: Cloth) -> tuple[Drawn, Material]:
    if isinstance(layer, MarkLayer):
        return DrawnMarks(layer, cloth), style.MARK_MATERIAL
    if type(layer) not in DRAWN:
        raise TypeError(f"A layer of the kind {type(layer).__name__} has no triangles.")
    make, material = DRAWN[type(layer)]
    return make(layer), material


def _fitted(drawn: Drawn, mm_per_pixel: float) -> FloatArray:
    drawn.fit(1.0 / mm_per_pixel, REFERENCE_PX)
    return np.array(_numbers(_data(drawn).GetPoints().GetData()), np.float64)


def _read(drawn: Drawn, material: Material) -> Solid:
    data = _data(drawn)
    colours = _numbers(data.GetPointData().GetScalars())
    if colours.shape[1] == 3:
        colours = np.column_stack([colours, np.full(len(colours), 255, np.uint8)])
    return Solid(
        np.array(_numbers(data.GetPoints().GetData()), np.float64),
        np.array(_numbers(data.GetPointData().GetNormals()), np.float64),
        _numbers(data.GetPolys().GetConnectivityArray()).reshape(-1, 3).astype(np.int64),
        np.array(colours, np.uint8),
        None,
        material,
    )


def _trimmed(whole: Solid) -> Solid | None:
    """Leave out triangles without any area (marks that are not there) and vertices that none uses."""
    corners = whole.at(1.0)[whole.faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    kept = whole.faces[np.abs(across).max(axis=1) > LEAST_MM2]
    if not len(kept):
        return None
    used, faces = renumbered(kept, len(whole.vertices_mm))
    growth = None if whole.growth is None else whole.growth[used]
    return Solid(
        whole.vertices_mm[used],
        whole.normals[used],
        np.asarray(faces, np.int64),
        whole.rgba[used],
        growth,
        whole.material,
    )


def _data(drawn: Drawn) -> vtkPolyData:
    return cast("vtkPolyData", cast("vtkActor", drawn.prop).GetMapper().GetInput())


def _numbers(array: vtkDataArray) -> NDArray[Any]:
    return cast("NDArray[Any]", vtk_to_numpy(array))  # type: ignore[no-untyped-call]
