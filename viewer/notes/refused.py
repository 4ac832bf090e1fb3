"""Why a file or a link of notes cannot be opened: one sentence, in the language of whoever is told."""

from __future__ import annotations

from collections.abc import Callable

from viewer.errors import ViewerError

Words = Callable[..., str]


class Refused(ViewerError):  # noqa: N818 - it is what happened, and reads so
    """Something is not a document of notes that can be opened here.

    Parameters
    ----------
    say
        Gives the sentence, in the words that it is given.
    """

    def __init__(self, say: Callable[[Words], str]) -> None:
        super().__init__()
        self.say = say

    def __str__(self) -> str:
        """Return the sentence in English, for the command line."""
        from viewer.languages.words import load_words

        return self.say(load_words("en"))


def not_json(line: int, column: int) -> Refused:
    """Make the refusal of what is no JSON."""
    return Refused(lambda words: words("notes.not_json", line=line, column=column))


def no_text() -> Refused:
    """Make the refusal of what is no text in UTF-8."""
    return Refused(lambda words: words("notes.no_text"))


def too_large(most_mb: int) -> Refused:
    """Make the refusal of what is larger than any notes."""
    return Refused(lambda words: words("notes.too_large", mb=most_mb))


def not_notes() -> Refused:
    """Make the refusal of what is something else."""
    return Refused(lambda words: words("notes.not_notes"))


def newer(version: int, ours: int) -> Refused:
    """Make the refusal of what a later program wrote."""
    return Refused(lambda words: words("notes.newer", version=version, ours=ours))


def missing(where: str) -> Refused:
    """Make the refusal of what lacks something."""
    return Refused(lambda words: words("notes.missing", where=where))


def unknown(where: str) -> Refused:
    """Make the refusal of what holds something that nobody knows."""
    return Refused(lambda words: words("notes.unknown", where=where))


def wrong(where: str, given: str) -> Refused:
    """Make the refusal of a value that cannot be."""
    return Refused(lambda words: words("notes.wrong", where=where, given=given))


def same_number() -> Refused:
    """Make the refusal of two notes with one number."""
    return Refused(lambda words: words("notes.same_number"))


def no_skin(where: str) -> Refused:
    """Make the refusal of a place that is not on the skin of the body."""
    return Refused(lambda words: words("notes.no_skin", where=where))


def strange() -> Refused:
    """Make the refusal of what is well written, but asks for what cannot be shown."""
    return Refused(lambda words: words("notes.strange"))


def bad_link() -> Refused:
    """Make the refusal of a link that is cut off or changed."""
    return Refused(lambda words: words("notes.bad_link"))
