"""The skin, a tint on it, the eyes, and the flesh under the skin."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor

from viewer import style
from viewer.draw.polydata import actor, mesh, move, paint, renumbered
from viewer.layers import Colours, EyesLayer, FleshLayer, Floats, Integers, SkinLayer, TintLayer

VEIL = 0.001  # less than one step of a colour, but more than the 0 that VTK throws away


class Coat:
    """The skin as one half of a picture, or the whole of it, shows it.

    Attributes
    ----------
    prop
        The skin itself.
    lining
        What is seen inside of openings while the skin is opaque.
    veil
        Cannot be seen; fills the depth buffer while the skin is translucent.
    """

    def __init__(self, data: vtkPolyData, inside: vtkPolyData) -> None:
        self.prop: vtkActor = actor(data, style.SKIN_MATERIAL)
        self.prop.GetProperty().BackfaceCullingOn()
        self.lining: vtkActor = actor(inside, style.SKIN_MATERIAL)
        self.veil: vtkActor = actor(data, style.SKIN_MATERIAL)
        self.veil.GetProperty().SetOpacity(VEIL)
        self.veil.ForceOpaqueOn()  # what VTK takes for translucent leaves no depth
        self.veil.GetProperty().BackfaceCullingOn()

    def hang(self, opacity: float, shown: bool) -> None:
        """Show it, so far as it lets nothing through, or not at all."""
        self.prop.GetProperty().SetOpacity(opacity)
        self.prop.SetVisibility(shown)
        self.veil.SetVisibility(shown and opacity < 1.0)
        self.lining.SetVisibility(shown and opacity >= 1.0)


class DrawnSkin:
    """The skin. Translucent, it shows no insides and is seen once, however often it folds before the eye.

    What faces away is left out, which also saves a quarter of each frame; and a veil that cannot be seen
    fills the depth buffer after all opaque things, so that only the nearest skin is blended over them. That
    is far cheaper than sorting (depth peeling), and quieter.

    The second half of a picture has a coat of its own, which may stay solid where there is nothing to be seen
    under it.
    """

    def __init__(self, layer: SkinLayer) -> None:
        self.layer = layer
        self.data = mesh(layer.vertices_mm, layer.faces, layer.normals, layer.rgb)
        self._inside = mesh(layer.vertices_mm, layer.lining, layer.normals, layer.rgb)
        self.coats = (Coat(self.data, self._inside), Coat(self.data, self._inside))
        self.opacity = layer.opacity
        self._shown, self._solid = True, False
        self._hang()

    @property
    def prop(self) -> vtkActor:
        """The skin of the whole picture, or of its first half."""
        return self.coats[0].prop

    def opacity_in(self, half: int) -> float:
        """How little a half lets through."""
        return 1.0 if half == 1 and self._solid else self.opacity

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.opacity = opacity
        self._hang()

    def keep_solid(self, solid: bool) -> None:
        """Let the second half show nothing through, whatever the first does."""
        self._solid = solid
        self._hang()

    def set_visible(self, on: bool) -> None:
        """Show it or not."""
        self._shown = on
        self._hang()

    def recolour(self, rgb: Colours) -> None:
        """Give each vertex another colour (n, 3)."""
        paint(self.data, rgb)
        paint(self._inside, rgb)

    def _hang(self) -> None:
        for half, coat in enumerate(self.coats):
            coat.hang(self.opacity_in(half), self._shown)


class DrawnEyes:
    """The eyeballs, under the skin of either half."""

    def __init__(self, layer: EyesLayer) -> None:
        self.layer = layer
        data = mesh(layer.vertices_mm, layer.faces, _round_normals(layer), layer.rgb)
        self._pairs = (actor(data, style.EYE_MATERIAL), actor(data, style.EYE_MATERIAL))
        for pair in self._pairs:
            pair.GetProperty().BackfaceCullingOn()
        self._opacity, self._solid = 1.0, False

    @property
    def prop(self) -> vtkActor:
        """Those of the whole picture, or of its first half."""
        return self._pairs[0]

    @property
    def second(self) -> vtkActor:
        """Those of the second half."""
        return self._pairs[1]

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self._opacity = opacity
        self._pairs[0].GetProperty().SetOpacity(opacity)
        self._pairs[1].GetProperty().SetOpacity(1.0 if self._solid else opacity)

    def keep_solid(self, solid: bool) -> None:
        """Let the second half show nothing through, whatever the first does."""
        self._solid = solid
        self.set_opacity(self._opacity)

    def set_visible(self, on: bool) -> None:
        """Show them or not."""
        for pair in self._pairs:
            pair.SetVisibility(on)


class DrawnFlesh:
    """Bodies under the skin. Faint, they too are seen once, however often they lie one behind the other.

    They are drawn with the opaque things even then, because the veil of a translucent skin hides from what is
    drawn later all that lies under it. What is faint is blended over what was drawn before.
    """

    def __init__(self, layer: FleshLayer) -> None:
        self.layer = layer
        self.data = mesh(layer.vertices_mm, layer.faces, _round_normals(layer), layer.rgb)
        self.prop: vtkActor = actor(self.data, style.FLESH_MATERIAL)
        self.veil: vtkActor = actor(self.data, style.FLESH_MATERIAL)
        self.veil.GetProperty().SetOpacity(VEIL)
        for part in (self.veil, self.prop):
            part.GetProperty().BackfaceCullingOn()
            part.ForceOpaqueOn()
        self.set_opacity(1.0)

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity * self.layer.strength)
        self._hang()

    def set_visible(self, on: bool) -> None:
        """Show it or not."""
        self.prop.SetVisibility(on)
        self._hang()

    def recolour(self, rgb: Colours) -> None:
        """Give each corner another colour (n, 3)."""
        paint(self.data, rgb)

    def shift(self, ids: Integers, offsets_mm: Floats) -> None:
        """Move some corners by (k, 3) from where the layer has them; all others are where it has them."""
        places = np.array(self.layer.vertices_mm, np.float32)
        places[ids] += np.asarray(offsets_mm, np.float32)
        move(self.data, places)

    def _hang(self) -> None:
        shown = bool(self.prop.GetVisibility())
        self.veil.SetVisibility(shown and self.prop.GetProperty().GetOpacity() < 1.0)


class DrawnTint:
    """A tint on the skin: its opacity changes from place to place."""

    def __init__(self, layer: TintLayer) -> None:
        self.layer = layer
        seen = layer.rgba[:, 3] > 0
        one, two, three = layer.faces.T
        used, faces = renumbered(layer.faces[seen[one] | seen[two] | seen[three]], len(seen))
        normals = np.asarray(layer.normals)[used]
        lifted = np.asarray(layer.vertices_mm)[used] + layer.lift_mm * normals
        data = mesh(lifted, faces, normals, layer.rgba[used])
        self.prop: vtkActor = actor(data, style.PAINT_MATERIAL)
        self.prop.ForceTranslucentOn()

    def fit(self, pixels_per_mm: float, height_px: int) -> None:
        """Nothing of it depends on the zoom: it is painted on the skin."""

    def set_opacity(self, opacity: float) -> None:
        """Show through: 0 (not seen) to 1."""
        self.prop.GetProperty().SetOpacity(opacity)


def _round_normals(layer: EyesLayer | FleshLayer) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    corners = np.asarray(layer.vertices_mm, dtype=np.float64)[layer.faces]
    flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sums = np.zeros((len(layer.vertices_mm), 3))
    for corner in range(3):
        for axis in range(3):
            sums[:, axis] += np.bincount(layer.faces[:, corner], flat[:, axis], len(sums))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.where(lengths > 0.0, lengths, 1.0)
