"""Acts that lead the visitor: they speak, and the camera glides to what they speak of."""

from __future__ import annotations

from viewer.ui.acts import Acts, Page
from viewer.ui.gliding import Gliding
from viewer.ui.words import Words


class GuidingActs(Acts):
    """Acts that tell the page texts and lead the camera.

    Parameters
    ----------
    page
        What they act on.
    words
        The messages in the language of the moment.
    """

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(page)
        self._words = words
        self._gliding = Gliding(page.controller, lambda: page.view.refresh(camera_moved=True))
