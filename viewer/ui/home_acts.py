"""Acts of the page that make what is taken home."""

from __future__ import annotations

from viewer.ui.acts import Acts


class HomeActs(Acts):
    """What the drawer of hand-outs does."""
