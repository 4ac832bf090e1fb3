"""Laws across the tables: names are unique, what is referred to exists, no rule leads back to itself.

Needs no body: the names of a body's picks are given as plain text where they are to be checked too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pydantic import BaseModel

from points.check_presets import PRESET_LAWS
from points.cited import sourced_rows
from points.errors import TableError
from points.laws import unknown
from points.model import Side, body_name, whole_code
from points.refs import PLANES, is_paired, names_of, needs, rules_by_name, spans_of
from points.rules import DigitRule, LimbRule, Ref
from points.tables import Tables

NO_CHANNEL = "EX"  # what an extra point has in place of a channel


def check_tables(tables: Tables) -> tuple[str, ...]:
    """Say every law that the tables break: file, row, column, what was found and what is allowed."""
    laws = (
        _unique,
        _points,
        _trigger_points,
        _landmarks,
        _measures,
        _paths,
        _facts,
        _zones,
        _sinews,
        _lore,
        _published,
        *PRESET_LAWS,
        _sources,
        _cycles,
    )
    return tuple(problem for law in laws for problem in law(tables))


def require_sound(tables: Tables) -> None:
    """Pass tables that keep every law.

    Raises
    ------
    TableError
        Otherwise; with every broken law.
    """
    problems = check_tables(tables)
    if problems:
        raise TableError(problems)


def missing_picks(tables: Tables, picked: Collection[str]) -> tuple[str, ...]:
    """Names on a body (``nipple.L``) that the landmark table says are picked and the body does not have."""
    wanted = (
        body_name(name, side)
        for name, row in tables.landmarks.items()
        if row.found == "picked"
        for side in ((Side.LEFT, Side.RIGHT) if row.paired else (Side.MIDLINE,))
    )
    return tuple(name for name in wanted if name not in picked)


def _unique(tables: Tables) -> Iterator[str]:
    kinds = {
        "landmarks.tsv": tables.landmarks,
        "acupoints": tables.acupoints,
        "trigger_points": tables.trigger_points,
    }
    seen: dict[str, str] = dict.fromkeys(PLANES, "a plane (cun.tsv)")
    for file, rows in kinds.items():
        for name in rows:
            if name in seen:
                yield f"{file} {name}: the name stands for {seen[name]} already; each name means one place"
            seen.setdefault(name, f"a row of {file}")


def _points(tables: Tables) -> Iterator[str]:
    parents = {region.parent for region in tables.regions.values()}
    for code, point in tables.acupoints.items():
        where = f"acupoints/{point.channel}.tsv {code}, column"
        yield from _refs(f"{where} rule", [point.rule], tables)
        yield from unknown(f"{where} muscles", point.muscles, tables.muscles, "muscles.tsv")
        channels = [*tables.channels, NO_CHANNEL]
        yield from unknown(f"{where} channel", [point.channel], channels, "channels.tsv")
        if code.rstrip("0123456789") != point.channel and not code.startswith(f"{point.channel}-"):
            yield f"{where} code: {code} is said to belong to channel {point.channel}"
        if (point.kind == "extra_point") != (point.channel == NO_CHANNEL):
            yield f"{where} kind: {point.kind} of channel {point.channel}; extra points have {NO_CHANNEL}"
        if parents:
            yield from unknown(f"{where} region", [point.region], parents, "column parent of regions.tsv")


def _trigger_points(tables: Tables) -> Iterator[str]:
    for code, point in tables.trigger_points.items():
        where = f"trigger_points, {code}, column"
        yield from _refs(f"{where} rule", [point.rule], tables)
        muscles = [point.muscle, *point.satellites, *point.keys]
        yield from unknown(f"{where} muscle, satellites or keys", muscles, tables.muscles, "muscles.tsv")


def _landmarks(tables: Tables) -> Iterator[str]:
    for name, row in tables.landmarks.items():
        if row.rule is not None:
            yield from _refs(f"landmarks.tsv {name}, column rule", [row.rule], tables)


def _measures(tables: Tables) -> Iterator[str]:
    for key, span in tables.spans.items():
        for column, end in (("from", span.start), ("to", span.end)):
            if end not in PLANES:
                yield from _refs(f"cun.tsv {key}, column {column}", [end], tables)
        if span.segment:
            yield from unknown(
                f"cun.tsv {key}, column segment", [span.segment], tables.segments, "segments.tsv"
            )
    for key, ruler in tables.rulers.items():
        yield from unknown(f"rulers.tsv {key}, column span", [ruler.span], tables.spans, "cun.tsv")
        yield from unknown(f"rulers.tsv {key}, column regions", ruler.regions, tables.regions, "regions.tsv")
    for key, segment in tables.segments.items():
        yield from unknown(f"segments.tsv {key}, column span", [segment.span], tables.spans, "cun.tsv")
    for (digit, name), bone in tables.bones.items():
        marks = [mark for mark in (bone.proximal_mark, bone.distal_mark, *bone.nail_corners) if mark]
        yield from _refs(f"digits.tsv {digit} {name}, marks", marks, tables)


def _paths(tables: Tables) -> Iterator[str]:
    for row in tables.channel_paths:
        where = f"channel_paths/{row.channel}.tsv {row.branch}, column"
        yield from unknown(f"{where} channel", [row.channel], tables.channels, "channels.tsv")
        yield from _refs(f"{where} through", row.through, tables)
        names = [name for ref in row.through for name in names_of(ref)]
        two_sided = [name for name in names if is_paired(name.removeprefix("~"), tables)]
        if not row.paired and two_sided:
            yield f"{where} paired: no, but it runs through {', '.join(two_sided)}, which lie on one side"


def _facts(tables: Tables) -> Iterator[str]:
    for fact in tables.facts:
        where = f"facts, {fact.point} {fact.fact}, column"
        yield from unknown(f"{where} point", [fact.point], tables.points, "acupoints or trigger_points")
        yield from _refs(f"{where} of", fact.of, tables)
        if fact.to is not None and fact.fact != "order":
            yield from _refs(f"{where} to", [fact.to], tables)
        if fact.unit:
            yield from unknown(f"{where} unit", [fact.unit], tables.spans, "cun.tsv")


def _zones(tables: Tables) -> Iterator[str]:
    yield from unknown("zones, key", tables.zones, tables.trigger_points, "trigger_points")
    for code in tables.trigger_points:
        if code not in tables.zones:
            yield f"zones: trigger point {code} has no zone"
    for code, zone in tables.zones.items():
        for kind, shapes in (("essential", zone.essential), ("spillover", zone.spillover)):
            yield from _refs(f"zones, {code}, {kind}", shapes, tables)
        if tables.regions:
            deep = [place.region for place in zone.deep]
            yield from unknown(f"zones, {code}, deep", deep, tables.regions, "regions.tsv")


def _sinews(tables: Tables) -> Iterator[str]:
    """Say which channel of both sides lacks its sinew channel, and to what they refer that is not there."""
    kinds: dict[str, Collection[str]] = {
        "sinew_channels.tsv": tables.sinew_channels,
        "sinew_bands.json": tables.sinew_bands,
    }
    wanted = dict.fromkeys(row.channel for row in tables.channel_paths if row.paired)
    for file, rows in kinds.items():
        yield from unknown(f"{file}, channel", rows, tables.channels, "channels.tsv")
        yield from (f"{file}: channel {code} is missing" for code in wanted if code not in rows)
    for code, row in tables.sinew_channels.items():
        where = f"sinew_channels.tsv {code}, column muscles"
        yield from unknown(where, row.muscles, tables.muscles, "muscles.tsv")
    for code, band in tables.sinew_bands.items():
        yield from _refs(f"sinew_bands.json {code}, bands", band.bands, tables)
        yield from _refs(f"sinew_bands.json {code}, knots", [knot.at for knot in band.knots], tables)


def _lore(tables: Tables) -> Iterator[str]:
    codes = {whole_code(code) for code in tables.acupoints}
    told = {"readings.tsv": tables.readings, "uses.tsv": tables.uses}
    for file, rows in told.items():
        yield from unknown(f"{file}, column code", rows, codes, "acupoints")
    for row in tables.memberships:
        where = f"point_categories.tsv {row.code} {row.category}, column"
        yield from unknown(f"{where} code", [row.code], codes, "acupoints")
        yield from unknown(f"{where} category", [row.category], tables.categories, "categories.tsv")
    for code, channel in tables.channels.items():
        if channel.pair:
            where = f"channels.tsv {code}, column pair"
            yield from unknown(where, [channel.pair], tables.channels, "the table")


def _published(tables: Tables) -> Iterator[str]:
    for key, row in tables.published.items():
        where = f"published_overlap.tsv {key}, column"
        if row.kind == "near" and not row.points:
            yield f"{where} points: empty; a figure of how near points lie needs channel_points or all_points"
        if row.from_mm is not None and (row.to_mm is None or row.from_mm >= row.to_mm):
            yield f"{where} from_mm: {row.from_mm:g}; it must be less than to_mm"


def _sources(tables: Tables) -> Iterator[str]:
    for file, key, row in sourced_rows(tables):
        yield from unknown(f"{file} {key}, column source", row.source, tables.sources, "sources.tsv")


def _cycles(tables: Tables) -> Iterator[str]:
    """Say every ring of rules once, from its first name in the order of the tables."""
    rules = rules_by_name(tables)
    follows = {
        name: sorted({ref.removeprefix("~") for ref in needs(rule, tables)} & set(rules))
        for name, rule in rules.items()
    }
    done: set[str] = set()
    for name in follows:
        yield from _rings(name, follows, [], done)


def _rings(name: str, follows: dict[str, list[str]], chain: list[str], done: set[str]) -> Iterator[str]:
    if name in chain:
        ring = [*chain[chain.index(name) :], name]
        yield f"rules lead back to themselves: {' -> '.join(ring)}"
        return
    if name in done:
        return
    for follower in follows[name]:
        yield from _rings(follower, follows, [*chain, name], done)
    done.add(name)


def _refs(where: str, parts: Iterable[Ref | BaseModel], tables: Tables) -> Iterator[str]:
    """Say which names and spans in refs, rules or shapes do not exist, and which ``~`` has no other side."""
    for part in parts:
        for name in names_of(part):
            paired = is_paired(name.removeprefix("~"), tables)
            if paired is None:
                yield f"{where}: {name.removeprefix('~')!r} is neither a landmark nor a point"
            elif not paired and name.startswith("~"):
                yield f"{where}: {name} asks for the other side of what lies on the midline"
        yield from unknown(f"{where}, span", spans_of(part), tables.spans, "cun.tsv")
        for inner in _inner_rules(part):
            if isinstance(inner, LimbRule):
                yield from unknown(f"{where}, segment", [inner.segment], tables.segments, "segments.tsv")
            if isinstance(inner, DigitRule) and (inner.digit, inner.bone or "distal") not in tables.bones:
                yield f"{where}: {inner.digit} {inner.bone or 'distal'} is not in digits.tsv"


def _inner_rules(part: object) -> Iterator[BaseModel]:
    if isinstance(part, BaseModel):
        yield part
        for _, value in part:
            for inner in value if isinstance(value, tuple) else (value,):
                yield from _inner_rules(inner)
