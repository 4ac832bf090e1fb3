"""The answer to "pain here" in words, and a tender spot that was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from points.atlas import Atlas
from points.model import Acupoint, Side
from viewer.details.cards import Card, Details, Fact, Item, Listing, Words
from viewer.details.names import beside, joined, muscle_name, title
from viewer.notes.model import Area
from viewer.selected import AREA, ASHI, CHANNEL, SINEW, muscle_id
from viewer.state import AshiMark

if TYPE_CHECKING:
    from points.pain import Answer, FoundChannel, FoundMark, FoundMuscle, FoundPoint, FoundSinew

LISTED = 8  # acupoints and trigger points beside the answer
LEAST_PERCENT = 1


@dataclass(frozen=True)
class Chip:
    """A trigger point by its number: the id that it selects."""

    id: str
    name: str


@dataclass(frozen=True)
class Covering:
    """Trigger points of a muscle whose zones cover the patch alike: by which part, how much of the patch.

    ``essential`` and ``whole`` are percent of the patch: under the essential part, and under all of the zone.
    """

    chips: tuple[Chip, ...]
    text: str
    essential: int
    whole: int


@dataclass(frozen=True)
class PainMuscle:
    """A muscle of the answer; ``id`` selects it, ``best`` is the id of its best trigger point."""

    key: str
    id: str
    best: str
    name: str
    side: str
    coverings: tuple[Covering, ...]


@dataclass(frozen=True)
class PainCard:
    """All that the panel shows of an answer; without one, what to do.

    ``lead`` is its first sentence; ``empty`` says that no zone reaches the patch.
    """

    title: str
    subtitle: str
    lead: str
    empty: bool = False
    can_keep: bool = False
    can_keep_area: bool = False
    muscles: tuple[PainMuscle, ...] = ()
    acupoints: Listing | None = None
    channels: Listing | None = None


def describe_pain(atlas: Atlas, answer: Answer | None, words: Words, *, can_keep: bool) -> PainCard:
    """Return the answer in words; None: nothing was asked yet."""
    if answer is None:
        return PainCard(words("pain.title"), words("pain.nothing_yet"), words("pain.how"))
    region = words("pain.area", cm2=f"{answer.area_mm2 / 100.0:.0f}")
    return PainCard(
        title=words("pain.title"),
        subtitle=words("pain.fingertip") if can_keep else region,
        lead=_lead(answer, words),
        empty=not answer.points,
        can_keep=can_keep,
        can_keep_area=not can_keep,
        muscles=tuple(_muscle(atlas, found, words) for found in answer.muscles),
        acupoints=Listing(words("pain.acupoints"), _mark_items(atlas, answer.acupoints, words, can_keep)),
        channels=Listing(words("pain.channels"), _channel_items(atlas, answer, words, can_keep)),
    )


def ashi_title(mark: AshiMark, words: Words) -> str:
    """Name of a kept spot: ``阿是 1``."""
    return words("ashi.name", number=mark.number)


def describe_ashi(atlas: Atlas, mark: AshiMark, answer: Answer, words: Words) -> Details:
    """Return the details of a kept spot, given what both maps say of a fingertip there."""
    region = atlas.regions[atlas.region_names[atlas.face_region[mark.face]]]
    nearest = ", ".join(title(atlas, atlas.marks[near.id]) for near in answer.local[:1])
    over = [Fact(words("ashi.nearest"), nearest)] if nearest else []
    return Details(
        id=f"{ASHI}{mark.number}",
        title=ashi_title(mark, words),
        subtitle=region.where,
        icon="__ashimap/ashi.svg",
        western=Card((_lead(answer, words),), tuple(over)),
        eastern=Card((words("ashi.meaning"),)),
        list=Listing(words("list.acupoints"), _mark_items(atlas, answer.acupoints, words, spot=True)),
        second=Listing(words("list.trigger_points"), _mark_items(atlas, answer.local, words, spot=True)),
        placed=words("ashi.kept"),
        ashi=mark.number,
    )


def area_title(area: Area, words: Words) -> str:
    """Name of a kept area."""
    return words("notes.area", number=area.number)


def describe_area(atlas: Atlas, area: Area, region: str, answer: Answer, words: Words) -> Details:
    """Return the details of a kept area, given the region that most of it is in and what both maps say."""
    return Details(
        id=f"{AREA}{area.number}",
        title=area_title(area, words),
        subtitle=atlas.regions[region].where if region else "",
        icon="__ashimap/kept.svg",
        western=Card((_lead(answer, words),)),
        eastern=Card((words("notes.area_meaning"),)),
        list=Listing(words("list.acupoints"), _mark_items(atlas, answer.acupoints, words, spot=False)),
        second=Listing(words("list.trigger_points"), _mark_items(atlas, answer.local, words, spot=False)),
        placed=words("notes.area_kept"),
        area=area.number,
    )


def _lead(answer: Answer, words: Words) -> str:
    if not answer.points:
        return words("pain.none")
    count, essential = len(answer.points), sum(point.kind == "essential" for point in answer.points)
    points = words("pain.one_point") if count == 1 else words("pain.points", count=count)
    muscles = len(answer.muscles)
    where = words("pain.one_muscle") if muscles == 1 else words("pain.muscles", count=muscles)
    reach = words("pain.essential", count=essential) if essential else words("pain.spillover_only")
    return words("pain.found", points=points, muscles=where, reach=reach)


def _muscle(atlas: Atlas, found: FoundMuscle, words: Words) -> PainMuscle:
    alike = groupby(found.points, key=lambda point: (point.kind, _percent(point.share)))
    return PainMuscle(
        key=f"{found.key}/{found.side}",
        id=muscle_id(found.key, "" if found.side == Side.MIDLINE else found.side),
        best=found.points[0].id,
        name=muscle_name(atlas, found.key),
        side=words(f"side.{found.side}"),
        coverings=tuple(_covering(atlas, list(points), words) for _, points in alike),
    )


def _covering(atlas: Atlas, points: Sequence[FoundPoint], words: Words) -> Covering:
    first = points[0]
    numbers = (atlas.marks[point.id].definition.code.rpartition(".")[2] for point in points)
    percent = _percent(first.share)
    return Covering(
        chips=tuple(Chip(point.id, number) for point, number in zip(points, numbers, strict=True)),
        text=words("pain.covers", kind=words(f"list.{first.kind}"), percent=percent),
        essential=round(100.0 * first.essential),
        whole=min(100, round(100.0 * (first.essential + first.spillover))),
    )


def _percent(share: float) -> int:
    return max(LEAST_PERCENT, round(100.0 * share))


def _mark_items(atlas: Atlas, found: Sequence[FoundMark], words: Words, spot: bool) -> tuple[Item, ...]:
    codes = [near.id.partition("/")[0] for near in found[:LISTED]]
    twins = {code for code in codes if codes.count(code) > 1}  # near the midline: their sides are told
    return tuple(
        _mark_item(atlas, near, words, spot, sided=code in twins)
        for near, code in zip(found, codes, strict=False)
    )


def _mark_item(atlas: Atlas, near: FoundMark, words: Words, spot: bool, sided: bool) -> Item:
    mark = atlas.marks[near.id]
    figures = words("list.distance", skin=f"{near.skin_mm:.0f}", cun=f"{near.cun:.1f}")
    if near.inside and not spot:
        figures = words("pain.inside")
    text = beside(atlas, mark.definition) if isinstance(mark.definition, Acupoint) else ""
    side = words(f"side.{mark.located.side}") if sided else ""
    return Item(near.id, near.id, title(atlas, mark), " · ".join(filter(None, (text, side))), figures)


def _channel_items(atlas: Atlas, answer: Answer, words: Words, spot: bool) -> tuple[Item, ...]:
    channels = (_channel_item(atlas, found, words, spot) for found in answer.channels)
    return (*channels, *(_sinew_item(atlas, found, words) for found in answer.sinews))


def _channel_item(atlas: Atlas, found: FoundChannel, words: Words, spot: bool) -> Item:
    through = words("pain.through", mm=f"{found.inside_mm:.0f}")
    away = words("pain.away", mm=f"{found.skin_mm:.0f}")
    figures = away if spot or not found.inside_mm else through
    text = joined([atlas.channels[found.channel].english, words(f"side.{found.side}")], words)
    return Item(f"{found.channel}/{found.side}", CHANNEL + found.channel, found.channel, text, figures)


def _sinew_item(atlas: Atlas, found: FoundSinew, words: Words) -> Item:
    name = atlas.channels[found.channel].english
    text = joined([words("pain.sinew", name=name), words(f"side.{found.side}")], words)
    figures = words("pain.share", percent=_percent(found.share))
    return Item(f"sinew {found.channel}/{found.side}", SINEW + found.channel, found.channel, text, figures)
