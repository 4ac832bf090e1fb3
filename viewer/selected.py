"""Ids of what can be selected besides marks (``GB21/left``). Imports nothing of ours."""

CHANNEL = "channel:"
SINEW = "sinew:"


def is_mark(selected: str) -> bool:
    """Tell whether an id is that of a mark; an empty one is not."""
    return bool(selected) and not selected.startswith((CHANNEL, SINEW))
