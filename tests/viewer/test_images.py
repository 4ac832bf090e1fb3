"""Six pictures against those that were looked at and kept, in the set-up that drew them.

Another VTK or Mesa draws edges a little differently, so elsewhere these tests are skipped, with the reason.
After a change that is meant, look at the new pictures and keep them:

    ASHIMAP_RENEW_BASELINES=1 python -m pytest tests/viewer/test_images.py

which writes ``tests/viewer/baseline/*.png`` and, beside them, the set-up (``setup.json``).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from vtkmodules.vtkCommonCore import vtkVersion

from viewer.shot import ShotOptions, shoot
from viewer.stage import StillStage

Image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
pytestmark = [pytest.mark.images, pytest.mark.usefixtures("drawing")]

FOLDER = Path(__file__).parent / "baseline"
SETUP = FOLDER / "setup.json"
RENEW = "ASHIMAP_RENEW_BASELINES"
SIZE = (360, 360)
MEAN_LIMIT = 0.2  # of 255, over all pixels
OFF, OFF_LIMIT = 24, 0.001  # a pixel is off by more than this in a channel; share of such pixels

PICTURES = {
    "front": ShotOptions(size=SIZE),
    "back_female": ShotOptions(size=SIZE, body="female", view="back"),
    "head_left": ShotOptions(size=SIZE, view="head_left"),
    "shoulder_zone": ShotOptions(size=SIZE, view="selection", select="trapezius_upper.TrP1/left"),
    "hand_dark": ShotOptions(size=SIZE, view="selection", select="LI4/left", theme="dark", skin="dark"),
    "translucent": ShotOptions(size=SIZE, view="shoulders_back", skin_opacity=0.4),
}


@pytest.fixture(scope="module")
def setup(drawing) -> dict[str, str]:  # noqa: ARG001 - wants it done first
    """What draws here: the versions that the look of an edge depends on."""
    with StillStage((16, 16), 1) as stage:
        stage.picture()
        told = stage.render_window.ReportCapabilities()

    def line(what: str) -> str:
        found = re.search(rf"^OpenGL {what} string:\s*(.*)$", told, re.MULTILINE)
        return found[1].strip() if found else ""

    renderer = re.sub(r",? *\d+ bits", "", line("renderer"))  # the width of this processor's registers
    return {"vtk": vtkVersion.GetVTKVersion(), "renderer": renderer, "opengl": line("version")}


def kept(setup: dict[str, str]) -> None:
    """Skip unless the pictures were made in this set-up."""
    made = json.loads(SETUP.read_text("utf-8")) if SETUP.exists() else {}
    if made != setup:
        pytest.skip(f"the pictures were made with {made or 'nothing yet'}, here is {setup}")


def drawn(atlas, options: ShotOptions, path: Path) -> np.ndarray:
    shoot(atlas, path, options)
    return read(path)


def read(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), dtype=int)


def distance(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Mean difference of all pixels, and share of the pixels that are off."""
    apart = np.abs(one - other)
    return float(apart.mean()), float((apart.max(axis=2) > OFF).mean())


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    mean, off = distance(one, other)
    return one.shape == other.shape and mean <= MEAN_LIMIT and off <= OFF_LIMIT


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_as_it_was(name, shipped, setup, tmp_path):
    options = PICTURES[name]
    if os.environ.get(RENEW):
        FOLDER.mkdir(exist_ok=True)
        new = drawn(shipped(options.body), options, tmp_path / f"{name}.png")
        Image.fromarray(new.astype(np.uint8)).save(FOLDER / f"{name}.png", optimize=True)
        SETUP.write_text(json.dumps(setup, indent=2) + "\n", encoding="utf-8")
        return
    kept(setup)
    now, before = (
        drawn(shipped(options.body), options, tmp_path / f"{name}.png"),
        read(FOLDER / f"{name}.png"),
    )
    mean, off = distance(now, before)
    assert alike(now, before), (
        f"{name}: mean difference {mean:.2f} (limit {MEAN_LIMIT}), {off:.2%} off (limit {OFF_LIMIT:.2%}); "
        f"now {tmp_path / f'{name}.png'}, before {FOLDER / f'{name}.png'}; if it is meant, {RENEW}=1 keeps it"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"show": ("skin", "acupoints", "channels")},
        {"show": ("skin", "trigger_points", "channels")},
        {"show": ("skin", "acupoints", "trigger_points")},
        {"skin": "light"},
        {"theme": "dark"},
        {"body": "female"},
    ],
    ids=["no trigger points", "no acupoints", "no channels", "other tone", "other ground", "other body"],
)
def test_a_change_would_be_noticed(change, shipped, tmp_path):
    """The limits are wide enough for nothing that matters, even where it is smallest: on the whole body."""
    usual = drawn(shipped("male"), PICTURES["front"], tmp_path / "a.png")
    options = ShotOptions(**{"size": SIZE, **change})
    assert not alike(usual, drawn(shipped(options.body), options, tmp_path / "b.png"))
