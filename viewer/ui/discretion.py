"""What the page may still do while a question of the quiz is open: nothing that could give the answer away.

Everything that the page may call passes here. Only what is listed goes on: looking from elsewhere, and what
belongs to the quiz itself. So a hover tells no name, a search finds nothing, no card opens, no layer shows
what was left out; and an act that somebody adds later keeps quiet by itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

GOES_ON = frozenset(
    {
        "key", "pick_at",  # they ask the quiz first
        "look", "zoom", "shift", "seen", "camera_is",
        "where_is",  # tells a pixel, and shows nothing
    }
)  # fmt: skip
OF_QUIZ = "quiz_"
KEYS_OF_VIEW = frozenset("fblrt+=-")
QUIET = ""  # what is answered instead: no name, no mark


def discreet(does: Callable[..., Any], asking: Callable[[], bool]) -> Callable[..., Any]:
    """Let an act do nothing while a question is open, unless it may go on."""
    if does.__name__ in GOES_ON or does.__name__.startswith(OF_QUIZ):
        return does

    @functools.wraps(does)
    def quietly(*values: Any, **named: Any) -> Any:
        return QUIET if asking() else does(*values, **named)

    return quietly


def may_press(key: str) -> bool:
    """Tell whether a key may go on while a question is open."""
    return key in KEYS_OF_VIEW or "Arrow" in key
