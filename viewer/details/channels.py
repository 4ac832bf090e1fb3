"""A channel or a sinew channel in words."""

from __future__ import annotations

from points.atlas import Atlas, Mark
from points.model import Acupoint, Side, TriggerPoint
from points.muscle_parts import akin
from viewer import style
from viewer.details.cards import Card, Details, Fact, Item, Listing, Words
from viewer.details.names import beside, cited, muscle_links, title
from viewer.details.walk import points_along
from viewer.selected import CHANNEL, SINEW


def describe_channel(atlas: Atlas, code: str, words: Words) -> Details:
    """Return the details of a channel: its hours and course, and its points in order."""
    channel = atlas.channels[code]
    pair = atlas.channels.get(channel.pair)
    facts = [
        Fact(words("channel.hours"), channel.hours),
        Fact(words("channel.element"), channel.element),
        Fact(words("channel.pair"), f"{pair.code} {pair.english}" if pair else ""),
        Fact(words("channel.inside"), channel.inside),
    ]
    readings = f"{channel.hangul} {channel.korean} · {channel.japanese}"
    points = points_along(atlas, code, Side.LEFT)
    return Details(
        id=CHANNEL + code,
        title=words("channel.title", name=channel.english),
        subtitle=f"{channel.code} · {channel.hanzi} · {channel.pinyin}",
        icon="__ashimap/channel.svg",
        colour=style.css(style.CHANNELS[code]),
        starts=True,
        begin=words("walk.start"),
        eastern=Card((channel.course,), tuple(fact for fact in facts if fact.text)),
        list=Listing(
            words("channel.points", count=len(points)), tuple(_point_item(atlas, mark) for mark in points)
        ),
        more=(Fact(words("channel.readings"), readings),),
        placed=words("channel.source", source=cited(atlas, channel.source)),
        other_id=SINEW + code if code in atlas.sinew_channels else "",
        other_side=words("sinew.short"),
    )


def describe_sinew(atlas: Atlas, code: str, words: Words) -> Details:
    """Return the details of a sinew channel: its course, its muscles and their trigger points."""
    sinew = atlas.sinew_channels[code]
    return Details(
        id=SINEW + code,
        title=words("sinew.title", name=atlas.channels[code].english),
        subtitle=f"{sinew.hanzi} · {sinew.pinyin}",
        icon="__ashimap/channel.svg",
        colour=style.css(style.CHANNELS[code]),
        western=Card(
            (words("sinew.western"),),
            (Fact(words("sinew.muscles"), links=muscle_links(atlas, sinew.muscles)),),
        ),
        eastern=Card((sinew.course,)),
        list=Listing(words("sinew.points"), tuple(_trigger_items(atlas, sinew.muscles))),
        more=(Fact(words("sinew.note"), sinew.note),),
        placed=words("channel.source", source=cited(atlas, sinew.source)),
        other_id=CHANNEL + code,
        other_side=words("channel.short"),
    )


def _point_item(atlas: Atlas, mark: Mark) -> Item:
    row = mark.definition
    assert isinstance(row, Acupoint)  # only acupoints are on channels
    return Item(
        key=mark.id,
        id=mark.id,
        name=title(atlas, mark),
        text=beside(atlas, row),
        figures=row.english,
    )


def _trigger_items(atlas: Atlas, muscles: tuple[str, ...]) -> list[Item]:
    """Trigger points of the muscles or of their parts, on the left, in the order of the muscles."""
    found: dict[str, Item] = {}
    for muscle in muscles:
        for mark in atlas.marks.values():
            row = mark.definition
            if isinstance(row, TriggerPoint) and mark.is_first and akin(row.muscle, muscle, atlas.muscles):
                found.setdefault(mark.id, Item(mark.id, mark.id, title(atlas, mark), "", ""))
    return list(found.values())
