"""A muscle in words: what it is and does, its trigger points, and what Chinese medicine has there."""

from __future__ import annotations

from points.atlas import Atlas, Mark
from points.model import Acupoint, Muscle, Side, TriggerPoint
from points.muscle_parts import akin
from viewer.details.cards import Card, Details, Fact, Item, Link, Listing, Words
from viewer.details.names import beside, cited, joined, muscle_name, title
from viewer.details.walk import points_in, points_over
from viewer.selected import SINEW, muscle_id


def describe_muscle(atlas: Atlas, key: str, side: str, words: Words) -> Details:
    """Return the details of a muscle, of one side (``left``, ``right``) or of both (empty)."""
    muscle = atlas.muscles[key]
    shown = side or Side.LEFT  # the other side says the same
    points = points_in(atlas, key, shown) or points_in(atlas, key, side)  # some lie on the right alone
    over = points_over(atlas, key, shown)
    other = str(Side(side).other) if side else ""
    return Details(
        id=muscle_id(key, side),
        title=muscle_name(atlas, key),
        subtitle=joined([muscle.latin, words(f"side.{side}") if side else ""], words),
        icon="__ashimap/muscle.svg",
        starts=bool(points),
        begin=words("walk.muscle"),
        flesh=True,
        western=Card((), _facts(muscle, words)),
        eastern=_eastern(atlas, key, over, words),
        list=Listing(words("muscle.points", count=len(points)), _point_items(atlas, points)),
        second=Listing(words("muscle.over"), tuple(_over_item(atlas, mark) for mark in over)),
        more=_names(muscle, words),
        placed=words("muscle.source", source=cited(atlas, muscle.source)),
        other_id=muscle_id(key, other) if other else "",
        other_side=words("side.other"),
    )


def muscle_facts(muscle: Muscle, words: Words) -> tuple[Fact, ...]:
    """Tell origin, insertion, action and nerve of a muscle."""
    told = {
        "origin": muscle.origin,
        "insertion": muscle.insertion,
        "action": muscle.action,
        "nerve": muscle.nerve,
    }
    return tuple(Fact(words(f"muscle.{name}"), text) for name, text in told.items() if text)


def _facts(muscle: Muscle, words: Words) -> tuple[Fact, ...]:
    facts = [*muscle_facts(muscle, words)]
    if muscle.fibres:
        facts.append(Fact(words("muscle.fibres"), muscle.fibres))
    if muscle.layer:
        depth = words("muscle.outermost") if muscle.layer == 1 else words("muscle.deeper", layer=muscle.layer)
        facts.append(Fact(words("muscle.layer"), depth))
    return tuple(facts)


def _names(muscle: Muscle, words: Words) -> tuple[Fact, ...]:
    told = ((words("muscle.ta"), muscle.ta), (words("muscle.fma"), ", ".join(muscle.fma)))
    return tuple(Fact(label, text) for label, text in told if text)


def _eastern(atlas: Atlas, key: str, over: list[Mark], words: Words) -> Card:
    sinews = [
        Link(SINEW + code, words("sinew.title", name=atlas.channels[code].english))
        for code, sinew in atlas.sinew_channels.items()
        if any(akin(one, key, atlas.muscles) for one in sinew.muscles)
    ]
    first = words("muscle.sinews") if sinews else words("muscle.no_sinew")
    second = words("muscle.needled", count=len(over)) if over else words("muscle.not_needled")
    facts = (Fact(words("muscle.belongs"), links=tuple(sinews)),) if sinews else ()
    return Card((first, second), facts)


def _point_items(atlas: Atlas, points: list[Mark]) -> tuple[Item, ...]:
    rows = {mark: mark.definition for mark in points}
    told = {mark: row for mark, row in rows.items() if isinstance(row, TriggerPoint)}
    several = len({row.muscle for row in told.values()}) > 1  # of its parts: a number alone would not do
    return tuple(
        Item(mark.id, mark.id, title(atlas, mark) if several else f"TrP{row.number}", row.pain, "")
        for mark, row in told.items()
    )


def _over_item(atlas: Atlas, mark: Mark) -> Item:
    return Item(
        key=mark.id,
        id=mark.id,
        name=title(atlas, mark),
        text=beside(atlas, mark.definition) if isinstance(mark.definition, Acupoint) else "",
        figures=getattr(mark.definition, "english", ""),
    )
