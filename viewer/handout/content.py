"""What a hand-out says, in plain words: the points of both maps, why, what to expect, what to watch for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - as in viewer.handout.chosen
from typing import Any

from points.atlas import Atlas, Mark
from points.cautions import kinds_for, load_cautions, points_of
from points.model import Acupoint, Side, whole_code
from viewer.complaints import SAME_SPOT_MM
from viewer.details.names import cited, hanzi, in_sentence, title
from viewer.details.pain import ashi_title
from viewer.handout.chosen import Chosen, HandoutOptions
from viewer.languages.folders import read_texts
from viewer.languages.words import Words
from viewer.selected import ASHI
from viewer.state import AshiMark

UNNAMED = "unnamed"  # how a source without an author's name begins: of no use to a patient


@dataclass(frozen=True)
class PointText:
    """What is told of one point.

    Attributes
    ----------
    ids
        Of its marks: of both sides, and of all spots of a point that has several.
    system
        ``trigger``, ``acupoint`` or ``ashi``.
    name, besides, side
        How it is called, how it is called besides, on which side it is.
    where
        Its places in words.
    tells
        Where its pain is felt, or what it is used for; the latter not where a complaint says why.
    """

    ids: tuple[str, ...]
    system: str
    name: str
    besides: str
    side: str
    where: tuple[str, ...]
    tells: str


@dataclass(frozen=True)
class Titled:
    """A heading with sentences; ``of`` names the points that they are about, none for all."""

    title: str
    items: tuple[str, ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """All words of a hand-out; what it lacks is None or empty."""

    title: str
    intro: str
    about: str
    day: str
    triggers: tuple[PointText, ...]
    acupoints: tuple[PointText, ...]
    kept: tuple[PointText, ...]
    western: tuple[str, ...]
    eastern: tuple[str, ...]
    same: tuple[str, ...]
    expect: Titled
    aftercare: Titled
    self_care: tuple[str, ...]
    help_title: str
    help_now: tuple[str, ...]
    help_today: tuple[str, ...]
    red_flags: tuple[str, ...]
    evidence: str
    evidence_from: str
    warnings_title: str
    warnings: tuple[Titled, ...]
    closing: tuple[str, ...]
    sources: str


def content(atlas: Atlas, chosen: Chosen, options: HandoutOptions, words: Words) -> Content:
    """Gather the words.

    Parameters
    ----------
    atlas
        What is known, told in the language of the words.
    chosen
        What the hand-out is about.
    options
        For whom.
    words
        The sentences of the language.
    """
    texts = read_texts(options.language, "handout")
    row = chosen.complaint
    complaint = read_texts(options.language, "complaints")[row.key] if row else None
    groups: dict[str, list[Mark]] = {}
    for code, marks in chosen.marks.items():
        groups.setdefault(whole_code(code), []).extend(marks)
    points = [_point(atlas, code, marks, words, uses=row is None) for code, marks in groups.items()]
    calls = texts["when_to_call"]
    western, eastern = _explained(atlas, chosen, complaint, options.language)
    studies = chosen.complaints.studies[row.key] if row else ()
    keys = tuple(dict.fromkeys(key for study in studies for key in study.source))
    return Content(
        title=complaint["name"] if complaint else texts["title"],
        intro=texts["intro"],
        about=complaint["summary"] if complaint else "",
        day=written_date(options.day, words),
        triggers=tuple(point for point in points if point.system == "trigger"),
        acupoints=tuple(point for point in points if point.system == "acupoint"),
        kept=tuple(_kept(atlas, one, words) for one in options.kept),
        western=western,
        eastern=eastern,
        same=tuple(_same_spots(atlas, chosen, words)),
        expect=_titled(texts["what_to_expect"]),
        aftercare=_titled(texts["aftercare"]),
        self_care=tuple(complaint["self_care"]) if complaint else (),
        help_title=calls["title"],
        help_now=tuple(calls["now"]),
        help_today=tuple(calls["today"]),
        red_flags=tuple(complaint["red_flags"]) if complaint else (),
        evidence=complaint["evidence"] if complaint else "",
        evidence_from=cited(atlas, keys) if keys else "",
        warnings_title=texts["warnings_title"],
        warnings=_warnings(atlas, chosen, texts["warnings"]),
        closing=tuple(texts["closing"]),
        sources=_sources(atlas, chosen),
    )


def written_date(day: Date, words: Words) -> str:
    """Write a date out: 21 November 2026."""
    months = words("handout.months").split("|")
    return words("handout.written_date", day=day.day, month=months[day.month - 1], year=day.year)


def _point(atlas: Atlas, code: str, marks: Sequence[Mark], words: Words, *, uses: bool) -> PointText:
    """Tell a point; ``uses``: with all that it is used for, most of which is not this patient's complaint."""
    row = marks[0].definition
    where = tuple(dict.fromkeys(mark.definition.where for mark in marks))
    ids = tuple(mark.id for mark in marks)
    if isinstance(row, Acupoint):
        use = atlas.uses.get(code) if uses else None
        besides = f"{hanzi(row)} · {row.english}"
        tells, name = use.use if use else "", f"{code} {row.pinyin}"
        return PointText(ids, "acupoint", name, besides, _sides(marks, words), where, tells)
    besides = atlas.muscles[row.muscle].latin
    return PointText(ids, "trigger", title(atlas, marks[0]), besides, _sides(marks, words), where, row.pain)


