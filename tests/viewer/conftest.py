"""A small atlas on the sphere, and a scene off the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from meshes.body import SurfacePoint
from points.atlas import ChannelPath, Mark, Neighbour, Zone
from points.model import Acupoint, Located, Side, TriggerPoint
from viewer import compose, gl, views
from viewer.layers import MarkLayer
from viewer.scene import Scene
from viewer.stage import StillStage

CENTRE_MM, RADIUS_MM = np.array([0.0, 0.0, 300.0]), 300.0
SIZE = (480, 360)


@pytest.fixture(scope="session")
def drawing(tmp_path_factory) -> Iterator[None]:
    """Something that draws is chosen for this process, without a word to the user's cache."""
    before = os.environ.get(gl.WINDOW)
    gl.prepare_still(tmp_path_factory.mktemp("gl"))
    yield
    if before is None:
        os.environ.pop(gl.WINDOW, None)


def on_sphere(azimuth_deg: float, elevation_deg: float) -> tuple[np.ndarray, np.ndarray]:
    azimuth, elevation = np.radians([azimuth_deg, elevation_deg])
    normal = np.array(
        [np.cos(elevation) * np.sin(azimuth), -np.cos(elevation) * np.cos(azimuth), np.sin(elevation)]
    )
    return CENTRE_MM + RADIUS_MM * normal, normal


@pytest.fixture(scope="session")
def at():
    """Spot and normal on the sphere: azimuth (0 in front, 90 on its left) and elevation, in degrees."""
    return on_sphere


@pytest.fixture(scope="session")
def make_marks():
    """Layer of marks from id -> (azimuth_deg, elevation_deg)."""

    def make(places: dict[str, tuple[float, float]], key: str = "marks", shape: str = "disc") -> MarkLayer:
        spots = [on_sphere(*place) for place in places.values()]
        colour = [200, 20, 30] if shape == "cross" else [0, 140, 108]
        return MarkLayer(
            key=key,
            ids=tuple(places),
            positions_mm=np.array([spot for spot, _ in spots]),
            normals=np.array([normal for _, normal in spots]),
            shape=shape,
            rgb=np.tile(np.array([colour], np.uint8), (len(spots), 1)),
            rim=(255, 252, 244),
            size_mm=8.0,
            emphasis=np.ones(len(spots)),
        )

    return make


@pytest.fixture
def stage(drawing: None) -> Iterator[StillStage]:  # noqa: ARG001 - wants it done first
    with StillStage(SIZE, 1) as made:
        yield made


@pytest.fixture
def scene(stage, sphere) -> Scene:
    """The sphere, seen from the front."""
    made = Scene(stage)
    made.show(compose.skin(sphere, "neutral"))
    made.look(views.camera(views.VIEWS["front"], compose.bounds_mm(sphere), SIZE[0] / SIZE[1]))
    return made


def _acupoint(code: str, channel: str) -> Acupoint:
    return Acupoint(
        code,
        "acupoint",
        True,
        code,
        code,
        "",
        "",
        code,
        channel,
        None,
        3.0,
        (),
        "head",
        "There.",
        "",
        "test",
        "",
    )


def _trigger_point(code: str) -> TriggerPoint:
    muscle, number = code.split(".TrP")
    return TriggerPoint(
        code, muscle, int(number), True, None, 9.0, 9.0, "There.", "Ache.", "", "", "B", "test", "", ""
    )


def _mark(definition: Acupoint | TriggerPoint, side: str, place: tuple[float, float]) -> Mark:
    spot, normal = on_sphere(*place)
    located = Located(definition.code, Side(side), SurfacePoint(0, np.ones(3) / 3), spot, "landmark", 3.0)
    return Mark(located.id, definition, located, normal, "forehead", "head")


@pytest.fixture(scope="session")
def small_atlas(sphere):
    """Six marks, two lines and one zone on the sphere."""
    made = [
        _mark(_acupoint("GB1", "GB"), "left", (25, 10)),
        _mark(_acupoint("GB1", "GB"), "right", (-25, 10)),
        _mark(_acupoint("GV1", "GV"), "midline", (0, 30)),
        _mark(_acupoint("BL1", "BL"), "left", (170, 0)),
        _mark(_trigger_point("masseter.TrP1"), "left", (25, -20)),
        _mark(_trigger_point("masseter.TrP1"), "right", (-25, -20)),
    ]
    marks = {mark.id: mark for mark in made}
    paths = tuple(_line(channel, azimuth) for channel, azimuth in (("GB", 40), ("BL", -40)))
    spot = marks["masseter.TrP1/left"].located.position_mm
    away = np.linalg.norm(sphere.vertices_mm - spot, axis=1)
    near = np.flatnonzero(away < 130).astype(np.int32)
    essential = (50 - away[near]).astype(np.float32)
    zone = Zone(near, essential, np.minimum(100 - away[near], -essential).astype(np.float32), ())
    return SimpleNamespace(
        body=sphere,
        marks=marks,
        paths=paths,
        zones={"masseter.TrP1/left": zone},
        neighbours={"masseter.TrP1/left": (Neighbour("GB1/left", 150.0, 148.0, 6.0, ()),)},
    )


def _line(channel: str, azimuth_deg: float) -> ChannelPath:
    spots = [on_sphere(azimuth_deg, elevation) for elevation in np.linspace(-40, 40, 60)]
    points = np.array([spot for spot, _ in spots])
    normals = np.array([normal for _, normal in spots])
    return ChannelPath(channel, 1, "left", points, normals, np.zeros(60, np.int32), np.zeros((60, 3)))
