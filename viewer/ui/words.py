"""The messages of one language, as the widgets ask for them."""

from viewer.languages.words import Words, load_words

__all__ = ["Words", "load_words"]