def _kept(atlas: Atlas, one: AshiMark, words: Words) -> PointText:
    """Tell a tender spot: where it is, when it was found, how strong it was, what was noted."""
    region = atlas.regions[atlas.region_names[atlas.face_region[one.face]]].where
    day = written_date(Date.fromisoformat(one.date), words) if one.date else ""
    strong = "" if one.intensity is None else words("handout.intensity", intensity=one.intensity)
    tells = " · ".join(filter(None, [day, strong, one.text]))
    ids = (f"{ASHI}{one.number}",)
    return PointText(ids, "ashi", ashi_title(one, words), region, "", (), tells)


def short_name(atlas: Atlas, mark: Mark) -> str:
    """Name a point by code, or by muscle and number."""
    return title(atlas, mark) if mark.is_trigger_point else mark.located.code


def _sides(marks: Sequence[Mark], words: Words) -> str:
    sides = {mark.located.side for mark in marks}
    if len(sides) > 1:
        return words("handout.both_sides")
    side = marks[0].located.side
    return "" if side is Side.MIDLINE else words(f"side.{side}")


def _explained(
    atlas: Atlas, chosen: Chosen, complaint: Mapping[str, Any] | None, language: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Explain twice: as dry needling does, and as Chinese medicine does; neither is called right."""
    steps = read_texts(language, "explain")
    needle = steps["what_the_needle_does"]
    western, eastern = [], []
    if complaint is not None:
        western.append(complaint["muscles_why"])
        eastern.append(complaint["points_why"])
    names = list(dict.fromkeys(in_sentence(atlas, mark.muscles[0]) for mark in chosen.told if mark.muscles))
    muscle = names[0] if names else ""
    western.append(needle["western"].format(muscle=muscle))
    eastern.append(needle["eastern"].format(muscle=muscle))
    return tuple(western), tuple(eastern)


def _same_spots(atlas: Atlas, chosen: Chosen, words: Words) -> Iterator[str]:
    """Yield a sentence for each of the points that are nearly the same spot on both maps, nearest first."""
    near = {}
    for mark in chosen.told:
        for other in atlas.neighbours.get(mark.id, ()):
            if other.id in chosen.ids and other.skin_mm <= SAME_SPOT_MM:
                pair = (mark.id, other.id) if mark.is_trigger_point else (other.id, mark.id)
                near[pair] = other.skin_mm
    for (trigger, acupoint), apart_mm in sorted(near.items(), key=lambda item: item[1]):
        yield words(
            "handout.same",
            trigger=short_name(atlas, atlas.marks[trigger]),
            acupoint=short_name(atlas, atlas.marks[acupoint]),
            mm=f"{apart_mm:.0f}",
        )


def _warnings(atlas: Atlas, chosen: Chosen, texts: Mapping[str, Any]) -> tuple[Titled, ...]:
    """Warn of what applies to these points, and of what everyone should know, the gravest first."""
    cautions = load_cautions()
    codes = tuple(chosen.marks)
    names = {code: short_name(atlas, marks[0]) for code, marks in chosen.marks.items()}

    def of(kind: str) -> tuple[str, ...]:
        return tuple(names[code] for code in points_of(kind, codes, cautions))

    return tuple(
        Titled(texts[kind]["title"], (texts[kind]["text"],), of(kind)) for kind in kinds_for(codes, cautions)
    )


def _titled(text: Mapping[str, Any]) -> Titled:
    return Titled(text["title"], tuple(text["items"]))


def _sources(atlas: Atlas, chosen: Chosen) -> str:
    rows = [mark.definition for mark in chosen.told]
    keys = [key for row in rows for key in row.source]
    keys += list(chosen.complaint.source) if chosen.complaint else []
    named = (key for key in dict.fromkeys(keys) if not atlas.sources[key].authors.startswith(UNNAMED))
    return cited(atlas, tuple(named))
