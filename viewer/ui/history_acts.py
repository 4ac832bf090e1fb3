"""Acts of the page that undo and redo."""

from __future__ import annotations

from viewer.ui.acts import Acts


class HistoryActs(Acts):
    """What undo and redo do."""
