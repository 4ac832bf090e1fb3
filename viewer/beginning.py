"""What the user asks for at the start. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Beginning:
    """What the user asks for at the start.

    Attributes
    ----------
    body
        Body to show; empty: as the desk was left.
    language
        Language to speak; empty: as the desk was left.
    fresh
        Whether to begin anew.
    opened
        A file or a link to open; empty for none.
    """

    body: str = ""
    language: str = ""
    fresh: bool = False
    opened: str = ""
