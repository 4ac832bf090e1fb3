"""Charts as vector pictures: shares over tolerances, and one share on the range that chance gives.

They take their ink from the page (``currentColor``), so they read in light, in dark and on paper; what a
colour would say is said by width, dashes, hatching and shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from viewer.report.elements import el

WIDTH, HEIGHT = 340.0, 270.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 10.0, 12.0, 40.0
X_TICKS = (5, 10, 20, 30, 40, 50)
Y_TICKS = (0, 25, 50, 75, 100)
STRIP_WIDTH, STRIP_HEIGHT, STRIP_MARGIN = 132.0, 16.0, 5.0


@dataclass(frozen=True)
class Line:
    """A curve: its style (a class of the style sheet), tolerances in mm, and shares from 0 to 1."""

    kind: str
    x_mm: Sequence[float]
    shares: Sequence[float]


@dataclass(frozen=True)
class Band:
    """The room between two curves."""

    kind: str
    x_mm: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Dot:
    """A published figure: a letter at a tolerance and a share; ``told``, where it can be pointed at."""

    letter: str
    x_mm: float
    share: float
    kind: str = "published"
    told: str = ""


def chart(
    key: str,
    title: str,
    told: str,
    lines: Sequence[Line],
    bands: Sequence[Band],
    dots: Sequence[Dot] = (),
    *,
    x_title: str = "within … mm along the skin",
    cursor: bool = False,
) -> Element:
    """Draw shares over tolerances.

    Parameters
    ----------
    key
        Unique on the page.
    title, told
        What it is and what it shows, for those who cannot see it.
    lines, bands, dots
        What to draw, bands below lines below dots.
    x_title
        What the tolerances are.
    cursor
        Whether a page moves a line and a dot over it, by its properties ``--mm`` and ``--share``.
    """
    return el(
        "svg",
        el("title", title, id=f"{key}-title"),
        el("desc", told, id=f"{key}-told"),
        _axes(x_title),
        [_band(band) for band in bands],
        [
            el("polyline", points=_points(line.x_mm, line.shares), class_=f"line {line.kind}")
            for line in lines
        ],
        _cursor() if cursor else (),
        [_dot(dot) for dot in dots],
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        style=_scale() if cursor else None,
        role="group" if cursor else "img",
        aria_labelledby=f"{key}-title {key}-told",
        class_="chart",
        xmlns="http://www.w3.org/2000/svg",
    )


def strip(observed: float, expected: float, low: float, high: float) -> Element:
    """Draw a share (a dot) on the range that chance gives (a bar, a tick at its mean), from 0 to 100 %."""
    middle = STRIP_HEIGHT / 2.0
    room = STRIP_WIDTH - 2.0 * STRIP_MARGIN
    at = [STRIP_MARGIN + room * share for share in (observed, expected, low, high)]
    return el(
        "svg",
        el("line", x1=STRIP_MARGIN, x2=STRIP_MARGIN + room, y1=middle, y2=middle, class_="scale"),
        el("rect", x=at[2], width=max(at[3] - at[2], 1.0), y=middle - 3.0, height=6, class_="range"),
        el("line", x1=at[1], x2=at[1], y1=middle - 5.0, y2=middle + 5.0, class_="mean"),
        el("circle", cx=at[0], cy=middle, r=3.6, class_="seen"),
        viewBox=f"0 0 {STRIP_WIDTH:g} {STRIP_HEIGHT:g}",
        aria_hidden="true",
        class_="strip",
        xmlns="http://www.w3.org/2000/svg",
    )


def swatch(kind: str) -> Element:
    """Draw what stands for a line, a band or a published figure in the key of a chart."""
    shapes = {
        "observed": el("polyline", points="1,7 33,7", class_="line observed"),
        "second": el("polyline", points="1,7 33,7", class_="line second"),
        "expected": el("polyline", points="1,7 33,7", class_="line expected"),
        "chance": el("rect", x=1, y=2, width=32, height=10, class_="chance"),
        "moved": el("path", d="M1,3 H33 M1,11 H33", class_="moved"),
        "dot": el("path", d="M17,1 L23,7 L17,13 L11,7 Z", class_="published"),
    }
    return el("svg", shapes[kind], viewBox="0 0 34 14", class_="swatch", aria_hidden="true")


def _axes(x_title: str) -> list[Element]:
    made = [
        el("line", x1=LEFT, x2=WIDTH - RIGHT, y1=_y(tick / 100), y2=_y(tick / 100), class_="grid")
        for tick in Y_TICKS
    ]
    made += [
        el("text", f"{tick} %", x=LEFT - 6.0, y=_y(tick / 100) + 4.0, class_="tick end") for tick in Y_TICKS
    ]
    made += [el("text", str(tick), x=_x(tick), y=HEIGHT - BOTTOM + 16.0, class_="tick") for tick in X_TICKS]
    made.append(
        el(
            "text",
            x_title,
            x=(LEFT + WIDTH - RIGHT) / 2.0,
            y=HEIGHT - 6.0,
            class_="tick",
        )
    )
    return made


def _band(band: Band) -> Element:
    if band.kind == "moved":  # only its borders: a second grey would say nothing on paper
        borders = [
            el("polyline", points=_points(band.x_mm, edge), class_="moved") for edge in (band.low, band.high)
        ]
        return el("g", borders)
    there, back = _points(band.x_mm, band.low), _points(band.x_mm[::-1], band.high[::-1])
    return el("polygon", points=f"{there} {back}", class_=band.kind)


def _dot(dot: Dot) -> Element:
    x, y = _x(dot.x_mm), _y(dot.share)
    pointed_at = {"tabindex": "0", "role": "img", "aria_label": dot.told, "data_told": dot.told}
    return el(
        "g",
        el("title", dot.told) if dot.told else (),
        el("path", d=f"M{x:.1f},{y - 6:.1f} l6,6 l-6,6 l-6,-6 Z", class_=dot.kind),
        el("text", dot.letter, x=x + 9.0, y=y + 4.0, class_="letter"),
        **(pointed_at if dot.told else {}),
    )


def _scale() -> str:
    """Tell a page how far a millimetre, and a share of 1, are."""
    return f"--mm-px: {_x(1.0) - _x(0.0):.4f}px; --share-px: {_y(1.0) - _y(0.0):.4f}px"


def _cursor() -> list[Element]:
    """Draw what marks a tolerance, at the least of them and at a share of 0."""
    x = _x(X_TICKS[0])
    return [
        el("line", x1=x, x2=x, y1=_y(0.0), y2=_y(1.0), class_="cursor"),
        el("circle", cx=x, cy=_y(0.0), r=4.5, class_="cursor-dot"),
    ]


def _points(x_mm: Sequence[float], shares: Sequence[float]) -> str:
    return " ".join(f"{_x(x):.1f},{_y(share):.1f}" for x, share in zip(x_mm, shares, strict=True))


def _x(mm: float) -> float:
    first, last = X_TICKS[0], X_TICKS[-1]
    return LEFT + 8.0 + (WIDTH - LEFT - RIGHT - 16.0) * (mm - first) / (last - first)


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - share)
