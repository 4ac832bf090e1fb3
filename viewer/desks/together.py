"""All that one visitor's desk is made of: the state, and a desk for each concern."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.desks.exhibit import ExhibitDesk
from viewer.desks.flesh import Flesh
from viewer.desks.grid import GridDesk
from viewer.desks.measure import MeasureDesk
from viewer.desks.notes import NotesDesk
from viewer.desks.overlap import OverlapDesk
from viewer.desks.pain import PainDesk
from viewer.desks.quiz import QuizDesk
from viewer.desks.split import SplitDesk
from viewer.state import ViewState


@dataclass(frozen=True, eq=False)
class Desks:
    """The state and the desks; all of them share the state and draw in the same scene."""

    state: ViewState
    flesh: Flesh
    exhibit: ExhibitDesk
    pain: PainDesk
    notes: NotesDesk
    overlap: OverlapDesk
    split: SplitDesk
    grid: GridDesk
    measure: MeasureDesk
    quiz: QuizDesk
