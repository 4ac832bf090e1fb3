"""What page and program share: filled at the start, told to the page, heard from the page."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from viewer import offers
from viewer.controller import Controller
from viewer.desks.home import remembered
from viewer.notes.model import MOMENTARY
from viewer.state import LayersState, ViewState
from viewer.ui.words import Words


def fill_page(state: Any, controller: Controller, words: Words) -> None:
    """Give the page its first values, and what it offers to choose from."""
    state.trame__title = "Ashimap"
    state.still = False
    state.drawer = "layers"
    state.client_only("drawer")  # each tab opens and closes its own
    state.explain = state.quiz = state.tour = state.complaint = state.measure = state.notes = None
    state.legend, state.legend_open, state.newcomer = list(controller.legend), True, False
    state.client_only("legend_open", "newcomer")
    state.measure_preparing = state.split_stacked = False
    state.split_here = True
    state.notes_said, state.notes_live = None, {}
    state.notes_link = ""
    state.client_only("notes_live", "notes_link")
    state.found = None
    state.card = None
    state.pain = None
    state.pain_all = False
    state.client_only("pain_all")
    state.pain_preparing = False
    state.overlap = state.overlap_pair = None
    state.overlap_preparing = state.overlap_card = state.overlap_down = False
    state.overlap_mm, state.overlap_page = round(controller.state.overlap.tolerance_mm), 0
    state.overlap_filter, state.overlap_by, state.overlap_dot = "", "mm", ""
    state.client_only(
        "overlap_mm", "overlap_page", "overlap_filter", "overlap_by", "overlap_down", "overlap_dot"
    )
    state.complaint_list, state.complaint_filter = [], ""
    state.client_only("complaint_filter")
    state.home_points, state.home_practitioner, state.home_note = [], remembered(), ""
    state.home_date = date.today().isoformat()
    state.home_kept = True
    state.home_making = state.home_made = state.home_problem = ""
    state.client_only(
        "home_kept", "home_practitioner", "home_note", "home_date", "home_making", "home_made", "home_problem"
    )
    state.counts = offers.counts()
    state.results = []
    state.tabs = 0
    state.walking = False
    state.busy = False
    state.muscle_filter = ""
    state.client_only("muscle_filter")
    state.tones = offers.tones()
    fill_offers(state, controller, words)


def fill_offers(state: Any, controller: Controller, words: Words) -> None:
    """Tell the page what it offers to choose from, in the language of the words."""
    atlas = controller.atlas
    state.languages = offers.languages(controller.state.language)
    state.muscle_groups = []  # long: told when it is asked for
    state.channels = offers.channels(atlas)
    state.sinew_list = offers.sinews(atlas)
    state.categories = offers.categories(atlas, words("categories.all"))
    state.examples = offers.examples(atlas)


def tell(mine: ViewState, theirs: ViewState) -> None:
    """Tell the page what the controller changed by itself."""
    theirs.selection, theirs.sinews = mine.selection, mine.sinews
    theirs.solo_channel, theirs.category = mine.solo_channel, mine.category
    theirs.peel, theirs.neighbours = mine.peel, mine.neighbours
    for layer in fields(LayersState):
        here, there = getattr(mine.layers, layer.name), getattr(theirs.layers, layer.name)
        there.on, there.opacity = here.on, here.opacity


def share(mine: object, theirs: object) -> None:
    """Tell the page all that the visitor chose: a state of another time is seen."""
    for one in fields(mine):  # type: ignore[arg-type] # a dataclass, as are those of its fields that are asked
        value = getattr(mine, one.name)
        if is_dataclass(value):
            share(value, getattr(theirs, one.name))
        elif one.name not in MOMENTARY:
            setattr(theirs, one.name, value)


def hear(mine: ViewState, theirs: ViewState) -> None:
    """Take over the page's switches."""
    for layer in fields(LayersState):
        here, there = getattr(mine.layers, layer.name), getattr(theirs.layers, layer.name)
        here.on, here.opacity = bool(there.on), float(there.opacity)
