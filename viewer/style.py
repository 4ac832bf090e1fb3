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
class Tint:
    """A stain on the skin: what it lets through of red, green and blue, and how strong it is from 0 to 1."""

    rgb_shares: tuple[float, float, float]
    strength: float


@dataclass(frozen=True)
class Tone:
    """A skin: its colour where all light reaches it, its colour in the deepest fold, its stains by name."""

    lit: Rgb
    folded: Rgb
    tints: Mapping[str, Tint]


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


PALE_TINTS: Mapping[str, Tint] = MappingProxyType(
    {
        "lips": Tint((0.86, 0.64, 0.61), 0.70),
        "areolae": Tint((0.80, 0.62, 0.56), 0.75),
        "nails": Tint((1.0, 0.93, 0.91), 0.80),
        "brows": Tint((0.55, 0.46, 0.40), 0.38),
        "ears": Tint((1.0, 0.96, 0.94), 0.60),
    }
)
DARK_TINTS: Mapping[str, Tint] = MappingProxyType(
    {
        "lips": Tint((0.86, 0.66, 0.66), 0.70),
        "areolae": Tint((0.68, 0.62, 0.60), 0.75),
        "nails": Tint((1.28, 1.26, 1.26), 0.80),
        "brows": Tint((0.40, 0.38, 0.38), 0.50),
        "ears": Tint((1.0, 0.97, 0.95), 0.60),
    }
)
TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "neutral": Tone((240, 213, 194), (158, 98, 79), PALE_TINTS),
        "light": Tone((250, 222, 203), (180, 112, 92), PALE_TINTS),
        "dark": Tone((150, 104, 78), (66, 36, 26), DARK_TINTS),
    }
)
LEAST_EXPOSURE, MOST_EXPOSURE = 0.18, 0.97  # the deepest fold, and skin that sees all of the sky

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
WEST, WEST_ON_DARK = (194, 47, 58), (240, 120, 127)  # ink of either map, as on the page
EAST, EAST_ON_DARK = (26, 125, 102), (76, 195, 163)
RIM: Rgb = (255, 252, 244)
RIM_DARK: Rgb = (34, 26, 24)
ZONE: Rgb = (206, 38, 40)
HALO: Rgb = (255, 196, 0)
HALO_PALE: Rgb = (255, 226, 120)  # around the counterpart of what is selected
PAIN: Rgb = (80, 94, 206)  # what was touched or painted: neither the red of zones nor the jade of acupoints
ASHI: Rgb = (238, 158, 24)
# How many zones cover a spot: darker by each doubling, so that it reads without hue.
COUNTS: tuple[tuple[int, Rgb], ...] = (
    (1, (250, 228, 158)),
    (2, (245, 178, 98)),
    (4, (222, 108, 84)),
    (8, (150, 52, 116)),
    (16, (46, 18, 92)),
)
COUNTS_OPACITY = 0.88
FLESH: Rgb = (172, 66, 58)
TENDON: Rgb = (232, 220, 200)
TAUT: Rgb = (255, 214, 64)
TAUT_MM = 3.5  # to either side of the point
FLICK: Rgb = (255, 240, 150)  # of a band in the moment of its contraction
FLICK_REACH_MM = 38.0  # along the fibres, to either side of the point
FLICK_DRAW_MM, FLICK_SWELL_MM = 7.0, 1.6
STREAKS = 9  # across a muscle
SEEN_THROUGH = 0.42  # opacity of the skin over muscles
AROUND_OPACITY = 0.34  # of the neighbours of the muscle that is looked at

# What matches glows; what does not fades towards the skin.
GLOW: Rgb = (255, 222, 92)
GLOW_SCALE, GLOW_OPACITY = 1.9, 0.85
FADED = 0.66  # of the way from a mark's colour to the skin's
BRIDGE: Rgb = (38, 30, 26)
BRIDGE_ON_DARK: Rgb = (255, 246, 226)
BRIDGE_ASKED: Rgb = (92, 40, 168)  # of the pair that is looked at
BRIDGE_ASKED_ON_DARK: Rgb = (214, 186, 255)
BRIDGE_MM = 1.3
AIM: Rgb = (40, 62, 138)  # where somebody pointed, and the way from there
AIM_MM = 1.5
PIECE_MM = 2.4  # of a channel inside the zone that is looked at
CHANNELS_BEHIND = 0.28  # opacity of the channels while bridges are looked at
# Share of the zones over a spot that agree with their channel there: darker by even steps, without hue too.
SHARES_OPACITY = 0.8
SHARES: tuple[tuple[float, Rgb], ...] = (
    (0.0, (238, 238, 226)),
    (0.25, (178, 214, 206)),
    (0.5, (98, 166, 182)),
    (0.75, (42, 100, 148)),
    (1.0, (24, 38, 92)),
)

