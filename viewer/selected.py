"""Ids of what can be selected besides marks (``GB21/left``). Imports nothing of ours."""

CHANNEL = "channel:"
SINEW = "sinew:"
ASHI = "ashi:"  # a tender spot that was kept


def is_mark(selected: str) -> bool:
    """Tell whether an id is that of a mark; an empty one is not."""
    return bool(selected) and not selected.startswith((CHANNEL, SINEW, ASHI))


def is_spot(selected: str) -> bool:
    """Tell whether an id is that of something drawn at a spot: a mark, or a kept tender spot."""
    return is_mark(selected) or selected.startswith(ASHI)
