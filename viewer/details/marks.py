"""The selected mark in words: two traditions side by side, and what lies near."""

from __future__ import annotations

from points.atlas import Atlas, Crossing, Mark, Neighbour
from points.model import Acupoint, Side, TriggerPoint, whole_code
from viewer.details.cards import Card, Details, Fact, Item, Listing, Words
from viewer.details.muscles import muscle_facts
from viewer.details.names import beside, cited, hanzi, in_sentence, joined, muscle_links, muscle_names, title
from viewer.details.walk import walk_at

LISTED = 6  # more would bury the nearest
NEAR_MM = 60.0  # farther than this, two marks are not called neighbours in a sentence


def describe_mark(atlas: Atlas, mark: Mark, words: Words) -> Details:
    """Return the details of a mark."""
    if isinstance(mark.definition, TriggerPoint):
        return _trigger_point(atlas, mark, mark.definition, words)
    return _acupoint(atlas, mark, mark.definition, words)


def _trigger_point(atlas: Atlas, mark: Mark, row: TriggerPoint, words: Words) -> Details:
    muscle = atlas.muscles[row.muscle]
    facts = [
        Fact(words("card.pain"), _pain(atlas, mark, row, words)),
        Fact(words("card.where"), row.where),
        Fact(words("card.depth"), words("card.depth_mm", depth=f"{row.depth_mm:.0f}")),
    ]
    if row.signs:
        facts.insert(1, Fact(words("card.signs"), row.signs))
    facts += [
        Fact(words("card.activates"), row.activates),
        Fact(words("card.satellites"), muscle_names(atlas, row.satellites, words)),
        Fact(words("card.keys"), muscle_names(atlas, row.keys, words)),
    ]
    facts = [fact for fact in facts if fact.text]
    facts.insert(1, Fact(words("card.muscle"), links=muscle_links(atlas, mark.muscles, one_side(mark))))
    western = Card((words("western.trigger_point", muscle=in_sentence(atlas, row.muscle)),), tuple(facts))
    return Details(
        id=mark.id,
        title=title(atlas, mark),
        subtitle=joined([muscle.latin, words(f"side.{mark.located.side}")], words),
        icon="__ashimap/trigger_point.svg",
        hazard=row.hazard,
        walk=walk_at(atlas, mark),
        twitches=True,
        western=western,
        eastern=_eastern_view(atlas, mark, words),
        list=Listing(words("list.acupoints"), _neighbour_items(atlas, mark, words)),
        second=Listing(words("list.channels"), _crossing_items(atlas, mark, words)),
        more=muscle_facts(muscle, words),
        placed=words(
            "join.sentences",
            first=words(f"card.confidence.{row.confidence}"),
            second=_placed(atlas, mark, words),
        ),
        other_id=_other_id(atlas, mark),
        other_side=words("side.other"),
    )


def _acupoint(atlas: Atlas, mark: Mark, row: Acupoint, words: Words) -> Details:
    facts = [
        Fact(words("card.where"), row.where),
        Fact(words("card.use"), _use(atlas, row)),
        Fact(words("card.categories"), _categories(atlas, row, words)),
        Fact(words("card.muscles"), links=muscle_links(atlas, row.muscles, one_side(mark))),
    ]
    more = [Fact(words("card.names"), _other_names(atlas, row)), Fact(words("card.note"), row.note)]
    names = {"pinyin": row.pinyin, "hanzi": hanzi(row), "english": row.english}
    if row.kind == "acupoint":
        sentence = words("eastern.acupoint", channel=atlas.channels[row.channel].english, **names)
    else:
        sentence = words("eastern.extra_point", **names)
    return Details(
        id=mark.id,
        title=title(atlas, mark),
        subtitle=f"{hanzi(row)} · {row.english} · {words(f'side.{mark.located.side}')}",
        icon="__ashimap/acupoint.svg",
        hazard=row.hazard,
        walk=walk_at(atlas, mark),
        western=_western_view(atlas, mark, words),
        eastern=Card((sentence,), tuple(fact for fact in facts if fact.text or fact.links)),
        list=Listing(words("list.trigger_points"), _neighbour_items(atlas, mark, words)),
        second=Listing(words("list.covering"), _covering_items(atlas, mark, words)),
        more=tuple(fact for fact in more if fact.text),
        placed=_placed(atlas, mark, words),
        other_id=_other_id(atlas, mark),
        other_side=words("side.other"),
    )


def one_side(mark: Mark) -> str:
    """Side of a mark; empty on the midline."""
    return "" if mark.located.side is Side.MIDLINE else str(mark.located.side)


def _use(atlas: Atlas, row: Acupoint) -> str:
    use = atlas.uses.get(whole_code(row.code))
    return use.use if use else ""


def _categories(atlas: Atlas, row: Acupoint, words: Words) -> str:
    """Name the categories of a point, each with what of: ``Back-shu point (lung)``."""
    parts = []
    for membership in atlas.memberships.get(whole_code(row.code), ()):
        name = atlas.categories[membership.category].english
        parts.append(words("join.of", name=name, of=membership.of) if membership.of else name)
    return joined(parts, words, "semicolon")


def _other_names(atlas: Atlas, row: Acupoint) -> str:
    """Name a point in Korean and Japanese, and by its other codes and names."""
    reading = atlas.readings.get(whole_code(row.code))
    if reading is None:
        return ""
    names = [f"{reading.hangul} {reading.korean}", f"{reading.kana} {reading.japanese}"]
    return " · ".join((*names, *filter(None, [reading.old_code]), *reading.aliases))


