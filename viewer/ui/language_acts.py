"""The language of the page: another one is told at once, and nothing else changes."""

from __future__ import annotations

from viewer import offers
from viewer.languages.choice import remember
from viewer.languages.folders import known
from viewer.ui.acts import Acts, Page
from viewer.ui.page_state import fill_offers
from viewer.ui.spoken import SAID, PageWords
from viewer.ui.words import Words


class LanguageActs(Acts):
    """What the menu of languages does.

    Parameters
    ----------
    page
        What they act on.
    said
        The words that the page was built with.
    words
        The messages in the language of the moment.
    """

    def __init__(self, page: Page, said: PageWords, words: Words) -> None:
        super().__init__(page)
        self._said = said
        self._words = words

    def on_language(self, language: str) -> None:
        """Speak another language."""
        if language != self._controller.state.language:
            self._controller.speak(known(language))
            remember(language)
            self._page.tell_all()

    def tell(self) -> None:
        """Tell the page its sentences, and what it offers to choose from."""
        state = self._server.state
        self._shared.language = self._controller.state.language
        state[SAID] = self._said.sentences(self._words)
        fill_offers(state, self._controller, self._words)
        if state.muscle_groups:  # it is long, and told when it is opened first
            atlas, bodies = self._controller.atlas, self._controller.muscles()
            state.muscle_groups = offers.muscles(atlas, bodies, self._words)
