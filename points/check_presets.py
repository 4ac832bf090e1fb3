"""Laws of what chooses among points: complaints and their studies, tours, warnings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from points.laws import unknown
from points.model import Side, Stop
from points.tables import Tables

SIDED = {True: (Side.LEFT, Side.RIGHT), False: (Side.MIDLINE,)}


def _complaints(tables: Tables) -> Iterator[str]:
    studied = {study.complaint for study in tables.studies.values()}
    for key, row in tables.complaints.items():
        where = f"complaints.tsv {key}, column"
        yield from unknown(f"{where} muscles", row.muscles, tables.muscles, "muscles.tsv")
        points = [(row.trigger_points, tables.trigger_points), (row.acupoints, tables.acupoints)]
        for (codes, rows), file in zip(points, ("trigger_points", "acupoints"), strict=True):
            yield from unknown(f"{where} {file}", codes, rows, file)
        yield from unknown(f"{where} channels", row.channels, tables.channels, "channels.tsv")
        yield from unknown(f"{where} sinews", row.sinews, tables.sinew_channels, "sinew_channels.tsv")
        if key not in studied and row.evidence != "none-known":
            yield f"{where} evidence: {row.evidence}, but evidence.tsv has no study of it"
        for code in row.trigger_points:
            if code in tables.trigger_points and tables.trigger_points[code].muscle not in row.muscles:
                yield f"{where} muscles: {tables.trigger_points[code].muscle} is missing, {code} is of it"
    orders = [row.order for row in tables.complaints.values()]
    if sorted(orders) != list(range(1, len(orders) + 1)):
        yield f"complaints.tsv, column order: {orders}; give each number from 1 once"


def _studies(tables: Tables) -> Iterator[str]:
    for key, study in tables.studies.items():
        where = f"evidence.tsv {key}, column complaint"
        yield from unknown(where, [study.complaint], tables.complaints, "complaints.tsv")


def _stops(tables: Tables) -> Iterator[str]:
    numbers: dict[str, list[int]] = {}
    for stop in tables.stops:
        numbers.setdefault(stop.tour, []).append(stop.stop)
        yield from _stop(f"tours, {stop.tour} {stop.stop}, column", stop, tables)
    for tour, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"tours, {tour}, column stop: {found}; number them from 1 in their order"


def _stop(where: str, stop: Stop, tables: Tables) -> Iterator[str]:
    yield from unknown(f"{where} channels", stop.channels, tables.channels, "channels.tsv")
    yield from unknown(f"{where} sinews", stop.sinews, tables.sinew_channels, "sinew_channels.tsv")
    yield from unknown(f"{where} named", stop.named, stop.marks, "column marks")
    yield from _marks(f"{where} marks", stop.marks, tables)
    yield from _marks(f"{where} zones", stop.zones, tables)
    codes = [zone.partition("/")[0] for zone in stop.zones]
    yield from unknown(f"{where} zones", codes, tables.trigger_points, "trigger_points")
    for muscle in stop.muscles:
        yield from _thing(f"{where} muscles", muscle, "muscle", tables)
    kind = stop.select.partition(":")[0] if ":" in stop.select else ""
    if kind:
        yield from _thing(f"{where} select", stop.select, kind, tables)
    elif stop.select:
        yield from _marks(f"{where} select", (stop.select,), tables)


def _marks(where: str, ids: tuple[str, ...], tables: Tables) -> Iterator[str]:
    for mark in ids:
        code, _, side = mark.partition("/")
        point = tables.points.get(code)
        if point is None:
            yield f"{where}: {code!r} is neither in acupoints nor in trigger_points"
            continue
        sides = (point.paired,) if isinstance(point.paired, Side) else SIDED[point.paired]
        if side not in sides:
            yield f"{where}: {mark!r}; {code} is on {' or '.join(sides)}"


def _thing(where: str, name: str, kind: str, tables: Tables) -> Iterator[str]:
    """Say what is wrong with an id such as ``muscle:soleus/left``, ``channel:GB`` or ``sinew:GB``."""
    rows: dict[str, Collection[str]] = {
        "muscle": tables.muscles,
        "channel": tables.channels,
        "sinew": tables.sinew_channels,
    }
    said, _, rest = name.partition(":")
    key, _, side = rest.partition("/")
    if said != kind or kind not in rows or key not in rows[kind]:
        yield f"{where}: {name!r} is no {kind} of the tables"
    elif side and (kind != "muscle" or side not in SIDED[True]):
        yield f"{where}: {name!r}; only a muscle has a side, left or right"


def _cautions(tables: Tables) -> Iterator[str]:
    rows = {"acupoints": tables.acupoints, "trigger_points": tables.trigger_points}
    for caution in tables.cautions:
        where = f"warnings.tsv {caution.kind} {caution.scope}, column of"
        if (caution.scope == "everyone") == bool(caution.of):
            yield f"{where}: a warning for everyone names no points, any other names some"
        elif caution.scope != "everyone":
            yield from unknown(where, caution.of, rows[caution.scope], caution.scope)


PRESET_LAWS: tuple[Callable[[Tables], Iterator[str]], ...] = (_complaints, _studies, _stops, _cautions)
