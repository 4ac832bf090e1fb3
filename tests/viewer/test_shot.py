"""Pictures from the command line: whole or not at all, and one sentence where there can be none."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from viewer.errors import OutputError, UnknownError, ViewerError
from viewer.shot import ShotOptions, find_mark, shoot

pytestmark = pytest.mark.usefixtures("drawing")

TEXTS = {
    "body": "male",
    "view": "front",
    "select": "",
    "show": "",
    "size": "320x200",
    "theme": "light",
    "skin": "neutral",
}


def size_of(path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


@pytest.mark.parametrize(
    "options",
    [
        ShotOptions(size=(320, 200)),
        ShotOptions(
            size=(200, 320), view="selection", select="masseter.TrP1/left", theme="dark", skin="dark"
        ),
        ShotOptions(
            size=(64, 64), view="head_left", skin_opacity=0.4, solo_channel="GB", show=("skin", "channels")
        ),
        ShotOptions(size=(16, 16), view="top", show=()),
    ],
)
def test_a_picture_has_its_size_and_nothing_else_is_left(small_atlas, tmp_path, options):
    shoot(small_atlas, tmp_path / "a.png", options)
    assert size_of(tmp_path / "a.png") == options.size
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_the_same_picture_has_the_same_bytes(small_atlas, tmp_path):
    for name in "ab":
        shoot(
            small_atlas, tmp_path / f"{name}.png", ShotOptions(size=(160, 120), select="masseter.TrP1/left")
        )
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_what_is_shown_changes_the_picture(small_atlas, tmp_path):
    seen = set()
    for show in ((), ("skin",), ("skin", "acupoints"), ("skin", "trigger_points"), ("skin", "channels")):
        shoot(small_atlas, tmp_path / "a.png", ShotOptions(size=(160, 120), show=show))
        seen.add((tmp_path / "a.png").read_bytes())
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"view": "behind"}, "no view 'behind'; there are front, back"),
        ({"show": "skin,bones"}, "no layer 'bones'; there are skin, acupoints"),
        ({"theme": "blue"}, "no theme 'blue'; there are light, dark"),
        ({"skin": "blue"}, "no skin tone 'blue'; there are neutral"),
        ({"size": "big"}, "size 'big' cannot be read; give width x height"),
        ({"size": "5x5"}, "5x5 pixels cannot be made; each side must be 16 to 8192"),
        ({"size": "99999x20"}, "99999x20 pixels cannot be made"),
        ({"view": "selection"}, "looks at a selected point: select one"),
    ],
)
def test_wrong_options_are_told_what_is_right(change, message):
    with pytest.raises(ViewerError, match=message):
        ShotOptions.of(**{**TEXTS, **change})


def test_options_are_read_from_texts():
    options = ShotOptions.of(**{**TEXTS, "show": " skin, channels", "size": "640 x 480"})
    assert options.show == ("skin", "channels")
    assert options.size == (640, 480)
    assert ShotOptions.of(**TEXTS).show == ShotOptions().show


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("GB1", "GB1/left"),
        ("gb1/right", "GB1/right"),
        ("gv1", "GV1/midline"),
        ("MASSETER.trp1", "masseter.TrP1/left"),
    ],
)
def test_marks_are_found_by_code(small_atlas, asked, found):
    assert find_mark(small_atlas, asked) == found


def test_an_unknown_mark_is_told_what_is_near(small_atlas):
    with pytest.raises(UnknownError, match=r"no point 'GB2' on this body; did you mean GB1\b"):
        find_mark(small_atlas, "GB2")


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.jpg", "ends in .png"), ("missing/a.png", "there is no folder"), ("folder.png", "that is a folder")],
)
def test_a_place_that_cannot_be_written_is_told(small_atlas, tmp_path, name, message):
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError, match=message):
        shoot(small_atlas, tmp_path / name, ShotOptions(size=(64, 64)))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.png"]


def test_the_sides_of_the_picture_are_those_of_the_body(small_atlas):
    from viewer import compose
    from viewer.camera import views

    bounds = compose.bounds_mm(small_atlas.body)
    left = small_atlas.marks["GB1/left"].located.position_mm
    camera = views.camera(views.VIEWS["front"], bounds, 1.0)
    assert camera.project(np.array([left]), (100, 100))[0][0, 0] > 50
