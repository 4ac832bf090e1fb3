"""Acts of the page that explain to a patient."""

from __future__ import annotations

from viewer.ui.acts import Acts


class ExplainActs(Acts):
    """What the steps of an explanation do."""
