"""Acts of the page about complaints."""

from __future__ import annotations

from viewer.ui.acts import Acts


class ComplaintActs(Acts):
    """What the list of complaints and their card do."""
