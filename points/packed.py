"""Mappings whose values are made when they are first asked for, and rows of a mapping packed as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from points.archive import Archive, Arrays

T = TypeVar("T")


class Lazy(Mapping[str, T], Generic[T]):
    """A mapping that makes each value when it is first asked for, and keeps it.

    Parameters
    ----------
    keys
        All keys, in order.
    make
        Makes the value of the key that stands at a place in that order.
    """

    def __init__(self, keys: Iterable[str], make: Callable[[int], T]) -> None:
        self._places = {key: place for place, key in enumerate(keys)}
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            self._made[key] = self._make(self._places[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@dataclass(frozen=True)
class Coded:
    """A column of values out of a few: kept as places in their list."""

    values: Sequence[Any]

    def pack(self, cells: Sequence[Any]) -> NDArray[np.uint16]:
        """(k,) places of the cells."""
        places = {value: place for place, value in enumerate(self.values)}
        return np.array([places[cell] for cell in cells], dtype=np.uint16)

    def unpack(self, packed: NDArray[np.uint16]) -> list[Any]:
        """Undo `pack`."""
        return [self.values[place] for place in packed.tolist()]


@dataclass(frozen=True)
class Decimal:
    """A column of numbers that are rounded to some decimals already: kept exactly, as whole numbers."""

    places: int

    def pack(self, cells: Sequence[float]) -> NDArray[np.int32]:
        """(k,) whole numbers."""
        return np.rint(np.array(cells, dtype=np.float64) * 10.0**self.places).astype(np.int32)

    def unpack(self, packed: NDArray[np.int32]) -> list[float]:
        """Undo `pack`."""
        numbers: list[float] = (packed / 10.0**self.places).tolist()
        return numbers


@dataclass(frozen=True)
class Real:
    """A column of numbers as they are; None where there is none."""

    def pack(self, cells: Sequence[float | None]) -> NDArray[np.float64]:
        """(k,) numbers, NaN for None."""
        return np.array(cells, dtype=np.float64)

    def unpack(self, packed: NDArray[np.float64]) -> list[float | None]:
        """Undo `pack`."""
        return [None if number != number else number for number in packed.tolist()]


Column = Coded | Decimal | Real


@dataclass(frozen=True)
class Groups(Generic[T]):
    """How a mapping from marks to rows is packed: a column for each part of a row.

    Attributes
    ----------
    name
        Its arrays begin with this.
    marks
        All that may be a key.
    columns
        How each part of a row is kept.
    parts, row
        Take a row apart, and put it together from its parts.
    """

    name: str
    marks: Sequence[str]
    columns: Mapping[str, Column]
    parts: Callable[[T], tuple[Any, ...]]
    row: Callable[..., T]

    def pack(self, groups: Mapping[str, Sequence[T]]) -> Arrays:
        """Arrays of all rows end to end, of the keys, and of how many rows each has."""
        rows = [self.parts(row) for group in groups.values() for row in group]
        cells = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        columns = zip(self.columns.items(), cells, strict=True)
        return {
            f"{self.name}_of": Coded(self.marks).pack(list(groups)),
            f"{self.name}_count": np.array([len(group) for group in groups.values()], dtype=np.int32),
            **{f"{self.name}_{field}": column.pack(part) for (field, column), part in columns},
        }

    def unpack(self, archive: Archive) -> Mapping[str, tuple[T, ...]]:
        """Undo `pack`; the rows of a key are made when they are first asked for."""
        shelf = _Shelf(self, archive)
        return Lazy(Coded(self.marks).unpack(archive[f"{self.name}_of"]), shelf.rows)


class _Shelf(Generic[T]):
    """The packed columns of groups, unpacked from the archive at the first question."""

    def __init__(self, groups: Groups[T], archive: Archive) -> None:
        self._groups = groups
        self._archive = archive

    @cached_property
    def _ends(self) -> list[int]:
        ends: list[int] = np.cumsum(self._archive[f"{self._groups.name}_count"]).tolist()
        return [0, *ends]

    @cached_property
    def _columns(self) -> list[tuple[Column, NDArray[Any]]]:
        name, columns = self._groups.name, self._groups.columns
        return [(column, self._archive[f"{name}_{field}"]) for field, column in columns.items()]

    def rows(self, place: int) -> tuple[T, ...]:
        begin, end = self._ends[place : place + 2]
        cells = [column.unpack(packed[begin:end]) for column, packed in self._columns]
        return tuple([self._groups.row(*parts) for parts in zip(*cells, strict=True)])
