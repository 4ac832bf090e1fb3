"""Acts of the page that measure."""

from __future__ import annotations

from viewer.ui.acts import Acts


class MeasureActs(Acts):
    """What the measuring tool does."""
