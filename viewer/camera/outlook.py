"""Where to stand to see what is selected or exhibited."""

from __future__ import annotations

from points.atlas import Atlas
from viewer import chosen
from viewer.camera.gaze import Gaze
from viewer.camera.views import Camera
from viewer.desks.exhibit import ExhibitDesk
from viewer.desks.flesh import Flesh
from viewer.exhibit import Exhibit
from viewer.layers import SkinLayer
from viewer.selected import MUSCLE


def at_exhibit(gaze: Gaze, desk: ExhibitDesk, shown: Exhibit, atlas: Atlas, skin: SkinLayer) -> Camera:
    """Find the camera of an exhibit that is up: its named view, or straight at all of its marks."""
    if shown.view and shown.at:
        return gaze.along(shown.view, desk.sight(skin)[0], atlas.body)
    if shown.view:
        return gaze.named(shown.view, atlas.body)
    return gaze.before(*desk.sight(skin), atlas.body)


def at_muscle(gaze: Gaze, selected: str, flesh: Flesh, atlas: Atlas, skin: SkinLayer) -> Camera | None:
    """Find the camera before the selected muscle; None where no muscle is selected."""
    if not selected.startswith(MUSCLE):
        return None
    points = [atlas.marks[point] for point in chosen.points_of(atlas, selected)]
    return gaze.before_muscle(flesh.looked_at(atlas), points, skin)
