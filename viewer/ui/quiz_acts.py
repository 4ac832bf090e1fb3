"""Acts of the page in a quiz."""

from __future__ import annotations

from viewer.ui.acts import Acts


class QuizActs(Acts):
    """What the quiz does."""
