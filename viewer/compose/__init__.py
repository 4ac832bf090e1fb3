"""From what is known to what is drawn: an atlas and a visitor's choices to layers. Pure functions."""

from viewer.compose.areas import FAR_MM, sinews, zone
from viewer.compose.body import bounds_mm, eyes, skin, skin_rgb
from viewer.compose.labels import labels, names
from viewer.compose.lines import channels, flow
from viewer.compose.marks import emphasis, marks
from viewer.compose.muscles import chosen_muscles, muscles
from viewer.compose.shown import (
    ACUPOINTS,
    CHANNELS,
    EYES,
    FLOW,
    LABELS,
    MUSCLES,
    NEAR,
    SINEWS,
    SKIN,
    TRIGGER_POINTS,
    ZONE,
    Focus,
    Shown,
    agree,
)

__all__ = [
    "ACUPOINTS",
    "CHANNELS",
    "EYES",
    "FAR_MM",
    "FLOW",
    "LABELS",
    "MUSCLES",
    "NEAR",
    "SINEWS",
    "SKIN",
    "TRIGGER_POINTS",
    "ZONE",
    "Focus",
    "Shown",
    "agree",
    "bounds_mm",
    "channels",
    "chosen_muscles",
    "emphasis",
    "eyes",
    "flow",
    "labels",
    "marks",
    "muscles",
    "names",
    "sinews",
    "skin",
    "skin_rgb",
    "zone",
]
