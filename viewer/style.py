"""Every colour and size of the scene in one place. Imports nothing but numpy.

Two rules. The body is quiet: matte, warm and pale (or dark), so that the marks speak. What a colour says is
said a second time by shape, pattern or letters: acupoints are round, trigger points are crosses, solid is
essential, dotted is spillover.

The channel colours were searched for, not picked: 14 colours as far apart as they come in OKLab, for usual
eyes and for simulated protanopia and deuteranopia, and away from the skin tones, the red and the jade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]
Colours = NDArray[np.uint8]
Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Tone:
    """A skin: its colour where all light reaches it, and in the deepest fold; tints are towards a colour."""

    lit: Rgb
    folded: Rgb
    lips: Rgb
    areolae: Rgb
    nails: Rgb


@dataclass(frozen=True)
class Ground:
    """What is behind the body, and the ink of labels on it."""

    bottom: Rgb
    top: Rgb
    ink: Rgb
    plate: Rgb


@dataclass(frozen=True)
class Lamp:
    """A light that travels with the camera; its direction in camera axes (right, up, to the viewer)."""

    direction: tuple[float, float, float]
    intensity: float
    rgb: Rgb


@dataclass(frozen=True)
class Material:
    """How a surface answers light: shares of the light, and how tight the highlight is."""

    ambient: float
    diffuse: float
    specular: float
    specular_power: float


@dataclass(frozen=True)
class PixelSize:
    """Bounds of a size on the screen, in pixels of a picture that is 720 pixels high."""

    least: float
    most: float


@dataclass(frozen=True)
class Ring:
    """A ring around a mark: its colour, and its inner radius in radii of a usual mark."""

    rgb: Rgb
    scale: float


TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "neutral": Tone((236, 214, 198), (150, 98, 82), (196, 128, 116), (176, 124, 108), (238, 208, 198)),
        "light": Tone((242, 212, 193), (166, 100, 82), (206, 118, 108), (190, 124, 108), (246, 208, 200)),
        "dark": Tone((142, 97, 72), (58, 32, 24), (118, 66, 58), (84, 50, 38), (176, 130, 108)),
    }
)

GROUNDS: Mapping[str, Ground] = MappingProxyType(
    {
        "light": Ground((219, 225, 231), (247, 249, 250), (26, 33, 38), (255, 255, 255)),
        "dark": Ground((17, 20, 24), (44, 51, 58), (240, 243, 245), (24, 29, 34)),
    }
)

CHANNELS: Mapping[str, Rgb] = MappingProxyType(
    {
        "LU": (180, 152, 251),
        "LI": (86, 34, 164),
        "ST": (254, 120, 16),
        "SP": (88, 21, 93),
        "HT": (251, 157, 229),
        "SI": (211, 97, 177),
        "BL": (4, 72, 131),
        "KI": (121, 195, 250),
        "PC": (146, 59, 160),
        "TE": (19, 188, 176),
        "GB": (55, 169, 82),
        "LR": (151, 202, 111),
        "GV": (63, 144, 213),
        "CV": (67, 96, 185),
    }
)

JADE: Rgb = (0, 140, 108)
JADE_PALE: Rgb = (64, 178, 150)
RED: Rgb = (206, 22, 38)
RIM: Rgb = (255, 252, 244)
RIM_DARK: Rgb = (34, 26, 24)
ZONE: Rgb = (206, 38, 40)
HALO: Rgb = (255, 196, 0)

LAMPS: tuple[Lamp, ...] = (
    Lamp((-0.7, 0.9, 1.5), 0.47, (255, 250, 244)),
    Lamp((0.9, 0.8, 1.5), 0.34, (255, 246, 238)),
    Lamp((0.0, -1.0, 1.0), 0.16, (255, 232, 218)),
    Lamp((-0.2, 0.8, -2.2), 0.26, (236, 244, 255)),
)
SKIN_MATERIAL = Material(ambient=0.23, diffuse=0.98, specular=0.05, specular_power=14)
MARK_MATERIAL = Material(ambient=0.62, diffuse=0.42, specular=0.12, specular_power=24)
PAINT_MATERIAL = Material(ambient=0.30, diffuse=0.85, specular=0.0, specular_power=1)
EYE_MATERIAL = Material(ambient=0.35, diffuse=0.75, specular=0.35, specular_power=40)

MARK_MM = 3.2
MARK_PX = PixelSize(3.6, 10.0)
CROSS_SCALE = 1.35  # an X covers less than a disc of its radius: larger, it weighs the same
LINE_MM = 1.1
LINE_PX = PixelSize(1.0, 3.2)
ZONE_LIFT_MM = 0.6
ZONE_OPACITY = 0.62
ZONE_WASH_OPACITY = 0.16
DOT_MM = 1.6
DOT_SPACING_MM = 7.5
RINGS: Mapping[str, Ring] = MappingProxyType(
    {"selected": Ring(HALO, 2.1), "hover": Ring((255, 255, 255), 1.75)}
)
EMPHASIS = MappingProxyType({"stepped_back": 0.55, "usual": 1.0, "near": 1.25, "selected": 1.35})
LABEL_PX = 13
PLATE_OPACITY = 0.78


def skin_rgb(tone: Tone, exposure: Floats, tints: Mapping[str, Floats]) -> Colours:
    """Colour of each vertex of the skin.

    Parameters
    ----------
    tone
        The skin's colours.
    exposure
        (n,) from 0 (hidden from all light) to 1.
    tints
        ``lips``, ``areolae``, ``nails`` (others are not coloured): (n,) weights from 0 to 1.

    Returns
    -------
    NDArray
        (n, 3) uint8.
    """
    light = (np.clip((exposure - 0.25) / 0.72, 0.0, 1.0) ** 0.9)[:, None]
    colours = np.array(tone.folded) * (1.0 - light) + np.array(tone.lit) * light
    for name in ("lips", "areolae", "nails"):
        if name in tints:
            weight = np.clip(tints[name], 0.0, 1.0)[:, None]
            tinted = np.array(getattr(tone, name)) * (0.45 + 0.55 * light)
            colours = colours * (1.0 - weight) + tinted * weight
    rounded: Colours = colours.round().astype(np.uint8)
    return rounded


def in_pixels(size_mm: float, bounds: PixelSize, pixels_per_mm: float, height_px: int) -> float:
    """Size in millimetres that is ``size_mm`` on a close look and stays within its bounds on the screen.

    Parameters
    ----------
    size_mm
        Wanted size.
    bounds
        Least and most it may be on a screen 720 pixels high; they grow with the screen, but at half its rate.
    pixels_per_mm
        Scale of the picture where the camera looks.
    height_px
        Height of the picture.
    """
    grow = (1.0 + height_px / 720.0) / 2.0
    return float(np.clip(size_mm * pixels_per_mm, bounds.least * grow, bounds.most * grow) / pixels_per_mm)
