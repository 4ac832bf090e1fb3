"""Questions and their choices: plausible ones, of which exactly one is right.

A wrong choice must be wrong beyond doubt. So no point is offered that lies as near to the one that is shown
as its own place is uncertain; no muscle whose zone could be the one that is painted; no acupoint that is
hardly farther off than the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from points.atlas import Mark
from points.model import Side
from viewer.learn.ground import Ground, channel_of, code_of
from viewer.learn.kinds import Kind, Subject

CHOICES = 4
DRAWN_FROM = 8  # so many of the most plausible wrong choices stand to choose from
ALONG = 4  # of them, so many come from along the same channel
FARTHER_MM = 5.0  # by so much other acupoints are farther off than the nearest


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    subject
        What it is about.
    mark
        Id of the mark that is asked for or shown; empty for a channel.
    choices
        Codes of points, keys of muscles or codes of channels to choose from; none where a spot is asked for.
    answer
        The one that is right.
    """

    subject: Subject
    mark: str
    choices: tuple[str, ...]
    answer: str

    @property
    def kind(self) -> Kind:
        """What is asked."""
        return self.subject.kind


def ask(ground: Ground, subject: Subject, rng: Random) -> Question:
    """Make the question about a subject; the same again from a generator in the same state."""
    if subject.kind is Kind.CHANNEL:
        return _of_channel(ground, subject, rng)
    mark = _some_side(ground, subject.code, rng)
    if subject.kind is Kind.FIND:
        return Question(subject, mark.id, (), subject.code)
    if subject.kind is Kind.NAME:
        answer, wrong = subject.code, _other_points(ground, mark)
    elif subject.kind is Kind.REFERS:
        answer, wrong = ground.muscle(subject.code), _other_muscles(ground, subject.code)
    else:
        answer, wrong = _nearest(ground, mark)
    return Question(subject, mark.id, _mixed(answer, wrong, rng), answer)


def _some_side(ground: Ground, code: str, rng: Random) -> Mark:
    marks = ground.points[code]
    return marks[rng.randrange(len(marks))]


def _mixed(answer: str, wrong: list[str], rng: Random) -> tuple[str, ...]:
    others = rng.sample(wrong[:DRAWN_FROM], min(CHOICES - 1, len(wrong)))
    choices = [answer, *others]
    rng.shuffle(choices)
    return tuple(choices)


def _of_channel(ground: Ground, subject: Subject, rng: Random) -> Question:
    """Ask among the channels that lie nearest by, and the one it is paired with."""
    code, channels = subject.code, ground.atlas.channels
    pair = channels[code].pair
    near = [other for other in _by_course(ground, code) if other != pair]
    wrong = [pair, *near] if pair in channels else near
    return Question(subject, "", _mixed(code, wrong[: CHOICES + 1], rng), code)


def _by_course(ground: Ground, code: str) -> list[str]:
    """Other channels by how much of this one's course they accompany, the closest companion first."""
    lines = {other: _line_mm(ground, other) for other in ground.atlas.channels}
    mine = lines.pop(code)
    apart = {
        other: float(np.median(np.linalg.norm(mine[:, None] - line, axis=2).min(axis=1)))
        for other, line in lines.items()
    }
    return sorted(apart, key=lambda other: apart[other])


def _line_mm(ground: Ground, channel: str) -> np.ndarray:
    """(k, 3) some places along a channel on the left and the midline."""
    paths = [path for path in ground.atlas.paths if path.channel == channel and path.side != Side.RIGHT]
    return np.concatenate([path.points_mm[:: max(1, len(path.points_mm) // 60)] for path in paths])


def _other_points(ground: Ground, mark: Mark) -> list[str]:
    """Points of the same map that could be taken for the one shown: around it, and along its channel."""
    code = code_of(mark)
    if mark.is_trigger_point:
        return _one_per_muscle(ground, mark)
    others = [other for other in ground.acupoints if other != code]
    near = [other for other in ground.by_distance(mark, tuple(others)) if not ground.blurred(mark, other)]
    along = [other for other in near if channel_of(ground.first(other)) == channel_of(mark)][:ALONG]
    return list(dict.fromkeys((*along, *near)))


def _one_per_muscle(ground: Ground, mark: Mark) -> list[str]:
    """Trigger points around one of another muscle, one for each muscle that can be told from its own."""
    own, found = ground.muscle(code_of(mark)), dict[str, str]()
    others = tuple(code for code in ground.trigger_points if not ground.akin(own, ground.muscle(code)))
    for code in ground.by_distance(mark, others):
        if len(found) == DRAWN_FROM:
            break
        muscle = ground.muscle(code)
        if not ground.blurred(mark, code) and not any(ground.akin(muscle, other) for other in found):
            found[muscle] = code
    return list(found.values())


def _other_muscles(ground: Ground, code: str) -> list[str]:
    """Muscles whose pain is felt close by, but of which no zone could be the one shown."""
    own, middle, alike = ground.muscle(code), ground.zone_middle_mm(code), ground.alike(code)
    apart: dict[str, float] = {}
    for muscle, codes in ground.by_muscle.items():
        painted = [other for other in codes if ground.painted(other)]
        if not painted or ground.akin(own, muscle) or alike.intersection(ground.of_kin(muscle)):
            continue
        offs = [float(np.linalg.norm(ground.zone_middle_mm(other) - middle)) for other in painted]
        apart[muscle] = min(offs)
    ranked = sorted(apart, key=lambda muscle: (apart[muscle], muscle))
    found: list[str] = []
    for muscle in ranked:
        if not any(ground.akin(muscle, other) for other in found):
            found.append(muscle)
    return found


def _nearest(ground: Ground, mark: Mark) -> tuple[str, list[str]]:
    """Return the acupoint nearest to a trigger point, and others that are clearly farther off."""
    near = ground.atlas.neighbours[mark.id]
    answer = code_of(ground.atlas.marks[near[0].id])
    listed = [
        code_of(ground.atlas.marks[one.id]) for one in near if one.skin_mm > near[0].skin_mm + FARTHER_MM
    ]
    known = {code_of(ground.atlas.marks[one.id]) for one in near}
    # who is not listed is farther off along the skin than all who are
    rest = ground.by_distance(mark, tuple(code for code in ground.acupoints if code not in known))
    close = {
        code_of(ground.atlas.marks[one.id]) for one in near if one.skin_mm <= near[0].skin_mm + FARTHER_MM
    }
    wrong = [code for code in dict.fromkeys((*listed, *_clear(ground, mark, rest))) if code not in close]
    return answer, wrong


def _clear(ground: Ground, mark: Mark, codes: list[str]) -> list[str]:
    """Keep the points that are clearly farther off in a straight line than the nearest is along the skin."""
    least = ground.atlas.neighbours[mark.id][0].skin_mm + FARTHER_MM
    return [code for code in codes[:DRAWN_FROM] if ground.gap_mm(mark, code) > least]
