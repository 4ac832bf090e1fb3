"""Everybody can use the page: axe finds nothing serious, fingers hit what they aim at, colours differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from browsing import DESKTOP, call, wait_state

from viewer import style

SERIOUS = {"serious", "critical"}
PHONE = (390, 844)
LEAST_TARGET_PX = 44

# State of the page -> what brings it there.
STATES = {
    "start": lambda page: page.wait_for_selector("#card"),
    "complaints": lambda page: page.locator("#rail-complaints").click(),
    "learn": lambda page: page.locator("#rail-learn").click(),
    "notes": lambda page: page.locator("#rail-notes").click(),
    "hand-out": lambda page: page.locator("#rail-home").click(),
    "layers": lambda page: page.locator("#rail-layers").click(),
    "point": lambda page: _told(page, "GB21/left"),
    "muscle": lambda page: _told(page, "muscle:soleus/left"),
    "channel": lambda page: _told(page, "channel:GB"),
    "complaint": lambda page: _complaint(page),
    "explanation": lambda page: _explained(page),
    "pain": lambda page: _pain(page),
    "overlap": lambda page: _overlap(page),
}


def _told(page, selected: str) -> None:
    call(page, "choose", selected)
    page.wait_for_selector("#card-title")


def _complaint(page) -> None:
    call(page, "complaint_choose", "tennis_elbow", True)
    page.wait_for_selector("#complaint-title")


def _explained(page) -> None:
    call(page, "explain_open", "", True)
    page.locator("#explain-next").click()
    page.wait_for_selector(".am-explain-others")


def _pain(page) -> None:
    call(page, "explain_close")
    page.locator("#rail-pain").click()


def _overlap(page) -> None:
    page.locator("#rail-overlap").click()
    page.wait_for_selector("#overlap-pairs")


def complaints_of(page, state: str) -> list[str]:
    """What axe calls serious or critical, in words."""
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{state}: {one['id']} ({one['impact']}): {node['html'][:140]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
        if one["impact"] in SERIOUS
    ]


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    return (Path(package.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit, axe, theme):
    page = visit(DESKTOP)
    page.evaluate(axe)
    if theme == "dark":
        page.locator("#theme").click()
        page.wait_for_selector(".v-theme--dark")
    wrong = []
    for state, bring in STATES.items():
        bring(page)
        wrong += complaints_of(page, state)
    call(page, "overlap_toggle")
    wait_state(page, "overlap", None)
    if theme == "dark":
        page.locator("#theme").click()
        page.wait_for_selector(".v-theme--light")
    assert wrong == []


SMALL = """(least) => [...document.querySelectorAll('.am :is(button, summary, input, select, a)')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((e) => (e.type === 'checkbox' && e.closest('label')) || e) // the whole of its label is the target
  .filter((e) => !e.closest('p, .v-slider') && getComputedStyle(e).opacity !== '0')
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, b]) => b.width && Math.min(b.width, b.height) < least - 0.5)
  .map(([e, b]) => `${e.id || e.className} ${Math.round(b.width)}x${Math.round(b.height)}`)"""


@pytest.mark.browser
def test_fingers_find_what_they_aim_at(visit):
    page = visit(PHONE, has_touch=True, is_mobile=True)
    small = []
    for state, bring in STATES.items():
        bring(page)
        small += [f"{state}: {one}" for one in page.evaluate(SMALL, LEAST_TARGET_PX)]
    call(page, "overlap_toggle")
    wait_state(page, "overlap", None)
    assert small == []


# -- colours: Machado, Oliveira and Fernandes 2009, full severity, in linear light

SIMULATED = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def seen_as(rgb, eyes: str) -> np.ndarray:
    """Place of a colour in OKLab as somebody sees it."""
    share = np.asarray(rgb, float) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(SIMULATED[eyes] @ linear, 0.0, 1.0))


def apart(one, other, eyes: str) -> float:
    """Distance of two colours in OKLab; 0.02 can just be told apart side by side."""
    return float(np.linalg.norm(seen_as(one, eyes) - seen_as(other, eyes)))


SKINS = {name: tone.lit for name, tone in style.TONES.items()}


def test_the_distance_of_known_colours():
    assert apart((0, 0, 0), (255, 255, 255), "usual") == pytest.approx(1.0, abs=1e-3)
    assert apart((255, 0, 0), (0, 144, 0), "deuteranopia") < 0.5 * apart((255, 0, 0), (0, 144, 0), "usual")


@pytest.mark.parametrize("eyes", SIMULATED)
@pytest.mark.parametrize("skin", SKINS)
def test_marks_zones_and_patches_stand_out_from_every_skin(eyes, skin):
    for name in ("JADE", "RED", "PAIN", "ASHI", "ZONE"):
        rim = style.RIM_DARK if name == "ASHI" else style.RIM
        colour = getattr(style, name)
        told = max(apart(colour, SKINS[skin], eyes), apart(rim, SKINS[skin], eyes))
        assert told > 0.1, name


@pytest.mark.parametrize("eyes", SIMULATED)
def test_the_two_maps_are_told_apart_by_lightness_or_hue_as_well_as_by_shape(eyes):
    assert apart(style.JADE, style.RED, eyes) > 0.08
    assert apart(style.PAIN, style.ZONE, eyes) > 0.08
    assert apart(style.ASHI, style.JADE, eyes) > 0.08


@pytest.mark.parametrize("eyes", SIMULATED)
def test_how_many_zones_reads_by_lightness_alone(eyes):
    lightness = [seen_as(rgb, eyes)[0] for _, rgb in style.COUNTS]
    assert (np.diff(lightness) < -0.05).all()
