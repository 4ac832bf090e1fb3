"""One quiz from its first question to its last: in what order, what comes back, how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from viewer.learn.asking import Question, ask
from viewer.learn.ground import Ground
from viewer.learn.kinds import Subject
from viewer.learn.marking import Distance, Marked

AFTER = 3  # questions later, what was missed comes back
RETURNS = 2  # times at most


@dataclass(frozen=True)
class Turn:
    """One question as it was asked.

    Attributes
    ----------
    question
        What is asked.
    again
        How often its subject had been asked before in this quiz.
    marked
        What the answer is worth; None before there is one.
    off
        How far off it was, where a spot was asked for and given.
    """

    question: Question
    again: int
    marked: Marked | None = None
    off: Distance | None = None


class Session:
    """A quiz that runs.

    Parameters
    ----------
    subjects
        What is asked, in this order.
    rng
        Chooses sides, choices and their order.
    """

    def __init__(self, subjects: tuple[Subject, ...], rng: Random) -> None:
        self._waiting: list[tuple[Subject, int]] = [(subject, 0) for subject in subjects]
        self._rng = rng
        self.planned = len(subjects)
        self.turns: list[Turn] = []
        self.now: Turn | None = None

    def next(self, ground: Ground) -> Turn | None:
        """Go on to the next question; None at the end."""
        if self._waiting:
            subject, again = self._waiting.pop(0)
            self.now = Turn(ask(ground, subject, self._rng), again)
        else:
            self.now = None
        return self.now

    def answer(self, marked: Marked, off: Distance | None = None) -> Turn:
        """Take the answer to the question of now; what was missed gets in line again.

        Raises
        ------
        ValueError
            If no question is open.
        """
        if self.now is None or self.now.marked is not None:
            raise ValueError("There is no open question to answer.")
        self.now = Turn(self.now.question, self.now.again, marked, off)
        self.turns.append(self.now)
        if not marked.known and self.now.again < RETURNS:
            self._waiting.insert(AFTER, (self.now.question.subject, self.now.again + 1))
        return self.now

    # -- how it stands

    @property
    def first(self) -> tuple[Turn, ...]:
        """Return what was asked for the first time: this alone counts."""
        return tuple(turn for turn in self.turns if not turn.again)

    @property
    def number(self) -> int:
        """Which of the planned questions it is, from 1; one that comes back has that of the one before."""
        open_one = self.now is not None and self.now.marked is None and not self.now.again
        return len(self.first) + int(open_one)

    @property
    def comes_back(self) -> bool:
        """Whether what is asked now is asked again."""
        return self.now is not None and any(one == self.now.question.subject for one, _ in self._waiting)

    @property
    def left(self) -> int:
        """How many questions wait."""
        return len(self._waiting)

    @property
    def points(self) -> int:
        """Marks so far, out of 100 for each question that was asked for the first time."""
        return sum(turn.marked.points for turn in self.first if turn.marked)

    @property
    def known(self) -> int:
        """How many were known when they were asked for the first time."""
        return sum(turn.marked.known for turn in self.first if turn.marked)

    @property
    def missed(self) -> tuple[Turn, ...]:
        """Turns in which something was missed for the first time, in order."""
        return tuple(turn for turn in self.first if turn.marked and not turn.marked.known)