def _eastern_view(atlas: Atlas, mark: Mark, words: Words) -> Card:
    """Tell what Chinese medicine has at the place of a trigger point."""
    near = _nearest(atlas, mark)
    if near is None:
        first = words("eastern.none", limit=f"{NEAR_MM:.0f}")
    else:
        row = atlas.marks[near.id].definition
        assert isinstance(row, Acupoint)  # neighbours are always of the other system
        first = words(
            "eastern.near", code=row.code, pinyin=row.pinyin, hanzi=hanzi(row), english=row.english,
            shared=_shared(atlas, near, words), **_distances(near),
        )  # fmt: skip
    paragraphs = [first, words("eastern.ashi")]
    crossings = atlas.crossings.get(mark.id, ())
    if crossings:
        paragraphs.append(words("eastern.crossing", channel=atlas.channels[crossings[0].channel].english))
    return Card(tuple(paragraphs))


def _western_view(atlas: Atlas, mark: Mark, words: Words) -> Card:
    """Tell what the trigger-point map has at the place of an acupoint."""
    near = _nearest(atlas, mark)
    if near is None:
        muscles = muscle_names(atlas, mark.muscles, words) or words("western.no_muscle")
        paragraphs = [words("western.acupoint_none", limit=f"{NEAR_MM:.0f}", muscles=muscles)]
        facts: tuple[Fact, ...] = ()
    else:
        row = atlas.marks[near.id].definition
        assert isinstance(row, TriggerPoint)  # neighbours are always of the other system
        muscle = in_sentence(atlas, row.muscle)
        shared = _shared(atlas, near, words)
        paragraphs = [
            words(
                "western.acupoint_near",
                name=f"TrP{row.number}",
                muscle=muscle,
                shared=shared,
                **_distances(near),
            )
        ]
        facts = (Fact(words("card.pain_of"), row.pain),)
    count = len(atlas.covering.get(mark.id, ()))
    if count:
        paragraphs.append(words("western.zone" if count == 1 else "western.zones", count=count))
    return Card(tuple(paragraphs), facts)


def _nearest(atlas: Atlas, mark: Mark) -> Neighbour | None:
    nearest = next(iter(atlas.neighbours.get(mark.id, ())), None)
    return nearest if nearest is not None and nearest.skin_mm <= NEAR_MM else None


def _neighbour_items(atlas: Atlas, mark: Mark, words: Words) -> tuple[Item, ...]:
    return tuple(_neighbour_item(atlas, near, words) for near in atlas.neighbours.get(mark.id, ())[:LISTED])


def _neighbour_item(atlas: Atlas, near: Neighbour, words: Words) -> Item:
    other = atlas.marks[near.id]
    return Item(
        key=near.id,
        id=near.id,
        name=title(atlas, other),
        text=beside(atlas, other.definition) if isinstance(other.definition, Acupoint) else "",
        figures=words("list.distance", **_distances(near)),
        tag=words("list.same_muscle") if near.shared_muscles else "",
    )


def _crossing_items(atlas: Atlas, mark: Mark, words: Words) -> tuple[Item, ...]:
    return tuple(
        _crossing_item(atlas, crossing, words) for crossing in atlas.crossings.get(mark.id, ())[:LISTED]
    )


def _crossing_item(atlas: Atlas, crossing: Crossing, words: Words) -> Item:
    channel = atlas.channels[crossing.channel]
    figures = words("list.crossing", mm=f"{crossing.zone_mm:.0f}", share=f"{100 * crossing.share:.0f}")
    side = words(f"side.{crossing.side}")
    key = f"{crossing.channel}/{crossing.side}"
    return Item(
        key=key,
        id=f"channel:{channel.code}",
        name=channel.code,
        text=joined([channel.english, side], words),
        figures=figures,
    )


def _covering_items(atlas: Atlas, mark: Mark, words: Words) -> tuple[Item, ...]:
    covering = sorted(atlas.covering.get(mark.id, ()), key=lambda pair: pair[1] != "essential")
    return tuple(
        Item(
            key=zone_id,
            id=zone_id,
            name=title(atlas, atlas.marks[zone_id]),
            text="",
            figures=words(f"list.{kind}"),
        )
        for zone_id, kind in covering
    )


def _pain(atlas: Atlas, mark: Mark, row: TriggerPoint, words: Words) -> str:
    """Tell where a trigger point's pain is felt, on the skin and inside."""
    zone = atlas.zones.get(mark.id)
    places = [atlas.regions[key].where for key, _ in zone.deep] if zone else []
    if not places:
        return row.pain
    also = words("deep.also", places=joined(places, words, "semicolon"))
    return words("join.sentences", first=row.pain, second=also)


def _distances(near: Neighbour) -> dict[str, str]:
    return {"skin": f"{near.skin_mm:.0f}", "cun": f"{near.cun:.1f}"}


def _shared(atlas: Atlas, near: Neighbour, words: Words) -> str:
    if near.shared_muscles:
        return words("shared.yes", muscles=muscle_names(atlas, near.shared_muscles, words))
    return words("shared.no")


def _placed(atlas: Atlas, mark: Mark, words: Words) -> str:
    return words(
        "card.placed",
        tolerance=f"{mark.located.tolerance_mm:.0f}",
        source=cited(atlas, mark.definition.source),
    )


def _other_id(atlas: Atlas, mark: Mark) -> str:
    """Id of the same point across the midline; empty where there is none."""
    other = f"{mark.located.code}/{mark.located.side.other}"
    return other if other != mark.id and other in atlas.marks else ""
