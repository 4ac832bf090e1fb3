"""A question of the quiz, its answer and its end, in words."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from points.atlas import Atlas, Mark
from points.model import Acupoint, TriggerPoint, whole_code
from viewer.desks.quiz import QuizDesk
from viewer.details.cards import Words
from viewer.details.names import muscle_name, title
from viewer.learn.kinds import Kind
from viewer.learn.marking import Distance, Grade
from viewer.learn.session import Turn
from viewer.selected import CHANNEL

ICONS = {
    Kind.FIND: "mdi-crosshairs-gps",
    Kind.NAME: "mdi-map-marker-question-outline",
    Kind.REFERS: "mdi-arm-flex-outline",
    Kind.CHANNEL: "mdi-vector-polyline",
    Kind.NEAREST: "mdi-map-marker-distance",
}

GRADE_ICONS = {
    "exact": "mdi-check-circle",
    "close": "mdi-check-circle",
    "near": "mdi-circle-half-full",
    "wrong": "mdi-close-circle",
    "told": "mdi-information",
}


@dataclass(frozen=True)
class Choice:
    """One choice: its name, a second line, and how it stands.

    ``stands`` is ``open`` or ``struck`` before the answer, then ``right``, ``wrong`` (chosen) or ``rest``.
    """

    code: str
    name: str
    more: str
    stands: str


@dataclass(frozen=True)
class Verdict:
    """What an answer brought: its grade and the sign of it, a title, sentences, and marks in words."""

    grade: str
    icon: str
    title: str
    told: tuple[str, ...]
    points: str


@dataclass(frozen=True)
class KindScore:
    """How one kind of question went: its name, its sign, how many were known of how many, and how far off."""

    kind: str
    name: str
    icon: str
    known: int
    asked: int
    off: str


@dataclass(frozen=True)
class Missed:
    """What was missed: the id that it selects, the question's kind, its name."""

    id: str
    kind: str
    icon: str
    name: str


@dataclass(frozen=True)
class QuizEnd:
    """How a quiz went."""

    title: str
    score: str
    percent: int
    known: str
    kinds: tuple[KindScore, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True)
class QuizCard:
    """All that the panel shows of a quiz.

    Attributes
    ----------
    asking
        Whether a question is open.
    spot, typed
        Whether it is answered by a spot on the body, or by typing a name.
    kind, icon
        What is asked, and its sign.
    key
        Another one for each question.
    place, again, done
        How far the quiz is, in words; that this one comes back; percent of the planned questions answered.
    question, how
        The question, and how to answer it.
    choices
        What to choose from.
    hint
        What help there is; empty when it was given or there is none.
    hinted
        Whether help was given.
    verdict
        What the answer brought; None while there is none.
    opens
        Id that the answer's card is selected by; empty before there is an answer.
    last
        Whether nothing comes after this question.
    end
        How the quiz went; None before its end.
    """

    asking: bool
    spot: bool = False
    typed: bool = False
    kind: str = ""
    icon: str = ""
    key: str = ""
    place: str = ""
    again: bool = False
    done: int = 0
    question: str = ""
    how: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    hinted: bool = False
    verdict: Verdict | None = None
    opens: str = ""
    last: bool = False
    end: QuizEnd | None = None


def describe_quiz(atlas: Atlas, desk: QuizDesk, words: Words) -> QuizCard | None:
    """Return the question, its answer or the end in words; None without a quiz."""
    session, turn = desk.session, desk.turn
    if session is None:
        return None
    if turn is None:
        return QuizCard(asking=False, end=_end(atlas, desk, words), done=100)
    question, typed = turn.question, desk.settings.typed and turn.question.kind is not Kind.FIND
    helped = desk.hinted or typed or (desk.wants_spot and desk.settings.scope.region)  # it is shown already
    hint = "" if helped else _hint(turn, words)
    return QuizCard(
        asking=desk.asking,
        spot=desk.wants_spot,
        typed=typed,
        kind=question.kind,
        icon=ICONS[question.kind],
        key=f"{len(session.turns)}:{desk.asking}",
        place=words("quiz.place", number=session.number, planned=session.planned),
        again=turn.again > 0,
        done=round(100 * len(session.first) / max(1, session.planned)),
        question=words(f"quiz.ask.{question.kind}", name=_asked_for(atlas, turn)),
        how=words("quiz.how.typed") if typed else words(f"quiz.how.{question.kind}"),
        choices=_choices(atlas, desk, turn),
        hint=hint if desk.asking else "",
        hinted=desk.hinted,
        verdict=_verdict(atlas, desk, turn, words),
        opens="" if desk.asking else opens(turn),
        last=session.left == 0,
    )


