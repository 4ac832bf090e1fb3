"""The quiz on one desk: what is asked, what the picture shows of it, what an answer brings.

While a question is open the picture shows what belongs to it and nothing else; what would give the answer
away in other places is kept quiet by the page (`viewer.ui.discretion`). Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from meshes.body import SurfacePoint
from points.atlas import Atlas
from viewer import compose
from viewer.desks import quiz_exhibits
from viewer.desks.made import PerBody
from viewer.desks.measure import make_gauge
from viewer.desks.quiz_sight import Sight, at_spots, in_region, in_scope
from viewer.desks.scenes import Touched, spot_under
from viewer.exhibit import Exhibit
from viewer.home import home
from viewer.layers import SkinLayer
from viewer.learn.asking import Question
from viewer.learn.boxes import plan
from viewer.learn.ground import Ground
from viewer.learn.kinds import Kind, Scope, Subject
from viewer.learn.marking import MISSED, Distance, Marked, distance_of, mark_choice, mark_spot
from viewer.learn.naming import means
from viewer.learn.pools import subjects
from viewer.learn.record import Ledger
from viewer.learn.session import Session, Turn

if TYPE_CHECKING:  # rulers and ways take a while to import, and only who measures needs them
    from meshes.path import SurfacePath
    from points.gauge import Gauge
    from viewer.notes.model import Document

NOWHERE = Path("/dev/null/ashimap")  # where nothing can be read or written
MOST = 50  # questions in one quiz
STRUCK = 2  # wrong choices that a hint takes away


@dataclass(frozen=True)
class Settings:
    """What a quiz is to be: kinds of questions, limit, how many, whether names are typed, seed for tests."""

    kinds: tuple[Kind, ...] = tuple(Kind)
    scope: Scope = field(default_factory=Scope)
    count: int = 10
    typed: bool = False
    seed: int | None = None


@dataclass(frozen=True)
class Answer:
    """What was answered: a spot and the mark that it was measured to, a choice, or a text; else given up."""

    spot: SurfacePoint | None = None
    mark: str = ""
    choice: str = ""
    text: str = ""


class QuizDesk:
    """One visitor's quiz.

    Parameters
    ----------
    scene
        Draws.
    body
        Tells the name of the body that is seen.
    load
        Gives the atlas of a body by name.
    show
        Puts up an exhibit, or (None) takes it down.
    find
        Gives the ids of what a text names.
    keep
        Gives everything as it is now, to be kept while a quiz runs.
    folder
        Gives the folder of the user's own files.
    today
        Tells the day.
    make
        Makes what measures on a body, which takes about a second.
    """

    def __init__(
        self,
        scene: Touched,
        body: Callable[[], str],
        load: Callable[[str], Atlas],
        show: Callable[[Exhibit | None], None],
        find: Callable[[str], frozenset[str]],
        keep: Callable[[], Document],
        folder: Callable[[], Path] = home,
        today: Callable[[], date] = date.today,
        make: Callable[[Atlas], Gauge] = make_gauge,
    ) -> None:
        self._scene = scene
        self._body = body
        self._load = load
        self._show = show
        self._find = find
        self._keep = keep
        self._folder = folder
        self._today = today
        self._grounds: dict[str, Ground] = {}
        self._gauges = PerBody(load, make)
        self._ledger: Ledger | None = None
        self._skin: SkinLayer | None = None
        self.settings = Settings()
        self.session: Session | None = None
        self.before: Document | None = None
        self.answer: Answer | None = None
        self._way: SurfacePath | None = None
        self.hinted = False
        self.struck: tuple[str, ...] = ()

    # -- what the others read

    @property
    def on(self) -> bool:
        """Whether a quiz runs, or its end is looked at."""
        return self.session is not None

    @property
    def turn(self) -> Turn | None:
        """The question of now; None at the end, and without a quiz."""
        return self.session.now if self.session else None

    @property
    def asking(self) -> bool:
        """Whether a question waits for its answer: nothing may give it away."""
        return self.turn is not None and self.turn.marked is None

    @property
    def wants_spot(self) -> bool:
        """Whether the open question is answered by a spot on the body."""
        return self.asking and self._question.kind is Kind.FIND

    @property
    def comes_back(self) -> bool:
        """Whether what was just answered is asked again in this quiz."""
        return self.session is not None and self.session.comes_back

    @property
    def ledger(self) -> Ledger:
        """What was learned; read when it is first asked for."""
        if self._ledger is None:
            try:
                folder = self._folder()
            except OSError:
                folder = NOWHERE
            self._ledger = Ledger(folder)
        return self._ledger

    @property
    def ground(self) -> Ground:
        """What questions on the body that is seen are made from."""
        body = self._body()
        if body not in self._grounds:
            self._grounds[body] = Ground(self._load(body))
        return self._grounds[body]

    @property
    def today(self) -> date:
        """The day."""
        return self._today()

    def offer(self, scope: Scope) -> dict[Kind, int]:
        """Count what each kind of question could be about within a limit."""
        return {kind: len(subjects(self.ground, kind, scope)) for kind in Kind}

    def due(self) -> int:
        """Count what waits to be asked again today."""
        return sum(one.due <= self.today for one in self.ledger.record.items.values())

    def sight(self) -> Sight | None:
        """Tell what the camera should see where the exhibit itself does not say it; None where it does.

        Where a spot is asked for, that is all that the quiz is limited to, or (as a hint) the part of the
        body; when it was given, both spots and the line between them.
        """
        if self.turn is None or self._question.kind is not Kind.FIND:
            return None
        if not self.asking:
            return self._both()
        ground, scope, code = self.ground, self.settings.scope, self._question.subject.code
        marks = in_region(ground, scope, code) if self.hinted else in_scope(ground, scope)
        return at_spots(marks) if marks else None

    # -- what the visitor does

    def prepare(self) -> None:
        """Make what measures on this body, if it is not there yet: it takes about a second."""
        self._gauge()

    def start(self, settings: Settings) -> bool:
        """Begin a quiz; False where there is nothing to ask."""
        rng = Random(settings.seed)
        pools = {kind: subjects(self.ground, kind, settings.scope) for kind in settings.kinds}
        count = max(1, min(settings.count, MOST))
        chosen = plan(pools, self.ledger.record.items, count, self.today, rng)
        if chosen:
            self.settings = settings
            self._begin(chosen, rng)
        return bool(chosen)

    def again(self) -> None:
        """Ask once more what was missed, or, where nothing was, as much as before of the same."""
        missed = tuple(turn.question.subject for turn in self.session.missed) if self.session else ()
        if missed:
            rng = Random(self.settings.seed)
            self._begin(tuple(rng.sample(missed, len(missed))), rng)
        else:
            self.start(replace(self.settings, seed=None))

    def point_at(self, x: float, y: float) -> bool:
        """Answer with the spot under a drawn pixel; False beside the skin, or if no spot is asked for."""
        spot = spot_under(self._scene, self._atlas.body, x, y) if self.wants_spot else None
        if spot is not None:
            self.give_spot(spot)
        return spot is not None

    def give_spot(self, spot: SurfacePoint) -> None:
        """Answer with a spot; of a point that is on both sides, or has several spots, the nearest counts."""
        if not self.wants_spot:
            return
        found = {
            mark: self._gauge().measure(spot, mark.located.point)
            for mark in self.ground.points[self._question.subject.code]
        }
        nearest = min(found, key=lambda mark: found[mark].skin_mm)
        off = distance_of(found[nearest], self._atlas.cun_mm)
        marked = mark_spot(off, nearest.located.tolerance_mm, hinted=self.hinted)
        self._take(Answer(spot=spot, mark=nearest.id), marked, off)

    def choose(self, choice: str) -> None:
        """Answer with one of the choices."""
        if self.asking and choice in self._question.choices and choice not in self.struck:
            right = choice == self._question.answer
            self._take(Answer(choice=choice), mark_choice(right, hinted=self.hinted))

    def write(self, text: str) -> None:
        """Answer with a name in any script, slips forgiven."""
        if self.asking and not self.wants_spot and text.strip():
            right = any(means(found, self._question, self.ground) for found in self._find(text))
            self._take(Answer(text=text.strip()), mark_choice(right, hinted=self.hinted))

    def give_up(self) -> None:
        """Ask to be told: it counts as missed."""
        if self.asking:
            self._take(Answer(), MISSED)

    def hint(self) -> None:
        """Ask for help, which halves the marks: the part of the body, or fewer choices."""
        if self.asking and not self.hinted:
            self.hinted = True
            wrong = [one for one in self._question.choices if one != self._question.answer]
            self.struck = tuple(Random(self._question.subject.id).sample(wrong, STRUCK)) if wrong else ()

    def go_on(self) -> None:
        """Go on to the next question, or to the end."""
        if self.session is not None and not self.asking:
            self.answer, self.hinted, self.struck = None, False, ()
            self.session.next(self.ground)
            self._draw()

    def leave(self) -> None:
        """End the quiz and bring back what was seen before."""
        if self.session is not None:
            self.session, self.answer, self.hinted, self.struck = None, None, False, ()
            self.before = None
            self._draw_line()
            self._show(None)

    def draw_body(self, skin: SkinLayer) -> None:
        """Bring the question over to another body."""
        self._skin = skin
        self._draw_line()

    # -- inside

    @property
    def _atlas(self) -> Atlas:
        return self._load(self._body())

    def _gauge(self) -> Gauge:
        return self._gauges.of(self._body())

    @property
    def _question(self) -> Question:
        assert self.turn is not None  # asked only while there is a question
        return self.turn.question

    def _begin(self, chosen: tuple[Subject, ...], rng: Random) -> None:
        self.before = self.before or self._keep()
        self.session = Session(chosen, rng)
        self.go_on()

    def _take(self, answer: Answer, marked: Marked, off: Distance | None = None) -> None:
        assert self.session is not None  # there is an open question
        turn = self.session.answer(marked, off)
        self.answer = answer
        if not turn.again:
            self.ledger.note(turn.question.subject, self._region_of(turn.question), marked, self.today)
        self._draw()

    def _region_of(self, question: Question) -> str:
        return self._atlas.marks[question.mark].region if question.mark else ""

    # -- drawing

    def _draw(self) -> None:
        self._draw_line()
        turn = self.turn
        if turn is None:
            self._show(Exhibit(view="front"))
        elif self.answer is None:
            self._show(quiz_exhibits.asked(self.ground, turn.question))
        else:
            choice, mark = self.answer.choice, self.answer.mark
            self._show(quiz_exhibits.answered(self.ground, turn.question, choice, mark))

    def _draw_line(self) -> None:
        """Draw the spot that was pointed at and the way to where it would have been right, or neither."""
        answer = self.answer
        if answer is None or answer.spot is None or self._skin is None:
            for key in (compose.AIM, compose.POINTED):
                self._scene.remove(key)
            return
        body, mark = self._atlas.body, self._atlas.marks[answer.mark]
        self._way = self._gauge().measure(answer.spot, mark.located.point).path
        self._scene.show(compose.aim(self._way, body, self._skin))
        self._scene.show(compose.pointed(answer.spot, body, self._skin))

    def _both(self) -> Sight | None:
        if self.answer is None or self.answer.spot is None or self._skin is None or self._way is None:
            return None
        spot, mark, body = self.answer.spot, self._atlas.marks[self.answer.mark], self._atlas.body
        normal = compose.normal_at(spot, body, self._skin)
        spots = np.array([body.position_mm(spot), mark.located.position_mm])
        return spots, np.array([normal, mark.normal]), self._way.points_mm
