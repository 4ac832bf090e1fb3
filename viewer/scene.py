"""The scene: draws layers and says what lies under the pointer. Knows no anatomy and no interface.

Each layer is one actor. Showing, hiding, fading, recolouring and emphasising change that actor; nothing else
is made anew. The camera moves only when `look` is called or the user turns it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkRenderer

from viewer import picking, style
from viewer.camera import facing
from viewer.camera.views import Camera, Size
from viewer.draw.arrows import DrawnArrows
from viewer.draw.bands import DrawnBands
from viewer.draw.cast import Cast
from viewer.draw.drape import Cloth
from viewer.draw.drawn import Drawn
from viewer.draw.glows import DrawnGlows
from viewer.draw.halves import Board, Halves
from viewer.draw.labels import DrawnLabels
from viewer.draw.marks import DrawnMarks
from viewer.draw.naming import Naming
from viewer.draw.paths import DrawnPaths
from viewer.draw.rings import DrawnRings
from viewer.draw.room import lay_ground, light
from viewer.draw.sight import Sight
from viewer.draw.surface import DrawnEyes, DrawnFlesh, DrawnSkin, DrawnTint
from viewer.draw.zones import DrawnZone
from viewer.layers import (
    ArrowLayer,
    BandLayer,
    Colours,
    EyesLayer,
    FleshLayer,
    Floats,
    GlowLayer,
    Integers,
    LabelLayer,
    Layer,
    MarkLayer,
    PathLayer,
    Picked,
    SkinLayer,
    TintLayer,
    ZoneLayer,
)

FloatArray = NDArray[np.float64]

ZOOM_STEP = 0.03  # marks keep their size until the scale has changed by this share

DRAWN_BY: dict[type, Callable[..., Drawn]] = {
    SkinLayer: DrawnSkin,
    EyesLayer: DrawnEyes,
    FleshLayer: DrawnFlesh,
    PathLayer: DrawnPaths,
    ArrowLayer: DrawnArrows,
    BandLayer: DrawnBands,
    TintLayer: DrawnTint,
    ZoneLayer: DrawnZone,
}


class Stage(Protocol):
    """What the scene plays on: a ``pyvista.Plotter``, or anything else with a renderer."""

    @property
    def renderer(self) -> vtkRenderer:
        """The renderer that shows it."""


class Scene:
    """Layers in a renderer.

    Parameters
    ----------
    stage
        Whose renderer to draw in; its lights and ground are replaced.
    pixel_ratio
        Drawn pixels per pixel of the picture as it will be seen (2 where twice as many are drawn and
        averaged, or on a dense screen); sizes in pixels grow with it.
    """

    def __init__(self, stage: Stage, pixel_ratio: float = 1.0) -> None:
        self.renderer = stage.renderer
        self.pixel_ratio = pixel_ratio
        self._board = Board(self.renderer)
        self._cast = Cast(self._board)
        self._cloth: Cloth | None = None
        self._fitted = 0.0
        self._rings = DrawnRings()
        self._sight = Sight(self.renderer, self._board, self._cast)
        self._naming = Naming(self._board, self._cast, self._rings, self._sight)
        self._theme = "light"
        self._selected = self._matched = ""
        self._board.add("", self._rings.prop)
        self.renderer.UseDepthPeelingOff()
        # else VTK draws what is translucent into a picture of its own and weighs it: slower, greyer
        self.renderer.SetUseOIT(False)
        light(self.renderer)
        self.set_ground(self._theme)

    # -- layers

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the layers, in the order they were first shown."""
        return self._cast.keys

    @property
    def seen(self) -> tuple[str, ...]:
        """Keys of the layers that show, and have something to show."""
        return self._cast.seen

    def zone_parts(self, key: str) -> tuple[bool, bool]:
        """Tell whether a painted zone has a solid part, and a stippled one; both False without it."""
        if key not in self._cast.keys:
            return False, False
        drawn = self._cast.get(key)
        if not isinstance(drawn, DrawnZone):
            raise TypeError(f"Layer {key!r} is no painted zone.")
        return bool((drawn.layer.solid_mm > 0.0).any()), len(drawn.layer.dots_mm) > 0

    def show(self, layer: Layer) -> None:
        """Draw a layer, in the place of the one that has its key; it is hidden only if that one was."""
        if isinstance(layer, SkinLayer):
            self._cloth = Cloth(layer)
        drawn = self._draw(layer)
        self._cast.put(layer.key, drawn)
        if self._fitted:
            drawn.fit(self._fitted / self.pixel_ratio, self._picture_size[1])
        if isinstance(layer, MarkLayer):
            self._ring()
        if not isinstance(layer, ZoneLayer | BandLayer | TintLayer | GlowLayer | PathLayer):
            self.place_labels()

    def remove(self, key: str) -> None:
        """Take a layer out of the scene; no harm if it is not there."""
        self._cast.remove(key)
        self._ring()

    def raise_(self, key: str) -> None:
        """Draw a layer after all others, so that it lies over those that let see through."""
        self._cast.raise_(key)

    def set_visible(self, key: str, on: bool) -> None:
        """Show or hide a layer; its marks cannot be picked while it is hidden."""
        self._cast.set_visible(key, on)
        self._ring()

    def set_opacity(self, key: str, opacity: float) -> None:
        """Let a layer show through: 0 (not seen) to 1."""
        self._cast.set_opacity(key, float(np.clip(opacity, 0.0, 1.0)))

    def recolour(self, key: str, rgb: Colours) -> None:
        """Give a layer other colours, as many as it was made with."""
        drawn = self._cast.get(key)
        if not isinstance(drawn, DrawnSkin | DrawnFlesh | DrawnMarks | DrawnPaths):
            raise TypeError(f"Layer {key!r} has fixed colours; skin, flesh, marks and paths have not.")
        drawn.recolour(rgb)

    def shift(self, key: str, ids: Integers, offsets_mm: Floats) -> None:
        """Move some corners of flesh by (k, 3) from where its layer has them; all others are back there."""
        drawn = self._cast.get(key)
        if not isinstance(drawn, DrawnFlesh):
            raise TypeError(f"Layer {key!r} stays as it is; only corners of flesh can be moved.")
        drawn.shift(ids, offsets_mm)

    def emphasise(self, key: str, emphasis: Floats) -> None:
        """Bring marks, glows or lines of a layer forward or step them back: one factor of size for each."""
        drawn = self._cast.get(key)
        if not isinstance(drawn, DrawnMarks | DrawnGlows | DrawnPaths):
            raise TypeError(f"Layer {key!r} holds no marks or lines; only those can be emphasised.")
        drawn.emphasise(emphasis)

    # -- selection

    def select(self, mark: str) -> None:
        """Ring the selected mark (its id), or none (empty)."""
        self._selected = mark
        self._rings.name("selected", mark)
        self._ring()

    def match(self, mark: str) -> None:
        """Ring the counterpart of the selected mark (its id), or none (empty)."""
        self._matched = mark
        self._rings.name("match", mark)
        self._ring()

    @property
    def matched(self) -> str:
        """Id of the mark that has the ring of the counterpart; empty for none."""
        return self._matched

    @property
    def selected(self) -> str:
        """Id of the mark that has the ring of the selection; empty for none."""
        return self._selected

    def hover(self, mark: str) -> None:
        """Ring the mark under the pointer (its id), or none (empty)."""
        self._rings.name("hover", mark)
        self._ring()

    # -- two halves

    def split(self, halves: Halves | None, *, stacked: bool = False) -> None:
        """Show two halves, side by side or one above the other; or (None) the whole picture again.

        One camera looks into both. What neither half has for itself is in both.
        """
        if halves is None:
            self._board.join()
        else:
            self._board.split(halves, stacked=stacked, prepare=light)
        self._cast.settle()
        self.set_ground(self._theme)
        self._fitted = 0.0
        self.fit()
        self.place_labels()

    def caption(self, texts: tuple[str, str]) -> None:
        """Write over each half what it shows."""
        ground = style.GROUNDS[self._theme]
        inks = (style.WEST_ON_DARK, style.EAST_ON_DARK) if self._theme == "dark" else (style.WEST, style.EAST)
        self._board.caption(texts, inks, ground.plate, round(style.CAPTION_PX * self.pixel_ratio))

    @property
    def is_split(self) -> bool:
        """Whether it shows two halves."""
        return len(self._board.halves) > 1

    def stack(self, stacked: bool) -> None:
        """Put the halves one above the other, or side by side."""
        if stacked != self._board.stacked:
            self._board.stack(stacked)
            self.fit()

    def within(self, x: float, y: float) -> tuple[int, float, float]:
        """Half that a drawn pixel lies in, and that pixel in the half; from the top left corners."""
        return self._board.within(x, y)

    def half_of(self, mark: str) -> int:
        """Find the half that shows a mark; the first for what both show."""
        for drawn in self._cast.marks:
            if mark in drawn.layer.ids:
                showing = (half for half in self._board.halves if self._board.shows(half, drawn.layer.key))
                return next(showing, 0)
        return 0

    def corner(self, half: int) -> Size:
        """Tell where the top left corner of a half is in the whole picture."""
        return self._board.corner(half)

    # -- camera and ground

    def set_ground(self, theme: str) -> None:
        """Change what is behind the body, and the ink of labels: a key of ``style.GROUNDS``."""
        self._theme = theme
        for renderer in self._board.renderers:
            lay_ground(renderer, theme)
        self._board.ink_seam(style.GROUNDS[theme].ink)
        for drawn in self._cast.drawn:
            if isinstance(drawn, DrawnLabels):
                drawn.set_theme(theme)

    @property
    def size(self) -> Size:
        """Width and height in drawn pixels of what the camera looks into: the picture, or a half of it."""
        return self._board.size

    @property
    def whole(self) -> Size:
        """Width and height of the whole picture in drawn pixels."""
        return self._board.whole

    @property
    def camera(self) -> Camera:
        """The camera as it is now."""
        return self._sight.camera

    def look(self, camera: Camera) -> bool:
        """Move the camera there; return whether the marks changed their size for it."""
        now = self.renderer.GetActiveCamera()
        now.SetPosition(*camera.position_mm)
        now.SetFocalPoint(*camera.focus_mm)
        now.SetViewUp(*camera.up)
        now.SetViewAngle(camera.angle_deg)
        self.renderer.ResetCameraClippingRange()
        if hasattr(self.renderer, "camera_set"):
            # PyVista moves a camera that it thinks nobody has placed yet
            self.renderer.camera_set = True
        changed = self.fit()
        self.place_labels()
        return changed

    def face(self, spot_mm: Floats, normal: Floats, bounds_mm: Floats, span: float) -> Camera:
        """Find the camera that looks at a spot as straight as the skin lets it, by `viewer.camera.facing`."""
        width, height = self.size
        return facing.face(spot_mm, normal, bounds_mm, width / height, span, self._sight.hiding())

    def face_all(self, spots_mm: Floats, normals: Floats, extent_mm: Floats, bounds_mm: Floats) -> Camera:
        """Find the camera that looks at several spots as straight as it can, by `viewer.camera.facing`."""
        width, height = self.size
        return facing.face_all(spots_mm, normals, extent_mm, bounds_mm, width / height, self._sight.ray())

    def fit(self) -> bool:
        """Give marks and lines the size that suits the zoom; call it when the camera has moved.

        Returns
        -------
        bool
            Whether anything changed.
        """
        scale = self.camera.pixels_per_mm(self.size)
        if abs(scale - self._fitted) <= ZOOM_STEP * self._fitted:
            return False
        self._fitted = scale
        for drawn in (*self._cast.drawn, self._rings):
            drawn.fit(scale / self.pixel_ratio, self._picture_size[1])
        return True

    def place_labels(self) -> None:
        """Put labels beside their marks as the camera sees them now; call it when the camera has moved."""
        self._naming.place(self.pixel_ratio, self.mark_radius_px(), self._selected)

    # -- pointer

    def pick(self, x: float, y: float, reach_px: float = picking.MOUSE_PX) -> str:
        """Find the mark under a drawn pixel, from the top left corner; empty if there is none."""
        return self._sight.pick(x, y, reach_px * self.pixel_ratio)

    def pick_skin(self, x: float, y: float) -> Picked:
        """Find the spot of the skin under a drawn pixel; ``face`` counts the faces of the skin layer."""
        return self._sight.pick_skin(x, y)

    def project(
        self, positions_mm: Floats, normals: Floats, half: int = 0
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Find where spots on the skin are in the picture, and which can be seen.

        Parameters
        ----------
        positions_mm, normals
            (k, 3) spots and outward unit normals.
        half
            Half of the picture that they are looked for in.

        Returns
        -------
        pixels
            (k, 2) drawn pixels from the top left corner of the picture, or of a half.
        visible
            (k,) bool.
        """
        return self._sight.project(positions_mm, normals, half)

    def mark_radius_px(self) -> float:
        """Radius of a usual mark in drawn pixels, for what is placed beside it."""
        sizes = [drawn.radii_mm[drawn.radii_mm > 0.0] for drawn in self._cast.marks]
        return max((float(np.median(radii)) for radii in sizes if len(radii)), default=0.0) * self._fitted

    # -- inside

    @property
    def _picture_size(self) -> Size:
        width, height = self.size
        return round(width / self.pixel_ratio), round(height / self.pixel_ratio)

    def _draw(self, layer: Layer) -> Drawn:
        if isinstance(layer, MarkLayer):
            return DrawnMarks(layer, self._cloth)
        if isinstance(layer, GlowLayer):
            return DrawnGlows(layer, self._cloth)
        if isinstance(layer, LabelLayer):
            return DrawnLabels(layer, self._theme, self.pixel_ratio)
        return DRAWN_BY[type(layer)](layer)

    def _ring(self) -> None:
        self._rings.update(self._cast.marks)
