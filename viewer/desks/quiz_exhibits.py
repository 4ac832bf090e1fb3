"""What the picture shows of a question, and of its answer."""

from __future__ import annotations

from points.model import Side
from viewer.exhibit import Exhibit
from viewer.learn.asking import Question
from viewer.learn.ground import Ground, channel_of
from viewer.learn.kinds import Kind
from viewer.selected import muscle_id


def asked(ground: Ground, question: Question) -> Exhibit:
    """Show what the question is about, and nothing that answers it."""
    if question.kind is Kind.FIND:
        return Exhibit(view="front")
    if question.kind is Kind.NAME:
        return Exhibit(marks=(question.mark,))
    if question.kind is Kind.REFERS:
        return Exhibit(zones=(question.mark,))
    if question.kind is Kind.CHANNEL:
        return Exhibit(channels=(question.subject.code,))
    return Exhibit(marks=(question.mark, *_choices(ground, question)), named=(question.mark,))


def answered(ground: Ground, question: Question, chosen: str, mark: str) -> Exhibit:
    """Show the answer: what was right and what was chosen instead, with their names.

    Parameters
    ----------
    ground
        What the question was made from.
    question
        The question.
    chosen
        The choice that was made; empty for none.
    mark
        Id of the mark that a spot was measured to; empty for none.
    """
    if question.kind is Kind.FIND:
        told = mark or question.mark
        return Exhibit(marks=tuple(one.id for one in ground.points[question.subject.code]), named=(told,))
    if question.kind is Kind.NAME:
        both = (question.mark, *([_on_side(ground, question, chosen)] if chosen else []))
        return _named(tuple(dict.fromkeys(both)))
    if question.kind is Kind.REFERS:
        return _referring(ground, question)
    if question.kind is Kind.CHANNEL:
        code = question.subject.code
        marks = [one for one in ground.atlas.marks.values() if channel_of(one) == code]
        line = [one.id for one in marks if one.located.side is not Side.RIGHT]
        return Exhibit(marks=tuple(one.id for one in marks), named=(line[0], line[-1]), channels=(code,))
    return _named((question.mark, *_choices(ground, question)))


def _referring(ground: Ground, question: Question) -> Exhibit:
    """Show the muscle with the trigger point that refers there."""
    mark = ground.atlas.marks[question.mark]
    side = "" if mark.located.side is Side.MIDLINE else mark.located.side
    muscle = muscle_id(ground.muscle(question.subject.code), side)
    return Exhibit(marks=(mark.id,), named=(mark.id,), zones=(mark.id,), muscles=(muscle,))


def _named(marks: tuple[str, ...]) -> Exhibit:
    return Exhibit(marks=marks, named=marks)


def _choices(ground: Ground, question: Question) -> tuple[str, ...]:
    return tuple(_on_side(ground, question, code) for code in question.choices)


def _on_side(ground: Ground, question: Question, code: str) -> str:
    """Id of a point's mark on the side of the question, the nearest where it has several spots."""
    here = ground.atlas.marks[question.mark].located
    marks = [one for one in ground.points[code] if one.located.side in (here.side, Side.MIDLINE)]
    off = [float(((one.located.position_mm - here.position_mm) ** 2).sum()) for one in marks]
    return marks[off.index(min(off))].id if marks else ground.points[code][0].id
