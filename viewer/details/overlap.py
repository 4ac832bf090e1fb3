"""The overlap of both maps in words and figures: a sentence for each tolerance, the curve, the pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import tostring

import numpy as np
from numpy.typing import NDArray

from points.atlas import Atlas
from viewer import compose, style
from viewer.details.cards import Words
from viewer.details.names import language_of, title
from viewer.languages.facts import told_of
from viewer.languages.sheets import PUBLISHED
from viewer.report.charts import Band, Dot, Line, chart, swatch
from viewer.state import NullModel, OverlapState

if TYPE_CHECKING:
    from points.model import Published
    from points.overlap.agreement import Agreement, Chances
    from points.overlap.along import Best
    from points.overlap.criteria import Criterion
    from viewer.compared import Compared

LETTERS = "ABCDEFGHIJ"
SWATCHES = ("observed", "moved", "expected", "chance", "dot")


class Looks(Protocol):
    """A look at the overlap, as far as it is told."""

    @property
    def on(self) -> bool:
        """Whether anyone looks."""

    @property
    def compared(self) -> Compared:
        """All that is known of the overlap on the body that is seen."""

    @property
    def criterion(self) -> Criterion:
        """What counts as a match."""

    @property
    def candidates(self) -> NDArray[np.int64]:
        """Numbers of the pairs of each trigger point with its nearest acupoint that counts."""

    @property
    def nulls(self) -> tuple[NullModel, ...]:
        """The null models that were drawn for it."""

    @property
    def pair(self) -> compose.Joined | None:
        """The pair that the selected mark belongs to."""

    @property
    def best(self) -> Best | None:
        """The channel that agrees best with the zone of the selected trigger point."""


@dataclass(frozen=True)
class PairRow:
    """One row of the table: ``id`` selects its trigger point."""

    id: str
    trigger: str
    acupoint: str
    acupoint_name: str
    mm: float
    cun: float
    same: bool
    region: str


@dataclass(frozen=True)
class PairCard:
    """The pair that is looked at: its marks, how far apart, and its zone; ``mm`` is -1 without a partner."""

    id: str
    title: str
    side: str
    text: str
    mm: float
    along: str


@dataclass(frozen=True)
class OverlapCard:
    """All that the panel shows of the overlap.

    Attributes
    ----------
    least_mm
        Tolerance of the first of all that follows, in steps of a millimetre.
    told, verdicts, short
        At each tolerance: the sentence that counts; how chance compares; the count in few words.
    shares
        Share that matches at each tolerance.
    nulls
        Null models that can be asked for; ``meaning`` is that of the one in use.
    chart
        The curve, as SVG.
    key
        What its lines mean: a sample as SVG, and the words.
    rows
        All pairs of a trigger point with its nearest acupoint that counts.
    legend
        Colours and numbers of the tint of the skin.
    """

    least_mm: int
    tolerance_mm: float
    told: tuple[str, ...]
    verdicts: tuple[str, ...]
    short: tuple[str, ...]
    shares: tuple[float, ...]
    nulls: tuple[str, ...]
    meaning: str
    chart: str
    key: tuple[tuple[str, str], ...]
    rows: tuple[PairRow, ...]
    legend: tuple[str, tuple[str, ...]]


def describe_overlap(atlas: Atlas, looks: Looks, asked: OverlapState, words: Words) -> OverlapCard | None:
    """Return the overlap in words and figures; None while nobody looks at it."""
    if not looks.on:
        return None
    from points.overlap.summary import TOLERANCES_MM

    agreement, criterion = looks.compared.agreement, looks.criterion
    near_mm = agreement.skin_mm[looks.candidates]
    counts = [int((near_mm <= mm).sum()) for mm in TOLERANCES_MM]
    of, chances = len(agreement.triggers), agreement.chances[asked.null.value, criterion.key]
    what = words(f"overlap.what.{criterion.key}")
    shares = tuple(count / of for count in counts)
    return OverlapCard(
        least_mm=round(TOLERANCES_MM[0]),
        tolerance_mm=asked.tolerance_mm,
        told=tuple(
            _told(at, counts[at], of, mm, what, chances, words) for at, mm in enumerate(TOLERANCES_MM)
        ),
        verdicts=tuple(_verdict(share, at, chances, words) for at, share in enumerate(shares)),
        short=tuple(
            words("overlap.short", matched=count, of=of, percent=_percent(share))
            for count, share in zip(counts, shares, strict=True)
        ),
        shares=shares,
        nulls=tuple(null.value for null in looks.nulls),
        meaning=_meaning(asked, words),
        chart=_chart(TOLERANCES_MM, shares, looks, asked, words),
        key=tuple((_svg(kind), _sample(kind, agreement, words)) for kind in SWATCHES),
        rows=tuple(_rows(atlas, looks, words)),
        legend=_legend(),
    )


def describe_pair(atlas: Atlas, looks: Looks, selected: str, words: Words) -> PairCard | None:
    """Return the pair that the selected mark belongs to, in words; None where no mark is selected."""
    if not looks.on or selected not in atlas.marks:
        return None
    joined, along = looks.pair, describe_best(atlas, looks, words)
    if joined is None:
        mark = atlas.marks[selected]
        text = words("overlap.no_pair" if mark.is_trigger_point else "overlap.no_pair_acupoint")
        return PairCard(selected, title(atlas, mark), words(f"side.{mark.located.side}"), text, -1.0, along)
    agreement = looks.compared.agreement
    mm = float(agreement.skin_mm[joined.pair])
    shared = bool(agreement.same_muscle[joined.pair])
    trigger = atlas.marks[joined.trigger]
    text = words(
        "overlap.pair", acupoint=title(atlas, atlas.marks[joined.acupoint]), mm=f"{mm:.0f}",
        cun=f"{mm / atlas.cun_mm:.1f}", shared=words("overlap.same" if shared else "overlap.not_same"),
    )  # fmt: skip
    side = words(f"side.{trigger.located.side}")
    return PairCard(joined.trigger, title(atlas, trigger), side, text, mm, along)


def describe_best(atlas: Atlas, looks: Looks, words: Words) -> str:
    """Tell which channel agrees best with the zone of the selected trigger point; empty without one."""
    best = looks.best
    if best is None:
        return ""
    return words(
        "overlap.along", percent=_percent(best.along), any=_percent(best.along_any),
        cun=f"{looks.compared.along.reach_cun:g}", channel=atlas.channels[best.channel].english,
    )  # fmt: skip


def _told(at: int, count: int, of: int, mm: float, what: str, chances: Chances, words: Words) -> str:
    expected, low, high = (_percent(float(row[at])) for row in (chances.expected, chances.low, chances.high))
    return words(
        "overlap.told", matched=count, of=of, percent=_percent(count / of), what=what, mm=f"{mm:.0f}",
        expected=expected, low=low, high=high,
    )  # fmt: skip


def _verdict(share: float, at: int, chances: Chances, words: Words) -> str:
    """Compare the figures as they are told: who reads 62 % and 51 to 62 % sees no difference."""
    seen, low, high = (round(100.0 * float(one)) for one in (share, chances.low[at], chances.high[at]))
    if seen > high:
        return words("overlap.above")
    return words("overlap.below") if seen < low else words("overlap.within")


def _meaning(asked: OverlapState, words: Words) -> str:
    meaning = words(f"overlap.means.{asked.null}")
    unfair = asked.null is NullModel.REGION and asked.same_muscle
    return words("join.sentences", first=meaning, second=words("overlap.unfair")) if unfair else meaning


def _chart(
    at_mm: tuple[float, ...], shares: tuple[float, ...], looks: Looks, asked: OverlapState, words: Words
) -> str:
    agreement, key = looks.compared.agreement, looks.criterion.key
    chances, moved = agreement.chances[asked.null.value, key], agreement.moved[key]
    drawn = chart(
        "overlap-chart",
        words("overlap.chart"),
        words("overlap.chart_told"),
        [Line("observed", at_mm, shares), Line("expected", at_mm, chances.expected.tolist())],
        [
            Band("chance", at_mm, chances.low.tolist(), chances.high.tolist()),
            Band("moved", at_mm, moved[:, 0].tolist(), moved[:, 1].tolist()),
        ],
        tuple(_dots(looks.compared.published, key, words)),
        x_title=words("overlap.axis"),
        cursor=True,
    )
    return tostring(drawn, encoding="unicode", method="html")


def _dots(published: tuple[Published, ...], criterion: str, words: Words) -> Iterator[Dot]:
    """Yield the published figures that have a distance; those of the same measure as the curve are full."""
    near = [row for row in published if row.kind == "near" and row.to_mm and row.from_mm is None]
    for letter, row in zip(LETTERS, near, strict=False):
        same = row.criterion == criterion and row.of == "trigger_points"
        told = words(
            "overlap.published", letter=letter, study=row.study, year=row.year, percent=f"{row.percent:g}",
            of=told_of(language_of(words), PUBLISHED, row.key, "of_what", row.of_what), mm=f"{row.to_mm:g}",
            what=words(f"overlap.what.{row.criterion}"),
            alike=words("overlap.alike" if same else "overlap.unlike"),
        )  # fmt: skip
        yield Dot(
            letter,
            float(row.to_mm or 0.0),
            row.percent / 100.0,
            "published same" if same else "published",
            told,
        )


def _svg(kind: str) -> str:
    return tostring(swatch(kind), encoding="unicode", method="html")


def _sample(kind: str, agreement: Agreement, words: Words) -> str:
    if kind == "chance":
        return words("overlap.key_chance", samples=agreement.samples)
    return words(f"overlap.key.{kind}")


def _rows(atlas: Atlas, looks: Looks, words: Words) -> Iterator[PairRow]:
    agreement = looks.compared.agreement
    for number in looks.candidates.tolist():
        trigger = atlas.marks[agreement.triggers[agreement.trigger[number]]]
        acupoint = atlas.marks[agreement.acupoints[agreement.acupoint[number]]]
        mm = float(agreement.skin_mm[number])
        yield PairRow(
            trigger.id,
            title(atlas, trigger),
            acupoint.definition.code,
            title(atlas, acupoint),
            round(mm, 1),
            round(mm / atlas.cun_mm, 1),
            bool(agreement.same_muscle[number]),
            words(f"part.{trigger.region}"),
        )


def _legend() -> tuple[str, tuple[str, ...]]:
    stops = ", ".join(style.css(rgb) for _, rgb in style.SHARES)
    ticks = tuple(f"{share:.0%}".replace("%", " %") for share, _ in style.SHARES)
    return f"linear-gradient(90deg, {stops})", ticks


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f}"
