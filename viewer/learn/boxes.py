"""What comes back when: boxes after Sebastian Leitner (So lernt man lernen, 1972).

What is new is in no box. A right answer moves its subject one box on, a wrong one back into the first; from
box to box the wait grows. Within one quiz, what was missed comes back after a few other questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from viewer.learn.kinds import Kind, Subject

WAITS_DAYS = (0, 1, 3, 7, 21, 60)  # of the boxes, from the first on
LAST = len(WAITS_DAYS)
DUE_SHARE = 2 / 3  # of a quiz that what is due may fill while there is something new


@dataclass(frozen=True)
class Standing:
    """How well one subject is known: its box from 1, when it comes back, how often it was asked and known."""

    box: int
    due: date
    asked: int
    known: int


def moved(before: Standing | None, known: bool, today: date) -> Standing:
    """Return how a subject stands after an answer."""
    box = min((before.box if before else 0) + 1, LAST) if known else 1
    if known and before is None:
        box = 2  # known at first sight: it need not come back today
    asked, right = (before.asked, before.known) if before else (0, 0)
    return Standing(box, today + timedelta(days=WAITS_DAYS[box - 1]), asked + 1, right + int(known))


def plan(
    pools: Mapping[Kind, Sequence[Subject]],
    standings: Mapping[str, Standing],
    count: int,
    today: date,
    rng: Random,
) -> tuple[Subject, ...]:
    """Choose what a quiz asks: an even share of each kind; what is due first, then new, then the rest.

    Parameters
    ----------
    pools
        What each kind can be about.
    standings
        How well subjects are known, by their id.
    count
        How many to ask, if there are as many.
    today
        The day, for what is due.
    rng
        Shuffles what is equally urgent.
    """
    lines = {kind: _in_line(pool, standings, count, today, rng) for kind, pool in pools.items()}
    chosen: list[Subject] = []
    while len(chosen) < count and any(lines.values()):
        for line in lines.values():
            if line and len(chosen) < count:
                chosen.append(line.pop(0))
    return tuple(chosen)


def _in_line(
    pool: Sequence[Subject], standings: Mapping[str, Standing], count: int, today: date, rng: Random
) -> list[Subject]:
    mixed = rng.sample(list(pool), len(pool))
    fresh = [subject for subject in mixed if subject.id not in standings]
    seen = sorted(
        (subject for subject in mixed if subject.id in standings),
        key=lambda subject: (standings[subject.id].due, standings[subject.id].box),
    )
    due = [subject for subject in seen if standings[subject.id].due <= today]
    later = [subject for subject in seen if standings[subject.id].due > today]
    first = due[: max(1, round(DUE_SHARE * count))] if fresh else due
    woven = _woven(first, fresh)
    return [*woven, *due[len(first) :], *later]


def _woven(due: Sequence[Subject], fresh: Sequence[Subject]) -> list[Subject]:
    """Two that are due, then a new one, and so on."""
    woven, waiting = list[Subject](), list(fresh)
    for number, subject in enumerate(due):
        if number % 3 == 2 and waiting:  # keeps the share of what is due
            woven.append(waiting.pop(0))
        woven.append(subject)
    return [*woven, *waiting]
