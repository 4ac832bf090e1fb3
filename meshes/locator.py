"""Where a position or a ray meets a triangle mesh (VTK's static cell locator; nothing is drawn)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkCommonCore import reference, vtkDoubleArray, vtkIdList, vtkPoints, vtkTypeInt64Array
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData, vtkStaticCellLocator

from meshes.body import FloatArray

_RAY_TOLERANCE_MM = 1e-6  # a ray through an edge must not slip between its two triangles


class Locator:
    """Nearest triangle and ray hits on some triangles of a mesh.

    Parameters
    ----------
    vertices_mm
        (n, 3) positions.
    faces
        (m, 3) corner indices of the triangles to search.
    """

    def __init__(self, vertices_mm: FloatArray, faces: NDArray[np.integer]) -> None:
        # VTK borrows both buffers, so they are kept alive here.
        self._xyz = np.ascontiguousarray(vertices_mm, dtype=np.float64)
        self._ids = np.ascontiguousarray(faces, dtype=np.int64)
        self._mesh = _polydata(self._xyz, self._ids)
        self._locator = vtkStaticCellLocator()
        self._locator.SetDataSet(self._mesh)
        self._locator.BuildLocator()

    def nearest(self, positions_mm: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
        """Row of ``faces`` nearest to each of (k, 3) positions, and the (k, 3) nearest positions on them."""
        cell, sub, squared, spot = reference(0), reference(0), reference(0.0), [0.0, 0.0, 0.0]
        rows = np.empty(len(positions_mm), np.intp)
        spots = np.empty((len(positions_mm), 3))
        for i, position in enumerate(positions_mm.tolist()):
            self._locator.FindClosestPoint(position, spot, cell, sub, squared)  # type: ignore[call-overload]
            rows[i] = int(cell)
            spots[i] = spot
        return rows, spots

    def hits(self, begin_mm: FloatArray, end_mm: FloatArray) -> NDArray[np.intp]:
        """Rows of ``faces`` that the straight line between two positions meets, in no particular order."""
        spots, cells = vtkPoints(), vtkIdList()
        self._locator.IntersectWithLine(begin_mm.tolist(), end_mm.tolist(), _RAY_TOLERANCE_MM, spots, cells)
        return np.array([cells.GetId(i) for i in range(cells.GetNumberOfIds())], dtype=np.intp)


def _polydata(xyz: FloatArray, ids: NDArray[np.int64]) -> vtkPolyData:
    coordinates = vtkDoubleArray()
    coordinates.SetNumberOfComponents(3)
    coordinates.SetVoidArray(xyz, xyz.size, 1)
    points = vtkPoints()
    points.SetData(coordinates)
    corners = vtkTypeInt64Array()
    corners.SetVoidArray(ids, ids.size, 1)
    triangles = vtkCellArray()
    triangles.SetData(3, corners)
    mesh = vtkPolyData()
    mesh.SetPoints(points)
    mesh.SetPolys(triangles)
    return mesh
