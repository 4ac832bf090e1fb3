"""The command ``handout``: gather, draw, write one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from points.progress import Progress, unseen
from viewer.errors import OutputError
from viewer.handout.chosen import HandoutOptions, choose, exhibit_of
from viewer.output import check_place, write_text

if TYPE_CHECKING:
    from points.atlas import Atlas
    from points.muscle import MuscleBody

ENDINGS = (".html", ".htm")


def write_handout(
    path: Path,
    options: HandoutOptions,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
) -> None:
    """Write a hand-out.

    Parameters
    ----------
    path
        HTML file to write; it appears whole or not at all.
    options
        What goes into it.
    say
        Told a sentence when something takes long or is left out.
    progress
        Told how far it has come where the atlas has to be made first.

    Raises
    ------
    AssetError, TableError, AtlasError
        If there is no such body, or its data are damaged.
    ViewerError
        If something that is asked for does not exist, or the file cannot be written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise OutputError(f"Cannot write '{path}': hand-outs are HTML files; give a name that ends in .html.")
    check_place(path)
    from points.load import load_atlas, load_muscles

    atlas = load_atlas(options.body, say, progress)
    write_text(path, make(atlas, load_muscles(options.body, say), options, say))


def make(
    atlas: Atlas,
    muscles: Mapping[str, MuscleBody],
    options: HandoutOptions,
    say: Callable[[str], None] = lambda _: None,
) -> str:
    """Make the page from an atlas and muscles that are already there; raises as `write_handout`."""
    from viewer.gl import OpenGLError
    from viewer.handout.content import content
    from viewer.handout.model import model, parts_of
    from viewer.handout.page import handout
    from viewer.handout.pictures import Studio, draw
    from viewer.handout.spots import kept_spots, spots
    from viewer.languages.facts import told, written
    from viewer.languages.words import load_words

    words = load_words(options.language)
    chosen = choose(told(atlas, options.language), options)
    try:
        lettered = written(atlas, options.language)
        pictures = draw(Studio(lettered, muscles, words, options), choose(lettered, options))
    except OpenGLError as error:
        say(f"The hand-out has no pictures for print. {error}")
        pictures = []
    spoken = told(atlas, options.language)
    parts = parts_of(atlas, exhibit_of(atlas, chosen), muscles, options.tone, options.kept)
    named = [*spots(spoken, chosen, words), *kept_spots(spoken, options.kept, words)]
    body = model(parts, named, atlas)
    return handout(content(spoken, chosen, options, words), body, pictures, options, words)
