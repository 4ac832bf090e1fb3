"""Acts of the page about notes."""

from __future__ import annotations

from viewer.ui.acts import Acts


class NotesActs(Acts):
    """What the drawer of notes does."""
