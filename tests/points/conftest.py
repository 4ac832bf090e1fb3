"""Small definitions on bodies whose shape is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meshes.body import Body
from meshes.surface import Surface
from points.model import Acupoint, CunSpan, DigitBone, LandmarkRow, LimbSegment
from points.rules import parse_rule
from points.tables import Tables

SOURCE = ("test",)
EGG_MM = np.array([180.0, 120.0, 600.0])  # half axes; the floor is its lowest spot
SPANS = {
    "body": CunSpan("body", "floor", "crown", 75.0, "skin", "", SOURCE),
    "tall": CunSpan("tall", "low", "high", 10.0, "height", "", SOURCE),
    "broad": CunSpan("broad", "side", "~side", 8.0, "width", "", SOURCE),
    "round": CunSpan("round", "low", "high", 12.0, "skin", "", SOURCE),
    "thigh_front": CunSpan("thigh_front", "top", "bottom", 18.0, "axis", "thigh", SOURCE),
}
SEGMENTS = {"thigh": LimbSegment("thigh", "hip", "knee", "thigh_front", SOURCE)}
BONES = {
    ("finger2", "proximal"): DigitBone(
        "finger2", "proximal", "finger2_1", "finger2_2", "", "", "palm", (), SOURCE
    ),
    ("finger2", "distal"): DigitBone(
        "finger2", "distal", "finger2_1", "finger2_2", "", "", "palm", ("nail_in", "nail_out"), SOURCE
    ),
}


def landmark(name: str, rule: str | None = None, paired: bool = True, confidence: str = "A") -> LandmarkRow:
    found = "picked" if rule is None else "rule"
    return LandmarkRow(name, paired, confidence, found, rule and parse_rule(rule), "made up", SOURCE)


def point(code: str, rule: str, paired: bool = True, tolerance_mm: float = 4.0) -> Acupoint:
    texts = ["x"] * 5
    return Acupoint(
        code,
        "acupoint",
        paired,
        *texts,
        "ST",
        parse_rule(rule),
        tolerance_mm,
        (),
        "head",
        "where",
        "",
        SOURCE,
        "",
    )


@pytest.fixture(scope="session")
def make_tables():
    """Tables from landmark rows and points; the spans are those of this file."""

    def made(landmarks, points=(), facts=()):
        return Tables(
            landmarks={row.name: row for row in landmarks},
            acupoints={row.code: row for row in points},
            spans=SPANS,
            segments=SEGMENTS,
            bones=BONES,
            facts=tuple(facts),
        )

    return made


@pytest.fixture(scope="session")
def make_landmark():
    return landmark


@pytest.fixture(scope="session")
def make_point():
    return point


def _picked(body: Body, spots_mm: dict[str, tuple[float, float, float]], joints=None) -> Body:
    surface = Surface(body)
    picks = {name: surface.nearest(np.array(spot)) for name, spot in spots_mm.items()}
    return replace(
        body, picks=picks, joints_mm={name: np.array(spot) for name, spot in (joints or {}).items()}
    )


@pytest.fixture(scope="session")
def egg(sphere) -> Body:
    """Upright ellipsoid, its own mirror image, with landmarks on the front midline and on both sides."""
    vertices = (sphere.vertices_mm - [0.0, 0.0, 300.0]) / 300.0 * EGG_MM + [0.0, 0.0, EGG_MM[2]]
    body = replace(sphere, vertices_mm=vertices)
    spots = {
        "low": (0.0, -110.0, 400.0),
        "high": (0.0, -110.0, 800.0),
        "behind": (0.0, 110.0, 800.0),
        "side.L": (170.0, -30.0, 700.0),
        "side.R": (-170.0, -30.0, 700.0),
        "front.L": (90.0, -100.0, 500.0),
        "front.R": (-90.0, -100.0, 500.0),
    }
    return _picked(body, spots)


@pytest.fixture(scope="session")
def egg_landmarks():
    midline = [landmark(name, paired=False) for name in ("low", "high", "behind")]
    return [*midline, landmark("side"), landmark("front", confidence="B")]


@pytest.fixture(scope="session")
def pillar(column) -> Body:
    """The column of radius 80 mm as a limb: a thigh, and a finger pointing down, its palm to the front."""
    spots, joints = {}, {}
    for suffix, x in ((".L", 1.0), (".R", -1.0)):
        spots |= {
            f"top{suffix}": (0.0, -80.0, 700.0),
            f"bottom{suffix}": (0.0, -80.0, 100.0),
            f"beside{suffix}": (80.0 * x, 0.0, 300.0),
            f"nail_in{suffix}": (-20.0 * x, 80.0, 150.0),
            f"nail_out{suffix}": (20.0 * x, 80.0, 150.0),
        }
        joints |= {
            f"hip{suffix}": (0.0, 0.0, 750.0),
            f"knee{suffix}": (0.0, 0.0, 50.0),
            f"wrist{suffix}": (0.0, 0.0, 780.0),
            f"finger2_1{suffix}": (0.0, 0.0, 600.0),
            f"finger2_2{suffix}": (0.0, 0.0, 200.0),
            f"finger5_1{suffix}": (-40.0 * x, 0.0, 600.0),
        }
    return _picked(column, spots, joints)


@pytest.fixture(scope="session")
def pillar_landmarks():
    return [landmark(name) for name in ("top", "bottom", "beside", "nail_in", "nail_out")]


def scaled(body: Body, factor: float) -> Body:
    joints = {name: factor * spot for name, spot in body.joints_mm.items()}
    return replace(body, vertices_mm=factor * body.vertices_mm, joints_mm=joints)


@pytest.fixture(scope="session")
def rescale():
    return scaled