def opens(turn: Turn) -> str:
    """Id of what the card of an answer is about."""
    question = turn.question
    return CHANNEL + question.answer if question.kind is Kind.CHANNEL else question.mark


def whole_name(atlas: Atlas, mark: Mark) -> str:
    """Name of a point as a quiz asks for it, in letters and characters: ``GB21 Jiānjǐng 肩井``."""
    row = mark.definition
    if not isinstance(row, Acupoint):
        return title(atlas, mark)
    return f"{whole_code(row.code)} {row.pinyin} {row.hanzi_traditional}"


def subject_name(atlas: Atlas, turn: Turn) -> str:
    """Name of what a question was about."""
    question = turn.question
    if question.kind is Kind.CHANNEL:
        return atlas.channels[question.subject.code].english
    return whole_name(atlas, atlas.marks[question.mark])


def _hint(turn: Turn, words: Words) -> str:
    return words("quiz.hint.find") if turn.question.kind is Kind.FIND else words("quiz.hint.choose")


def _asked_for(atlas: Atlas, turn: Turn) -> str:
    """Name in the question; empty where the name is what is asked."""
    if turn.question.kind not in (Kind.FIND, Kind.NEAREST):
        return ""
    return whole_name(atlas, atlas.marks[turn.question.mark])


def _choices(atlas: Atlas, desk: QuizDesk, turn: Turn) -> tuple[Choice, ...]:
    return tuple(_choice(atlas, desk, turn, code) for code in turn.question.choices)


def _choice(atlas: Atlas, desk: QuizDesk, turn: Turn, code: str) -> Choice:
    kind = turn.question.kind
    if kind is Kind.REFERS:
        return Choice(code, muscle_name(atlas, code), atlas.muscles[code].latin, _stands(desk, turn, code))
    if kind is Kind.CHANNEL:
        row = atlas.channels[code]
        return Choice(code, f"{row.english} · {code}", row.hanzi, _stands(desk, turn, code))
    mark = _mark_of(desk, code, atlas)
    row_ = mark.definition
    if isinstance(row_, TriggerPoint):
        return Choice(code, title(atlas, mark), atlas.muscles[row_.muscle].latin, _stands(desk, turn, code))
    name = f"{code} {row_.pinyin}"
    return Choice(code, name, f"{row_.hanzi_traditional} · {row_.english}", _stands(desk, turn, code))


def _mark_of(desk: QuizDesk, code: str, atlas: Atlas) -> Mark:
    return atlas.marks[desk.ground.first(code).id]


def _stands(desk: QuizDesk, turn: Turn, code: str) -> str:
    if turn.marked is None:
        return "struck" if code in desk.struck else "open"
    if code == turn.question.answer:
        return "right"
    chosen = desk.answer.choice if desk.answer else ""
    return "wrong" if code == chosen else "rest"


def _verdict(atlas: Atlas, desk: QuizDesk, turn: Turn, words: Words) -> Verdict | None:
    if turn.marked is None or desk.answer is None:
        return None
    answer, marked = desk.answer, turn.marked
    given_up = answer.spot is None and not answer.choice and not answer.text
    if given_up:
        grade = "told"
    elif answer.spot is not None:
        grade = str(marked.grade)
    else:
        grade = "right" if marked.grade is Grade.EXACT else "not_right"
    told = list(_told(atlas, desk, turn, words))
    if not marked.known and desk.comes_back:
        told.append(words("quiz.comes_back"))
    points = words("quiz.points_again") if turn.again else words("quiz.points", points=marked.points)
    shown = "told" if given_up else str(marked.grade)
    return Verdict(shown, GRADE_ICONS[shown], words(f"quiz.grade.{grade}"), tuple(told), points)


