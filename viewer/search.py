"""Find marks, muscles, channels, complaints by any of their codes and names; slips are forgiven."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from viewer.search_index import OF_MUSCLE, Found, Index, Spoken, build_index, fold

__all__ = ["MOST", "Found", "Index", "Spoken", "build_index", "fold", "named", "search"]

GOOD_ENOUGH = 78.0  # in 100; words less alike are alike by chance
SURE = 300.0  # a name that is the query, or nearly so: no slip of the finger to look for
MOST = 20  # answers; as many points share one name
OF_WORD = 0.9  # a similar word counts a little less than a similar name
CODE = re.compile(r"[a-z]{1,4}(-[a-z]+)?[0-9]+")


def search(index: Index, query: str, limit: int = MOST) -> tuple[Found, ...]:
    """Return the best answers to a query, best first; nothing for an empty one.

    Exact names come first, then names that begin with the query, then names that hold it. Similar names are
    looked for only if nothing fits so well, and a code is taken at its word: GB12 does not resemble GB21.
    """
    wanted = fold(query)
    if not wanted:
        return ()
    scores: dict[int, float] = {}

    def note(at: int, score: float) -> None:
        owner = index.owners[at]
        scores[owner] = max(scores.get(owner, 0.0), score * index.weights[at])

    words = wanted.split()
    for at, text in enumerate(index.texts):
        if all(word in text for word in words):
            note(at, _direct(text, wanted))
    if max(scores.values(), default=0.0) < SURE - 1.0 and len(wanted) > 2 and not CODE.fullmatch(wanted):
        for at, score in _similar(wanted, index.texts):
            note(at, score)
        for at, score in _similar(wanted, index.words):
            note(index.word_texts[at], OF_WORD * score)
    ranked = sorted(filter(scores.get, scores), key=lambda owner: (-scores[owner], owner))
    return tuple(index.answers[owner] for owner in ranked[:limit])


def _direct(text: str, wanted: str) -> float:
    if text == wanted:
        return SURE + 100.0
    if text.startswith(wanted):
        return SURE - len(text) / 100.0
    if f" {wanted}" in text:
        return 200.0 - len(text) / 100.0
    if wanted in text:
        return 100.0 + len(wanted) / len(text) if len(wanted) > 1 or not wanted.isascii() else 0.0
    return 90.0 + len(wanted) / len(text)  # its words, scattered


def _similar(wanted: str, texts: tuple[str, ...]) -> list[tuple[int, float]]:
    found = process.extract(wanted, texts, scorer=fuzz.ratio, limit=None, score_cutoff=GOOD_ENOUGH)
    return [(at, score) for _, score, at in found]


def named(index: Index, text: str) -> frozenset[str]:
    """Ids of what a text names: exactly, else with a slip of the finger; none where it names nothing.

    Unlike `search`, it takes no part of a name for the name.
    """
    wanted = fold(text)
    exact = {at for at, known in enumerate(index.texts) if known == wanted and index.weights[at] > OF_MUSCLE}
    if not exact and len(wanted) > 2 and not CODE.fullmatch(wanted):
        found = [(at, score) for at, score in _similar(wanted, index.texts) if index.weights[at] > OF_MUSCLE]
        best = max((score for _, score in found), default=0.0)
        exact = {at for at, score in found if score == best}
    return frozenset(index.answers[index.owners[at]].id for at in exact)
