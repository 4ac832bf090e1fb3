"""What laws across tables have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator


def unknown(where: str, found: Iterable[str], allowed: Collection[str], file: str) -> Iterator[str]:
    """Say each name at a place that the table it refers to does not have."""
    for name in found:
        if name not in allowed:
            yield f"{where}: {name!r} is not in {file}"