def _told(atlas: Atlas, desk: QuizDesk, turn: Turn, words: Words) -> list[str]:
    answer, question = desk.answer, turn.question
    assert answer is not None  # told only after an answer
    told = []
    if answer.text:
        told.append(words("quiz.you_wrote", text=answer.text))
    if turn.off is not None:
        told += _off(atlas, answer.mark, turn.off, words)
    else:
        told.append(_answer(atlas, turn, words))
    if question.kind is Kind.NAME and answer.choice not in ("", question.answer):
        other = whole_name(atlas, _mark_of(desk, answer.choice, atlas))
        told.append(words("quiz.you_chose", name=other))
    about = _about(atlas, turn)
    return [*told, about] if about else told


def _off(atlas: Atlas, mark_id: str, off: Distance, words: Words) -> list[str]:
    mark = atlas.marks[mark_id]
    figures = {"mm": f"{off.skin_mm:.0f}", "cun": f"{off.cun:.1f}", "straight": f"{off.straight_mm:.0f}"}
    return [
        words("quiz.off", name=whole_name(atlas, mark), **figures),
        words("quiz.certain", mm=f"{mark.located.tolerance_mm:.0f}"),
    ]


def _answer(atlas: Atlas, turn: Turn, words: Words) -> str:
    question = turn.question
    values = {"mm": "", "cun": ""}
    if question.kind is Kind.REFERS:
        name = muscle_name(atlas, question.answer)
    elif question.kind is Kind.CHANNEL:
        name = atlas.channels[question.answer].english
    elif question.kind is Kind.NEAREST:
        nearest = atlas.neighbours[question.mark][0]
        name = whole_name(atlas, atlas.marks[nearest.id])
        values = {"mm": f"{nearest.skin_mm:.0f}", "cun": f"{nearest.cun:.1f}"}
    else:
        name = whole_name(atlas, atlas.marks[question.mark])
    return words(f"quiz.answer.{question.kind}", name=name, **values)


def _about(atlas: Atlas, turn: Turn) -> str:
    """One sentence from the tables that helps to remember."""
    question = turn.question
    if question.kind is Kind.CHANNEL:
        return atlas.channels[question.answer].course
    if question.kind is Kind.NEAREST:
        return ""
    row = atlas.marks[question.mark].definition
    return row.pain if question.kind is Kind.REFERS and isinstance(row, TriggerPoint) else row.where


def _end(atlas: Atlas, desk: QuizDesk, words: Words) -> QuizEnd:
    session = desk.session
    assert session is not None  # told only of a quiz
    percent = round(session.points / max(1, len(session.first)))
    missed = [
        Missed(opens(turn), turn.question.kind, ICONS[turn.question.kind], subject_name(atlas, turn))
        for turn in session.missed
    ]
    return QuizEnd(
        title=words("quiz.ended") if missed else words("quiz.ended_all"),
        score=words("quiz.score", percent=percent),
        percent=percent,
        known=words("quiz.known", known=session.known, planned=session.planned),
        kinds=tuple(_kind_score(kind, session.first, words) for kind in Kind if _of(kind, session.first)),
        missed=tuple(missed),
    )


def _of(kind: Kind, turns: tuple[Turn, ...]) -> list[Turn]:
    return [turn for turn in turns if turn.question.kind is kind]


def _kind_score(kind: Kind, turns: tuple[Turn, ...], words: Words) -> KindScore:
    mine = _of(kind, turns)
    offs = [turn.off.skin_mm for turn in mine if turn.off is not None]
    off = words("quiz.off_median", mm=f"{median(offs):.0f}") if offs else ""
    known = sum(turn.marked.known for turn in mine if turn.marked)
    return KindScore(kind, words(f"learn.kind.{kind}"), ICONS[kind], known, len(mine), off)
