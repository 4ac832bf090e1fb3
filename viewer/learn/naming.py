"""Whether a name that was found is the answer to a question."""

from __future__ import annotations

from viewer.learn.asking import Question
from viewer.learn.ground import Ground
from viewer.learn.kinds import Kind
from viewer.selected import CHANNEL, MUSCLE, is_mark, muscle_of


def means(found: str, question: Question, ground: Ground) -> bool:
    """Tell whether something found by its name is the answer; a muscle stands for its trigger points."""
    if question.kind is Kind.CHANNEL:
        return found == CHANNEL + question.answer
    atlas = ground.atlas
    muscle = muscle_of(found)[0] if found.startswith(MUSCLE) else ""
    if is_mark(found) and atlas.marks[found].is_trigger_point:
        muscle = atlas.marks[found].muscles[0] if question.kind is Kind.REFERS else ""
    if muscle:
        own = ground.muscle(question.subject.code) if question.mark in atlas.zones else ""
        return bool(own) and question.kind is not Kind.NEAREST and ground.akin(own, muscle)
    return found in {mark.id for mark in ground.points.get(question.answer, ())}
