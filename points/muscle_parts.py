"""Which muscles are parts of others, as their names in anatomy say it: no body is taken for another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from points.model import Muscle


def bodies_of(key: str, muscles: Mapping[str, Muscle], known: Collection[str]) -> tuple[str, ...]:
    """Find the bodies that show a muscle.

    Parameters
    ----------
    key
        The muscle.
    muscles
        What the tables say of each.
    known
        Keys of the muscles that have a body.

    Returns
    -------
    tuple of str
        The muscle itself if it has a body; else its parts, or else the whole that it is part of.
    """
    if key in known:
        return (key,)
    numbers = set(muscles[key].fma)
    parts = [
        one for one in known if one.startswith(f"{key}_") or (numbers and _within(muscles[one], numbers))
    ]
    if parts:
        return tuple(parts)
    wholes = [one for one in known if key.startswith(f"{one}_")]
    return (max(wholes, key=len),) if wholes else ()


def repeated(muscles: Mapping[str, Muscle], known: Collection[str]) -> frozenset[str]:
    """Find the muscles whose bodies only repeat those of their parts.

    A part is named by fewer of the numbers of the Foundational Model of Anatomy, or by the same ones and a
    longer key with the same beginning. Where the parts together have all numbers, nothing is left over.
    """
    return frozenset(key for key in known if _is_repeated(key, muscles, known))


def akin(one: str, other: str, muscles: Mapping[str, Muscle]) -> bool:
    """Tell whether two keys name the same muscle, or one a part of the other."""
    if one == other:
        return True
    here, there = set(muscles[one].fma), set(muscles[other].fma)
    if here < there or there < here:
        return bool(here and there)
    named = one.startswith(f"{other}_") or other.startswith(f"{one}_")
    return named and (here == there or not (here and there))


def _is_repeated(key: str, muscles: Mapping[str, Muscle], known: Collection[str]) -> bool:
    numbers = set(muscles[key].fma)
    parts = [
        set(muscles[one].fma)
        for one in known
        if _within(muscles[one], numbers) and (set(muscles[one].fma) < numbers or one.startswith(f"{key}_"))
    ]
    return bool(numbers) and set().union(*parts) == numbers


def _within(muscle: Muscle, numbers: set[str]) -> bool:
    return bool(muscle.fma) and set(muscle.fma) <= numbers
