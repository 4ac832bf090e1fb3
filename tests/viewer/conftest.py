"""A small atlas on the sphere, and a scene off the screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from browsing import chromium, program, visit  # noqa: F401 - fixtures of all tests in a browser

from meshes.surface import Surface
from points.atlas import Atlas, ChannelPath, Crossing, Mark, Neighbour, SinewBand, Zone
from points.load import load_atlas
from points.model import (
    Acupoint,
    Category,
    Channel,
    Located,
    Membership,
    Muscle,
    Reading,
    Region,
    Side,
    SinewChannel,
    Source,
    TriggerPoint,
    Use,
)
from viewer import compose
from viewer.camera import facing, views
from viewer.layers import MarkLayer, Picked
from viewer.scene import Scene
from viewer.stage import StillStage

CENTRE_MM, RADIUS_MM = np.array([0.0, 0.0, 300.0]), 300.0
SIZE = (480, 360)


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
        ("test",),
        "",
    )


def _channel(code: str) -> Channel:
    return Channel(
        code,
        code,
        code,
        code,
        "",
        "담경",
        "Damgyeong",
        "Tankei",
        "23:00-01:00",
        "wood",
        "",
        "There.",
        "In.",
        ("test",),
    )


def _sinew_channel(code: str, muscles: tuple[str, ...]) -> SinewChannel:
    return SinewChannel(code, "jīngjīn", "經筋", "Sinew", "From toe to eye.", muscles, "Doubtful.", ("test",))


def _trigger_point(code: str) -> TriggerPoint:
    muscle, number = code.split(".TrP")
    return TriggerPoint(
        code,
        muscle,
        int(number),
        True,
        None,
        9.0,
        9.0,
        "There.",
        "Ache.",
        "",
        "Cold.",
        (),
        (),
        "",
        "B",
        ("test",),
        "",
        "",
    )


def _muscle(key: str) -> Muscle:
    told = ("Masseter", ("FMA48996",), "The cheekbone.", "The jaw.", "Bites.", "Trigeminal.", "Downwards.")
    return Muscle(key, "head", f"Musculus {key}", key, *told, 1, ("test",))


def _mark(definition: Acupoint | TriggerPoint, side: str, place: tuple[float, float], skin: Surface) -> Mark:
    spot, normal = on_sphere(*place)
    located = Located(definition.code, Side(side), skin.nearest(spot), spot, "landmark", 3.0)
    return Mark(located.id, definition, located, normal, "forehead", "head")


@pytest.fixture(scope="session")
def small_atlas(sphere):
    """Six marks, two lines and one zone on the sphere."""
    skin = Surface(sphere)
    made = [
        _mark(_acupoint("GB1", "GB"), "left", (25, 10), skin),
        _mark(_acupoint("GB1", "GB"), "right", (-25, 10), skin),
        _mark(_acupoint("GV1", "GV"), "midline", (0, 30), skin),
        _mark(_acupoint("BL1", "BL"), "left", (170, 0), skin),
        _mark(_trigger_point("masseter.TrP1"), "left", (25, -20), skin),
        _mark(_trigger_point("masseter.TrP1"), "right", (-25, -20), skin),
    ]
    marks = {mark.id: mark for mark in made}
    paths = tuple(_line(channel, azimuth, skin) for channel, azimuth in (("GB", 40), ("BL", -40)))
    spot = marks["masseter.TrP1/left"].located.position_mm
    away = np.linalg.norm(sphere.vertices_mm - spot, axis=1)
    near = np.flatnonzero(away < 130).astype(np.int32)
    essential = (50 - away[near]).astype(np.float32)
    zone = Zone(near, essential, (100 - away[near]).astype(np.float32), ())
    return SimpleNamespace(
        body=sphere,
        marks=marks,
        paths=paths,
        zones={"masseter.TrP1/left": zone},
        neighbours={"masseter.TrP1/left": (Neighbour("GB1/left", 150.0, 148.0, 6.0, ()),)},
        sinews={"GB/left": SinewBand(near, (60 - away[near]).astype(np.float32), ())},
        memberships={"BL1": (Membership("BL1", "crossing", "the eye", ("test",)),)},
        categories={
            "crossing": Category("crossing", "jiāohuì", "交會", "Meeting point", "Channels meet.", ("test",))
        },
        muscles={"masseter": _muscle("masseter")},
    )


def _line(channel: str, azimuth_deg: float, skin: Surface) -> ChannelPath:
    spots = [on_sphere(azimuth_deg, elevation) for elevation in np.linspace(-40, 40, 60)]
    points = np.array([spot for spot, _ in spots])
    normals = np.array([normal for _, normal in spots])
    on_skin = skin.nearest_many(points)
    faces, weights = (
        np.array([spot.face for spot in on_skin]),
        np.array([spot.barycentric for spot in on_skin]),
    )
    return ChannelPath(channel, 1, "left", points, normals, faces.astype(np.int32), weights)


@pytest.fixture(scope="session")
def small_bodies(small_atlas):
    """Name -> small atlas with words: the second body lacks BL1, and its marks lie elsewhere."""
    words = {
        "channels": {code: _channel(code) for code in ("GB", "GV", "BL")},
        "sinew_channels": {"GB": _sinew_channel("GB", ("masseter",))},
        "readings": {
            "GB1": Reading(
                "GB1", "동자료", "Dongjaryo", "どうしりょう", "Dōshiryō", "", ("Taiyang",), ("test",)
            )
        },
        "uses": {"GB1": Use("GB1", "Used for sore eyes.", ("test",))},
        "sources": {"test": Source("test", "Tester", 2026, "Test", "", "MIT", "test")},
        "regions": {
            "molar": Region("molar", "deep", "the upper back teeth", None),
            "forehead": Region("forehead", "head", "the forehead", None),
        },
        "region_names": ("forehead",),
        "face_region": np.zeros(len(small_atlas.body.faces), np.uint8),
        "cun_mm": 25.0,
        "neighbours": {
            "masseter.TrP1/left": (Neighbour("GB1/left", 150.0, 148.0, 6.0, ()),),
            "GB1/left": (Neighbour("masseter.TrP1/left", 150.0, 148.0, 6.0, ()),),
        },
        "crossings": {"masseter.TrP1/left": (Crossing("GB", "left", 20.0, 31.0, 0.25),)},
        "covering": {"GB1/left": (("masseter.TrP1/left", "spillover"),)},
        "landmarks": {},
        "zone_areas": {},
    }
    first = Atlas(**{**vars(small_atlas), **words})
    places = {mark: (-azimuth, 5) for mark, azimuth in (("GB1/left", -30), ("masseter.TrP1/left", -35))}
    moved = {
        mark: _mark(first.marks[mark].definition, "left", place, Surface(first.body))
        for mark, place in places.items()
    }
    marks = {**first.marks, **moved}
    del marks["BL1/left"]
    return {"male": first, "female": Atlas(**{**vars(first), "marks": marks})}


class FakeScene:
    """Keeps what it is told. What lies under the pointer, and what can be seen, is what a test says."""

    def __init__(self) -> None:
        self.size, self.pixel_ratio = (400, 300), 1.0
        self.camera = views.camera(views.VIEWS["front"], [[-300, -300, 0], [300, 300, 600]], 4 / 3)
        self.layers, self.weights, self.colours, self.glows = {}, {}, {}, {}
        self.visible, self.opacity = {}, {}
        self.selected = self.hovered = self.matched = ""
        self.halves, self.stacked = None, False
        self.ground = "light"
        self.under_pointer, self.asked = "", []
        self.skin_under = lambda _: Picked()
        self.told: list[str] = []

    @property
    def keys(self):
        return tuple(self.layers)

    @property
    def whole(self):
        return self.size

    @property
    def is_split(self):
        return self.halves is not None

    def split(self, halves, *, stacked=False):
        self.halves, self.stacked = halves, stacked

    def stack(self, stacked):
        self.stacked = stacked

    def within(self, x, y):
        return 0, x, y

    def half_of(self, _):
        return 0

    def corner(self, _):
        return 0, 0

    def match(self, mark):
        self.matched = mark

    def show(self, layer):
        self.told.append(f"show {layer.key}")
        self.layers[layer.key] = layer
        self.visible.setdefault(layer.key, True)
        self.opacity[layer.key] = 1.0  # a layer that is drawn anew knows nothing of the old one's opacity

    def raise_(self, key):
        assert key in self.layers

    def remove(self, key):
        for kept in (self.layers, self.visible, self.opacity):
            kept.pop(key, None)

    def set_visible(self, key, on):
        assert key in self.layers
        self.visible[key] = on

    def set_opacity(self, key, opacity):
        assert key in self.layers
        self.opacity[key] = opacity

    def recolour(self, key, rgb):
        self.told.append(f"recolour {key}")
        self.colours[key] = rgb

    def shift(self, key, ids, offsets_mm):
        assert key in self.layers
        assert len(ids) == len(offsets_mm)
        self.shifted = (ids, np.array(offsets_mm))

    def emphasise(self, key, emphasis):
        ids = getattr(self.layers[key], "ids", None)
        if ids is None:  # a glow: its marks are told by their places
            assert len(emphasis) == len(self.layers[key].positions_mm)
            self.glows[key] = np.array(emphasis)
        else:
            self.weights.update(zip(ids, emphasis, strict=True))

    def select(self, mark):
        self.selected = mark

    def hover(self, mark):
        self.told.append("hover")
        self.hovered = mark

    def set_ground(self, theme):
        self.told.append("ground")
        self.ground = theme

    def look(self, camera):
        self.told.append("look")
        self.camera = camera

    def face(self, spot_mm, normal, bounds_mm, span):
        return views.face(spot_mm, normal, bounds_mm, self.size[0] / self.size[1], span)

    def face_all(self, spots_mm, normals, extent_mm, bounds_mm):
        aspect = self.size[0] / self.size[1]
        return facing.face_all(spots_mm, normals, extent_mm, bounds_mm, aspect, None)

    def fit(self):
        return False

    def place_labels(self):
        pass

    def pick(self, x, y, reach_px):
        self.asked.append((x, y, reach_px))
        return self.under_pointer

    def pick_skin(self, x, y):
        return self.skin_under((x, y))

    def project(self, positions_mm, normals, _half=0):
        pixels, depth = self.camera.project(np.asarray(positions_mm), self.size)
        facing = normals @ self.camera.axes[2] > 0
        return pixels, (depth > 0) & facing


@pytest.fixture
def fake_scene() -> FakeScene:
    return FakeScene()


@pytest.fixture(scope="session")
def fake_scene_type() -> type[FakeScene]:
    return FakeScene


@pytest.fixture(scope="session")
def shipped():
    """Atlas of a body by name, as it ships."""
    return cache(load_atlas)
