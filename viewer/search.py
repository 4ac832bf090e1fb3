"""Find marks and channels by code, pinyin, hanzi, English name or muscle, with slips of the finger forgiven."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from points.atlas import Atlas, Mark
from points.model import Acupoint, Side
from viewer.details import muscle_name, title

GOOD_ENOUGH = 80.0  # below this, rapidfuzz's matches are chance
CHANNEL = "channel:"


@dataclass(frozen=True)
class Found:
    """One answer: ``id`` of a mark (``GB21/left``) or of a channel (``channel:GB``), its title and a second line."""

    id: str
    title: str
    subtitle: str


@dataclass(frozen=True)
class Index:
    """What can be found: answers and the folded texts that lead to each."""

    answers: tuple[Found, ...]
    texts: tuple[str, ...]
    owners: tuple[int, ...]


def fold(text: str) -> str:
    """Lower case without accents, tone marks and spaces at the ends; hanzi stay as they are."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("_", " ").split())


def build_index(atlas: Atlas) -> Index:
    """Return the index of an atlas: every point once (its left or midline mark), and every channel."""
    answers: list[Found] = []
    texts: list[str] = []
    owners: list[int] = []

    def add(found: Found, names: list[str]) -> None:
        for name in {fold(name) for name in names if name}:
            texts.append(name)
            owners.append(len(answers))
        answers.append(found)

    for mark in atlas.marks.values():
        if mark.located.side is not Side.RIGHT:
            add(Found(mark.id, title(atlas, mark), _subtitle(atlas, mark)), _names(atlas, mark))
    for channel in atlas.channels.values():
        found = Found(CHANNEL + channel.code, f"{channel.english} channel", f"{channel.code} · {channel.hanzi} · {channel.pinyin}")
        add(found, [channel.code, channel.english, f"{channel.english} channel", channel.hanzi, channel.pinyin, *channel.aliases.split("|")])
    return Index(tuple(answers), tuple(texts), tuple(owners))


def search(index: Index, query: str, limit: int = 12) -> tuple[Found, ...]:
    """Return the best answers to a query, best first; nothing for an empty one.

    Exact names come first, then names that begin with the query, then names that hold it; where there are none, similar ones.
    """
    wanted = fold(query)
    if not wanted:
        return ()
    scores: dict[int, float] = {}
    for text, owner in zip(index.texts, index.owners, strict=True):
        score = _direct(text, wanted)
        if score > scores.get(owner, 0.0):
            scores[owner] = score
    if not scores and len(wanted) > 2:
        for text, score, position in process.extract(wanted, index.texts, scorer=fuzz.WRatio, limit=limit, score_cutoff=GOOD_ENOUGH):
            if len(text) > 1:
                scores.setdefault(index.owners[position], score)
    ranked = sorted(scores, key=lambda owner: (-scores[owner], owner))
    return tuple(index.answers[owner] for owner in ranked[:limit])


def _direct(text: str, wanted: str) -> float:
    if text == wanted:
        return 400.0
    if text.startswith(wanted):
        return 300.0 - len(text) / 100.0
    if f" {wanted}" in text:
        return 200.0 - len(text) / 100.0
    return 100.0 + len(wanted) / max(len(text), 1) if wanted in text and len(wanted) > 1 else 0.0


def _names(atlas: Atlas, mark: Mark) -> list[str]:
    row = mark.definition
    if isinstance(row, Acupoint):
        spaced = row.code if "-" in row.code else f"{row.channel} {row.code.removeprefix(row.channel)}"
        hanzi = [row.hanzi_traditional, row.hanzi_simplified]
        return [row.code, spaced, row.pinyin, row.pinyin_plain, row.english, *hanzi, *(muscle_name(atlas, m) for m in row.muscles)]
    muscle = atlas.muscles[row.muscle]
    trp = f"TrP{row.number}"
    return [row.code, muscle.english, muscle.latin, row.muscle, f"{muscle.english} {trp}", f"{row.muscle} {trp}", f"{muscle.latin} {trp}"]


def _subtitle(atlas: Atlas, mark: Mark) -> str:
    row = mark.definition
    if isinstance(row, Acupoint):
        return f"{row.hanzi_traditional} · {row.english}"
    return atlas.muscles[row.muscle].latin
