"""What the visitor attends to: the overlap, an exhibit, an answer about a pain, a muscle, a point."""

from __future__ import annotations

from points.atlas import Atlas
from viewer import chosen, compose
from viewer.desks.exhibit import ExhibitDesk
from viewer.desks.flesh import Flesh
from viewer.desks.overlap import OverlapDesk
from viewer.desks.pain import PainDesk
from viewer.selected import MUSCLE, is_mark
from viewer.state import ViewState


def focus(
    atlas: Atlas, state: ViewState, overlap: OverlapDesk, pain: PainDesk, exhibit: ExhibitDesk, flesh: Flesh
) -> compose.Focus:
    """Find what comes forward and what is named."""
    if overlap.on:
        pair = overlap.pair
        both = (pair.trigger, pair.acupoint) if pair else tuple(filter(is_mark, [state.selection]))
        return compose.Focus(found=both, told=both)
    if exhibit.on and not state.selection.startswith(MUSCLE):
        return exhibit.focus()
    # the muscles of a mark bring no points forward but those near it
    muscles = () if is_mark(state.selection) else chosen.muscles_of(atlas, state.selection)
    alone = flesh.alone(atlas)
    points, over = chosen.points_of(atlas, alone), chosen.acupoints_over(atlas, alone)
    return compose.Focus(
        state.selection, state.solo_channel, state.category, muscles, pain.forward, pain.told,
        bool(alone), points, over,
    )  # fmt: skip


def lend(atlas: Atlas, selection: str, flesh: Flesh) -> None:
    """Lend a selection the layer of muscles, or take it back."""
    if selection.startswith(MUSCLE) and flesh.looked_at(atlas):
        flesh.borrow(selection)
    elif not chosen.muscles_of(atlas, selection):
        flesh.give_back()
    else:
        flesh.leave_alone(atlas)
