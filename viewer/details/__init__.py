"""What is selected, in words."""

from __future__ import annotations

from points.atlas import Atlas
from viewer.details.cards import Card, Details, Fact, Item, Link, Listing, Walk, Words
from viewer.details.channels import describe_channel, describe_sinew
from viewer.details.complaints import ComplaintCard, describe_complaint
from viewer.details.explain import ExplainCard, describe_explanation
from viewer.details.marks import describe_mark
from viewer.details.muscles import describe_muscle
from viewer.details.names import hanzi, muscle_name, title
from viewer.details.overlap import (
    OverlapCard,
    PairCard,
    describe_best,
    describe_overlap,
    describe_pair,
)
from viewer.details.pain import PainCard, area_title, ashi_title, describe_area, describe_ashi, describe_pain
from viewer.selected import CHANNEL, MUSCLE, SINEW, muscle_of

__all__ = [
    "Card",
    "ComplaintCard",
    "Details",
    "ExplainCard",
    "Fact",
    "Item",
    "Link",
    "Listing",
    "OverlapCard",
    "PainCard",
    "PairCard",
    "Walk",
    "Words",
    "area_title",
    "ashi_title",
    "describe",
    "describe_area",
    "describe_ashi",
    "describe_best",
    "describe_complaint",
    "describe_explanation",
    "describe_overlap",
    "describe_pain",
    "describe_pair",
    "hanzi",
    "muscle_name",
    "title",
]


def describe(atlas: Atlas, selected: str, words: Words) -> Details:
    """Return the details of what is selected.

    Parameters
    ----------
    atlas
        Both maps on one body.
    selected
        Id of a mark (``GB21/left``), a channel (``channel:GB``), a sinew channel (``sinew:GB``) or a muscle
        (``muscle:soleus``, ``muscle:soleus/left``).
    words
        Sentence of a message key, with its names filled in.

    Raises
    ------
    KeyError
        When the atlas has nothing of that id.
    """
    if selected.startswith(CHANNEL):
        return describe_channel(atlas, selected.removeprefix(CHANNEL), words)
    if selected.startswith(SINEW):
        return describe_sinew(atlas, selected.removeprefix(SINEW), words)
    if selected.startswith(MUSCLE):
        return describe_muscle(atlas, *muscle_of(selected), words)
    return describe_mark(atlas, atlas.marks[selected], words)
