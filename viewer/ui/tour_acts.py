"""Acts of the page on a guided tour."""

from __future__ import annotations

from viewer.ui.acts import Acts


class TourActs(Acts):
    """What a guided tour does."""
