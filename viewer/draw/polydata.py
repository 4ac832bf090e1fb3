"""Arrays to VTK: the one place that knows how positions, triangles and colours get into an actor.

Uses VTK's own modules and not PyVista's wrappers, because a picture from the command line then needs no
PyVista: its plotting module alone takes longer to import than such a picture takes to draw.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkDataArray, vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from viewer.style import Material

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]
Colours = NDArray[np.uint8]


def mesh(points: Floats, faces: Integers, normals: Floats, rgb: Colours) -> vtkPolyData:
    """Make a vtkPolyData of triangles.

    Parameters
    ----------
    points, normals
        (n, 3) positions and unit normals.
    faces
        (m, 3) corner indices.
    rgb
        (n, 3) or, with opacity, (n, 4) colours from 0 to 255.
    """
    data = vtkPolyData()
    data.SetPoints(vtkPoints())
    move(data, points)
    cells = vtkCellArray()
    cells.SetData(3, _array(faces.ravel(), np.int32))
    data.SetPolys(cells)
    turn(data, normals)
    paint(data, rgb)
    return data


def renumbered(faces: Integers, count: int) -> tuple[Integers, Integers]:
    """Ids of the vertices that triangles use, of so many; and (m, 3) the triangles in terms of these."""
    there = np.zeros(count, bool)
    there[faces] = True
    used = np.flatnonzero(there)
    number = np.zeros(count, np.int64)
    number[used] = np.arange(len(used))
    return used, number[faces]


def move(data: vtkPolyData, points: Floats) -> None:
    """Give a mesh other positions (n, 3), as many as before."""
    data.GetPoints().SetData(_array(points, np.float32))
    data.GetPoints().Modified()
    data.Modified()


def turn(data: vtkPolyData, normals: Floats) -> None:
    """Give a mesh other normals (n, 3)."""
    data.GetPointData().SetNormals(_array(normals, np.float32))


def paint(data: vtkPolyData, rgb: Colours) -> None:
    """Give a mesh other colours (n, 3) or (n, 4)."""
    colours = _array(rgb, np.uint8)
    colours.SetName("rgb")
    data.GetPointData().SetScalars(colours)
    data.Modified()


def actor(data: vtkPolyData, material: Material) -> vtkActor:
    """Make a vtkActor that shows a mesh in its own colours, smoothly shaded."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    mapper.SetColorModeToDirectScalars()
    mapper.SetScalarModeToUsePointData()
    made = vtkActor()
    made.SetMapper(mapper)
    surface = made.GetProperty()
    surface.SetInterpolationToPhong()
    surface.SetAmbient(material.ambient)
    surface.SetDiffuse(material.diffuse)
    surface.SetSpecular(material.specular)
    surface.SetSpecularPower(material.specular_power)
    return made


def _array(values: NDArray[np.generic], kind: type[np.generic]) -> vtkDataArray:
    # a copy: VTK would otherwise read memory that numpy may already have given back
    plain = np.ascontiguousarray(values, dtype=kind)
    return cast("vtkDataArray", numpy_to_vtk(plain, deep=True))  # type: ignore[no-untyped-call]
