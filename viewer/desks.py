"""All that one visitor's desk is made of: the state, and a desk for each concern."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.exhibit_desk import ExhibitDesk
from viewer.flesh import Flesh
from viewer.grid_desk import GridDesk
from viewer.measure_desk import MeasureDesk
from viewer.notes_desk import NotesDesk
from viewer.overlap_desk import OverlapDesk
from viewer.pain_desk import PainDesk
from viewer.quiz_desk import QuizDesk
from viewer.split_desk import SplitDesk
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
