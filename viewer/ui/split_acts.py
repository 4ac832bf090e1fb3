"""Acts of the page that show both maps side by side."""

from __future__ import annotations

from viewer.ui.acts import Acts


class SplitActs(Acts):
    """What the split view does."""
