"""Draws every landmark with its name on both bodies, for the eye; fails if a name is in none of the pictures.

The pictures go to the folder named by ``ASHIMAP_SHEETS``, or to ``build/sheets``. Only the left side is
drawn: ``test_landmarks.py`` shows that the right one mirrors it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import pyvista as pv
from PIL import Image, ImageDraw, ImageFont

from meshes import BODY_NAMES, load_body
from points.locate import Locator
from points.model import Side
from points.tables import load_tables

FOLDER = Path(os.environ.get("ASHIMAP_SHEETS", Path(__file__).parents[2] / "build" / "sheets"))
MARGIN_PX, LINE_PX, TEXT_PX = 250, 17, 13
LIGHTS = (
    ((1.2, 1.0, 0.5), 0.8),
    ((-1.2, 0.5, 0.5), 0.45),
    ((0.0, -1.0, 0.5), 0.2),
)  # raking: relief must show
FAR_MM = 2000.0
HIDDEN_MM = 5.0
Spots = dict[str, np.ndarray]


@dataclass(frozen=True)
class View:
    """One picture: seen from ``camera``, ``around`` landmarks with a rim.

    What hangs more than ``near_mm`` before the mean of the landmarks (an arm, the other leg) is taken away.
    """

    name: str
    camera: tuple[float, float, float]
    around: tuple[str, ...]
    rim_mm: tuple[float, float]
    near_mm: float = FAR_MM
    up: tuple[float, float, float] = (0.0, 0.0, 1.0)


FRONT, BACK, LEFT, RIGHT = (0.0, -1.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0)
SOUTH, NORTH = FRONT, BACK  # what is up in a picture from above or below
VIEWS = (
    View("head_front", FRONT, ("menton", "vertex", "ear_apex"), (12, 8)),
    View("head_side", LEFT, ("menton", "vertex", "nose_tip", "inion"), (12, 12)),
    View("head_back", BACK, ("C7_spinous", "vertex", "ear_apex"), (12, 8)),
    View(
        "head_top",
        (0.0, -0.3, 1.0),
        ("vertex", "temple_hairline_corner", "eyebrow_lateral"),
        (30, 25),
        up=NORTH,
    ),
    View("face", FRONT, ("menton", "eyebrow_mid", "zygion"), (6, 6)),
    View("ear", LEFT, ("coronoid", "ear_apex_scalp", "mastoid_base", "ear_root_low"), (12, 10)),
    View(
        "ear_behind", (0.5, 1.0, 0.0), ("mastoid_tip", "ear_apex_scalp", "occiput_superior_nuchal"), (25, 12)
    ),
    View("neck_oblique", (0.75, -1.0, 0.0), ("jugular_notch", "gonion", "trapezius_neck_edge_C6"), (22, 22)),
    View("shoulder_front", FRONT, ("jugular_notch", "greater_tubercle", "ics1_midclavicular"), (20, 35)),
    View(
        "shoulder_top",
        (0.0, 0.0, 1.0),
        ("acromion_lateral", "clavicle_mid", "scapula_spine_root"),
        (25, 25),
        40,
        SOUTH,
    ),
    View("shoulder_back", BACK, ("C7_spinous", "acromion_lateral", "scapula_inf_angle"), (15, 15)),
    View("thorax_front", FRONT, ("jugular_notch", "axilla_center", "costal_margin_mcl"), (18, 18)),
    View("flank", LEFT, ("ics3_midaxillary", "greater_trochanter", "ASIS", "PSIS"), (25, 25), 60),
    View("abdomen", FRONT, ("xiphisternal_joint", "pubic_symphysis_top", "ASIS"), (25, 25)),
    View("spine", BACK, ("C7_inferior", "L5_spinous"), (40, 12)),
    View("pelvis_back", BACK, ("L4_spinous", "gluteal_fold_mid", "greater_trochanter"), (25, 25)),
    View(
        "arm_front",
        (0.35, -1.0, 0.0),
        ("axillary_fold_ant", "wrist_palmar_mid", "greater_tubercle"),
        (25, 20),
    ),
    View("elbow_front", (0.2, -1.0, 0.0), ("cubital_crease_med", "cubital_crease_lat"), (45, 45)),
    View("elbow_back", BACK, ("medial_epicondyle", "lateral_epicondyle", "radial_head"), (40, 40)),
    View(
        "elbow_inner",
        (-1.0, 0.3, 0.0),
        ("medial_epicondyle", "olecranon", "cubital_crease_med"),
        (40, 40),
        60,
    ),
    View(
        "hand_palm",
        (0.15, -1.0, 0.0),
        ("wrist_palmar_mid", "finger3_tip", "finger1_tip", "finger5_tip"),
        (20, 20),
    ),
    View(
        "hand_back", (-0.15, 1.0, 0.0), ("ulnar_head", "finger3_tip", "finger1_tip", "finger5_tip"), (20, 12)
    ),
    View("hand_thumb", (1.0, -0.4, 0.0), ("lister_tubercle", "finger1_tip", "finger2_tip"), (20, 12)),
    View("thigh_front", FRONT, ("ASIS", "patella_apex"), (70, 20)),
    View("thigh_back", BACK, ("gluteal_fold_mid", "popliteal_crease_mid"), (90, 30)),
    View("knee_front", (0.1, -1.0, 0.0), ("patella_base", "tibial_tuberosity"), (60, 35)),
    View("knee_outer", LEFT, ("patella_base", "fibular_head_ant_inf", "popliteal_crease_mid"), (30, 30)),
    View("knee_inner", RIGHT, ("patella_base", "tibial_tuberosity", "popliteal_crease_mid"), (30, 30), 85),
    View("leg_front", (-0.2, -1.0, 0.0), ("tibial_tuberosity", "ankle_front_mid"), (70, 20)),
    View("leg_inner", RIGHT, ("popliteal_crease_med", "tibial_tuberosity", "medial_malleolus"), (40, 20), 85),
    View("perineum", (0.0, 0.0, -1.0), ("anus", "perineum_front"), (45, 30), 40, SOUTH),
    View("leg_back", BACK, ("popliteal_crease_mid", "heel_back"), (70, 20)),
    View("foot_top", (0.0, -0.35, 1.0), ("ankle_front_mid", "toe1_tip", "toe5_tip"), (25, 15), up=SOUTH),
    View("toes", (0.1, -0.9, 1.0), ("toe1_tip", "toe5_tip", "metatarsal3_head_dorsal"), (25, 8), up=SOUTH),
    View("foot_inner", RIGHT, ("heel_back", "toe1_tip", "medial_malleolus"), (15, 20), 80),
    View("foot_outer", LEFT, ("heel_back", "toe5_tip", "lateral_malleolus"), (15, 20)),
    View("foot_sole", (0.0, 0.0, -1.0), ("heel_back", "toe2_tip", "plantar_KI1"), (35, 15), up=SOUTH),
)


class Painter:
    """One body, ready to be drawn from anywhere."""

    def __init__(self, name: str) -> None:
        self.body = load_body(name)
        self.locator = Locator(self.body, load_tables(absent_ok=True))
        located, unplaced = self.locator.landmarks()
        assert not unplaced, [str(error) for error in unplaced]
        kept = [mark for mark in located if mark.side is not Side.RIGHT]
        self.spots: Spots = {mark.name: mark.position_mm for mark in kept}
        self.normals = {mark.name: self.locator.skin.surface.normal(mark.point) for mark in kept}
        self.mesh = pv.PolyData.from_regular_faces(self.body.vertices_mm, self.body.faces)
        self.mesh.compute_normals(split_vertices=False, consistent_normals=False, inplace=True)

    def picture(self, view: View, scale_px: int = 1000) -> tuple[Image.Image, Spots, tuple[np.ndarray, ...]]:
        """Bare picture, its longer side ``scale_px``; the pixel of each spot seen; its corners in mm."""
        toward = np.array(view.camera) / np.linalg.norm(view.camera)
        right = np.cross(view.up, toward)
        right /= np.linalg.norm(right)
        frame = np.array([right, np.cross(toward, right), toward])
        anchors = np.array([self.spots[name] for name in view.around]) @ frame.T
        rim = np.array([*view.rim_mm, 0.0])
        low, high = anchors.min(axis=0) - rim, anchors.max(axis=0) + rim
        near = anchors[:, 2].mean() + view.near_mm
        image = self._shot(frame, low, high, near, scale_px)
        scale = image.width / (high[0] - low[0])
        seen = {}
        for name, spot in self.spots.items():
            u, v, _ = frame @ spot
            if low[0] < u < high[0] and low[1] < v < high[1] and self._visible(name, toward, near):
                seen[name] = np.array([(u - low[0]) * scale, (high[1] - v) * scale])
        return image, seen, (low, high)

    def _visible(self, name: str, toward: np.ndarray, near: float) -> bool:
        spot = self.spots[name]
        if self.normals[name] @ toward < 0.05 or spot @ toward > near:
            return False
        start = spot + (min(near, FAR_MM) - spot @ toward) * toward
        hits, _ = self.mesh.ray_trace(start, spot)
        return all(np.linalg.norm(hit - spot) < HIDDEN_MM for hit in hits)

    def _shot(
        self, frame: np.ndarray, low: np.ndarray, high: np.ndarray, near: float, scale_px: int
    ) -> Image.Image:
        size = (high - low)[:2]
        scale = scale_px / size.max()
        plotter = pv.Plotter(off_screen=True, lighting="none", window_size=[int(mm * scale) for mm in size])
        plotter.set_background("white")
        for position, intensity in LIGHTS:
            plotter.add_light(pv.Light(position=position, light_type="camera light", intensity=intensity))
        plotter.add_mesh(self.mesh, color="#e0c9b8", smooth_shading=True, specular=0.05, ambient=0.1)
        middle = (low + high) / 2
        middle[2] = near if near < FAR_MM - 600 else middle[2]
        camera = plotter.camera
        camera.parallel_projection = True
        camera.focal_point = middle @ frame
        camera.position = middle @ frame + FAR_MM * frame[2]
        camera.up = frame[1]
        camera.parallel_scale = size[1] / 2
        camera.clipping_range = (FAR_MM if near < FAR_MM - 600 else 10.0, 3 * FAR_MM)
        shot = plotter.screenshot(None, return_img=True)
        plotter.close()
        return Image.fromarray(np.array(shot))


def labelled(
    image: Image.Image, seen: Mapping[str, np.ndarray], title: str
) -> tuple[Image.Image, dict[str, tuple]]:
    """Picture with a margin of names on both sides, each joined to its dot; and the box of each name."""
    canvas = Image.new("RGB", (image.width + 2 * MARGIN_PX, image.height), "white")
    canvas.paste(image, (MARGIN_PX, 0))
    draw, font = ImageDraw.Draw(canvas), ImageFont.load_default(TEXT_PX)
    draw.text((6, 4), title, fill="navy", font=font)
    boxes = {}
    order = sorted(seen, key=lambda name: seen[name][0])
    for on_left, names in ((True, order[: len(order) // 2]), (False, order[len(order) // 2 :])):
        names = sorted(names, key=lambda name: seen[name][1])
        for name, y in zip(names, _spread([seen[name][1] for name in names], image.height), strict=True):
            width = draw.textlength(name, font=font)
            x = MARGIN_PX - 8 - width if on_left else MARGIN_PX + image.width + 8
            dot = seen[name] + [MARGIN_PX, 0]
            draw.line([(x + width + 2 if on_left else x - 2, y), tuple(dot)], fill=(170, 60, 60))
            draw.ellipse([*(dot - 3), *(dot + 3)], fill=(200, 0, 0), outline="white")
            draw.text((x, y), name, fill="black", font=font, anchor="lm")
            boxes[name] = (x, y - TEXT_PX / 2, x + width, y + TEXT_PX / 2)
    return canvas, boxes


def _spread(heights: list[float], bottom: float) -> list[float]:
    """Heights at least a line apart, in the same order, inside the picture."""
    out: list[float] = []
    for y in heights:
        out.append(max(y, 24.0 if not out else out[-1] + LINE_PX))
    limit = bottom - LINE_PX / 2
    for k in range(len(out) - 1, -1, -1):
        out[k] = min(out[k], limit)
        limit = out[k] - LINE_PX
    return out


def parts(seen: Spots, height: int) -> Iterator[Spots]:
    """Spots of one picture in portions that fit beside it: every second name, so that neighbours part."""
    room = 2 * int((height - 40) / LINE_PX)
    count = -(-len(seen) // room)
    names = sorted(seen, key=lambda name: (round(seen[name][1]), name))
    for k in range(count):
        yield {name: seen[name] for name in names[k::count]}


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("name", BODY_NAMES)
def test_every_landmark_is_drawn_with_its_name(name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    painter = Painter(name)
    drawn: set[str] = set()
    for view in VIEWS:
        image, seen, _ = painter.picture(view)
        assert seen, f"no landmark is seen in the picture {view.name} of the {name} body"
        for k, portion in enumerate(parts(seen, image.height), start=1):
            canvas, boxes = labelled(image, portion, f"{name}: {view.name} {k}")
            file = FOLDER / f"{name}_{view.name}_{k}.png"
            canvas.save(file)
            assert file.stat().st_size > 10_000
            assert boxes.keys() == portion.keys()
            assert not _overlaps(boxes), f"names lie on each other in {file.name}: {_overlaps(boxes)}"
            drawn |= boxes.keys()
    missing = sorted(painter.spots.keys() - drawn)
    assert not missing, f"landmarks that no picture of the {name} body shows: {missing}"


def _overlaps(boxes: Mapping[str, tuple]) -> list[tuple[str, str]]:
    names = list(boxes)
    return [
        (a, b)
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if min(boxes[a][2], boxes[b][2]) > max(boxes[a][0], boxes[b][0])
        and min(boxes[a][3], boxes[b][3]) > max(boxes[a][1], boxes[b][1])
    ]
