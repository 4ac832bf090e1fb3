"""What things are called in each of the languages that are offered."""

from __future__ import annotations

from points.atlas import Atlas
from viewer.languages.facts import told
from viewer.languages.folders import offered, read_texts
from viewer.languages.words import load_words
from viewer.search_index import Spoken


def in_all_languages(atlas: Atlas, language: str) -> tuple[Spoken, list[Spoken]]:
    """Return an atlas as it is told in a language, and in all others.

    Raises
    ------
    ViewerError
        If there is no such language, or one is damaged.
    """
    others = [key for key in offered() if key != language]
    return spoken_in(atlas, language), [spoken_in(atlas, key) for key in others]


def spoken_in(atlas: Atlas, language: str) -> Spoken:
    """Return what things are called in one language.

    Raises
    ------
    ViewerError
        If there is no such language, or it is damaged.
    """
    texts = read_texts(language, "complaints")
    complaints = {key: (text["name"], *text.get("also_called", ())) for key, text in texts.items()}
    return Spoken(told(atlas, language), load_words(language), complaints)