LAMPS: tuple[Lamp, ...] = (
    Lamp((-0.7, 0.9, 1.5), 0.47, (255, 250, 244)),
    Lamp((0.9, 0.8, 1.5), 0.34, (255, 246, 238)),
    Lamp((0.0, -1.0, 1.0), 0.16, (255, 232, 218)),
    Lamp((-0.2, 0.8, -2.2), 0.26, (236, 244, 255)),
)
SKIN_MATERIAL = Material(ambient=0.23, diffuse=0.98, specular=0.05, specular_power=14)
MARK_MATERIAL = Material(ambient=0.62, diffuse=0.42, specular=0.12, specular_power=24)
GLOW_MATERIAL = Material(ambient=0.95, diffuse=0.1, specular=0.0, specular_power=1)
PAINT_MATERIAL = Material(ambient=0.30, diffuse=0.85, specular=0.0, specular_power=1)
FLESH_MATERIAL = Material(ambient=0.30, diffuse=0.85, specular=0.14, specular_power=22)
EYE_MATERIAL = Material(ambient=0.35, diffuse=0.75, specular=0.35, specular_power=40)

MARK_MM = 3.2
MARK_PX = PixelSize(3.6, 10.0)
# an X covers less than a disc of its radius: larger, it weighs the same; a drop is to be found among the rest
SHAPE_SCALES: Mapping[str, float] = MappingProxyType({"disc": 1.0, "cross": 1.35, "drop": 1.75})
LINE_MM = 1.1
LINE_PX = PixelSize(1.0, 3.2)
ARROW_MM = 2.6
ARROW_PX = PixelSize(3.0, 7.0)
ARROW_SPACING_MM = 60.0
BAND_LIFT_MM = 0.45
BAND_STEP_MM = 0.04  # each band lies so much above the one before
BAND_OPACITY = 0.42
PATCH_OPACITY, PATCH_ASKED_OPACITY = 0.38, 0.14  # while it is painted; once the zones found lie under it
KEPT_OPACITY, KEPT_CHOSEN_OPACITY = 0.10, 0.30  # areas that are noted, and the one that is looked at
BAND_BORDER_MM = 2.2
BAND_BORDER_OPACITY = 0.8
ZONE_LIFT_MM = 0.6
TINT_LIFT_MM = 0.3
OVERLAP_OPACITY = 0.15  # of each zone that is found besides the first; where two overlap, it is darker
ZONE_OPACITY = 0.62
ZONE_WASH_OPACITY = 0.16
DOT_MM = 1.6
DOT_SPACING_MM = 7.5
RINGS: Mapping[str, Ring] = MappingProxyType(
    {"selected": Ring(HALO, 2.1), "match": Ring(HALO_PALE, 1.75), "hover": Ring((255, 255, 255), 1.75)}
)
EMPHASIS = MappingProxyType({"gone": 0.0, "stepped_back": 0.55, "usual": 1.0, "near": 1.25, "selected": 1.35})
LABEL_PX, NUMBER_SHARE, CAPTION_PX = 13, 0.92, 17
LABEL_GROWS_PX, LABEL_MOST = 1100, 2.4  # from this height of the picture on they grow with it, so many times
MEASURE: Rgb = (24, 30, 66)
MEASURE_ON_DARK: Rgb = (250, 246, 232)
MEASURE_MM, MEASURE_END_MM = 1.3, 3.2
GRID_INK: Rgb = (30, 88, 112)
GRID_ON_DARK: Rgb = (186, 226, 236)
GRID_MM, GRID_BETWEEN, GRID_END = 0.8, 0.62, 1.25  # half width, and its factors between and at the ends
GRID_OPACITY = 0.8
GRID_NUMBERS_FROM, GRID_NUMBER_EVERY_MM = 0.85, 70.0  # pixels per mm; along each line
LABEL_FROM = MappingProxyType(  # pixels per millimetre from which all marks of a kind are named
    {"acupoint": 1.15, "extra_point": 1.5, "trigger_point": 1.9}
)
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
        (n,) weights from 0 to 1 by name; those that the tone does not know are not coloured.

    Returns
    -------
    NDArray
        (n, 3) uint8.
    """
    open_share = (exposure - LEAST_EXPOSURE) / (MOST_EXPOSURE - LEAST_EXPOSURE)
    light = (np.clip(open_share, 0.0, 1.0) ** 0.9)[:, None]
    colours = np.array(tone.folded) * (1.0 - light) + np.array(tone.lit) * light
    for name, tint in tone.tints.items():
        if name in tints:
            weight = tint.strength * np.clip(tints[name], 0.0, 1.0)[:, None]
            colours *= 1.0 - weight * (1.0 - np.array(tint.rgb_shares))
    rounded: Colours = colours.clip(0.0, 255.0).round().astype(np.uint8)
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


def css(rgb: Rgb) -> str:
    """Write a colour for a page."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def label_px(height_px: float) -> float:
    """Size of labels in a picture of that height; both in pixels as it is seen."""
    return LABEL_PX * min(max(height_px / LABEL_GROWS_PX, 1.0), LABEL_MOST)
