"""Ids of what can be selected besides marks (``GB21/left``). Imports nothing of ours."""

CHANNEL = "channel:"
SINEW = "sinew:"
ASHI = "ashi:"  # a tender spot that was kept
AREA = "area:"  # a painted area that was kept
MUSCLE = "muscle:"
COMPLAINT = "complaint:"  # found by a search; it is chosen, not selected


def is_mark(selected: str) -> bool:
    """Tell whether an id is that of a mark; an empty one is not."""
    return bool(selected) and not selected.startswith((CHANNEL, SINEW, MUSCLE, ASHI, AREA))


def is_spot(selected: str) -> bool:
    """Tell whether an id is that of something drawn at a spot: a mark, or a kept tender spot."""
    return is_mark(selected) or selected.startswith(ASHI)


def muscle_id(key: str, side: str = "") -> str:
    """Id of a muscle: of its both sides, or (``left``, ``right``) of one."""
    return f"{MUSCLE}{key}/{side}" if side else MUSCLE + key


def muscle_of(selected: str) -> tuple[str, str]:
    """Key and side (empty for both) of the muscle that an id names; both empty where it names none."""
    if not selected.startswith(MUSCLE):
        return "", ""
    key, _, side = selected.removeprefix(MUSCLE).partition("/")
    return key, side
