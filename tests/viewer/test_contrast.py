"""Text can be read on every ground that it stands on, in both themes: WCAG 2.2, level AA."""

from __future__ import annotations

import re
from importlib import resources

import pytest

AA_TEXT, AA_MARKS = 4.5, 3.0
THEMES = {"light": ":root", "dark": ".v-theme--dark"}
CSS = (resources.files("viewer.ui") / "static" / "ashimap.css").read_text("utf-8")


def variables(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", CSS)[1]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["panel", "ground", "wash"])
@pytest.mark.parametrize("text", ["ink", "soft"])
def test_text_on_every_ground(theme, ground, text):
    colours = variables(THEMES[theme])
    assert contrast(colours[text], colours[ground]) >= AA_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["jade", "red"])
def test_headings_of_the_two_traditions(theme, text):
    colours = variables(THEMES[theme])
    assert contrast(colours[text], colours["panel"]) >= AA_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["panel", "ground", "wash"])
def test_the_ring_around_what_has_the_focus(theme, ground):
    colours = variables(THEMES[theme])
    assert contrast(colours["jade"], colours[ground]) >= AA_MARKS
