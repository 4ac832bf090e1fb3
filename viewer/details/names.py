"""How things are called in sentences and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from points.atlas import Atlas, Mark
from points.model import Acupoint
from viewer.details.cards import Link
from viewer.languages.facts import ToldAtlas
from viewer.languages.words import Words
from viewer.selected import muscle_id


def title(atlas: Atlas, mark: Mark) -> str:
    """Name of a mark as people say it: ``GB21 Jiānjǐng``, ``Trapezius, upper part TrP1``.

    Where readers know the points by another script, it comes first: ``GB21 肩井 Jiānjǐng``.
    """
    if isinstance(mark.definition, Acupoint):
        own = atlas.own_name(mark.definition) if isinstance(atlas, ToldAtlas) else ""
        return " ".join(filter(None, [mark.definition.code, own, mark.definition.pinyin]))
    return f"{muscle_name(atlas, mark.definition.muscle)} TrP{mark.definition.number}"


def language_of(words: Callable[..., str]) -> str:
    """Key of the language that words are of."""
    return words.language if isinstance(words, Words) else "en"


def muscle_name(atlas: Atlas, key: str) -> str:
    """Name of a muscle with a capital letter."""
    name = atlas.muscles[key].english
    return name[:1].upper() + name[1:]


def in_sentence(atlas: Atlas, key: str) -> str:
    """Name of a muscle as it stands inside a sentence: in other languages it is written like that."""
    return inside_sentence(atlas, atlas.muscles[key].english)


def inside_sentence(atlas: Atlas, text: str) -> str:
    """Write the words of a table inside a sentence; in other languages they are written so."""
    return text if isinstance(atlas, ToldAtlas) else text[:1].lower() + text[1:]


def muscle_names(atlas: Atlas, keys: tuple[str, ...], words: Callable[..., str]) -> str:
    """Names of muscles, joined for a sentence."""
    return joined((in_sentence(atlas, key) for key in keys), words)


def joined(texts: Iterable[str], words: Callable[..., str], how: str = "comma") -> str:
    """Join texts as the language does, by commas or (``semicolon``) semicolons; empty ones are left out."""
    told = [text for text in texts if text]
    if not told:
        return ""
    return reduce(lambda first, second: words(f"join.{how}", first=first, second=second), told)


def muscle_links(atlas: Atlas, keys: tuple[str, ...], side: str = "") -> tuple[Link, ...]:
    """Names of muscles that lead to them; ``side`` left or right for one side."""
    return tuple(Link(muscle_id(key, side), muscle_name(atlas, key)) for key in keys)


def beside(atlas: Atlas, row: Acupoint) -> str:
    """Name of a point in hanzi, to stand beside its title; empty where they stand in the title."""
    told = atlas.script if isinstance(atlas, ToldAtlas) else ""
    return "" if told in ("hant", "hans") else hanzi(row)


def hanzi(row: Acupoint) -> str:
    """Name of a point in traditional characters, and in simplified ones where they differ."""
    if row.hanzi_traditional == row.hanzi_simplified:
        return row.hanzi_traditional
    return f"{row.hanzi_traditional} / {row.hanzi_simplified}"


def cited(atlas: Atlas, keys: tuple[str, ...]) -> str:
    """Cite sources: authors and year."""
    sources = (atlas.sources[key] for key in keys)
    return "; ".join(
        f"{source.authors} {source.year}" if source.year else source.authors for source in sources
    )
