"""What the page offers to choose from: channels, sinew channels, muscles, categories, tones ..."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from statistics import median

from points.atlas import Atlas
from points.model import TriggerPoint
from viewer import style
from viewer.details import Words, muscle_name, title
from viewer.languages.folders import about, offered
from viewer.selected import muscle_id

EXAMPLES = ("trapezius_upper.TrP1/left", "GB21/left", "sternocleidomastoid_sternal.TrP1/left", "GB20/left")


Choice = dict[str, str]
Group = dict[str, str | list[Choice]]


def channels(atlas: Atlas) -> list[Choice]:
    """Code, name and colour of every channel that has a path on the body, in the order of the tables."""
    drawn = {path.channel for path in atlas.paths}
    return [_of_channel(atlas, code) for code in atlas.channels if code in drawn]


def sinews(atlas: Atlas) -> list[Choice]:
    """Code, name and colour of every sinew channel, in the order of the tables."""
    return [_of_channel(atlas, code) for code in atlas.sinew_channels]


def categories(atlas: Atlas, of_all: str) -> list[Choice]:
    """Key (``value``) and name (``title``) of every category of points, in the order of the tables.

    The first, with an empty key and the name ``of_all``, is for all points.
    """
    rows = [{"value": key, "title": f"{row.english} {row.hanzi}"} for key, row in atlas.categories.items()]
    return [{"value": "", "title": of_all}, *rows]


def muscles(atlas: Atlas, bodies: Iterable[str], words: Words) -> list[Group]:
    """Return the muscles by region, each group by name: those that have a body or trigger points.

    Each has its id, its English and Latin name, and how many trigger points it has on a side.
    """
    rows = {mark.located.code: mark.definition for mark in atlas.marks.values()}
    counts = Counter(row.muscle for row in rows.values() if isinstance(row, TriggerPoint))
    groups: dict[str, list[Choice]] = {}
    for key in atlas.muscles.keys() & {*bodies, *counts}:
        muscle, name = atlas.muscles[key], muscle_name(atlas, key)
        listed = {"id": muscle_id(key), "name": name, "latin": muscle.latin, "points": str(counts[key] or "")}
        groups.setdefault(muscle.region_group, []).append(listed)
    places: dict[str, list[int]] = {}
    for place, muscle in enumerate(atlas.muscles.values()):
        places.setdefault(muscle.region_group, []).append(place)
    order = sorted(places, key=lambda key: median(places[key]))  # from the head down, as the table mostly is
    return [
        {"key": key, "name": words(f"group.{key}"), "muscles": sorted(groups[key], key=itemgetter("name"))}
        for key in order
        if key in groups
    ]


def languages(spoken: str) -> list[Choice]:
    """Key and own name of every language that is told whole, and of the one that is spoken."""
    names = {**offered(), spoken: str(about(spoken)["name"])}
    return [{"key": key, "name": name} for key, name in names.items()]


def tones() -> Choice:
    """Colour of each skin tone."""
    return {name: style.css(tone.lit) for name, tone in style.TONES.items()}


def counts() -> dict[str, object]:
    """Colours and numbers of the map that counts zones: a gradient for a page, and its ticks."""
    stops = [style.css(rgb) for _, rgb in style.COUNTS]
    last = len(stops) - 1
    ticks = [f"{count}+" if index == last else str(count) for index, (count, _) in enumerate(style.COUNTS)]
    return {"gradient": f"linear-gradient(90deg, {', '.join(stops)})", "ticks": ticks}


def examples(atlas: Atlas) -> list[Choice]:
    """Return marks to begin with: id and name."""
    return [{"id": mark, "name": title(atlas, atlas.marks[mark])} for mark in EXAMPLES if mark in atlas.marks]


def _of_channel(atlas: Atlas, code: str) -> Choice:
    return {"code": code, "name": atlas.channels[code].english, "colour": style.css(style.CHANNELS[code])}
