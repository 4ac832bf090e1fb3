"""Find marks, muscles, channels by any of their codes and names, in every script; slips are forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from points.atlas import Atlas, Mark
from points.model import Acupoint, Channel, TriggerPoint, whole_code
from viewer.details import muscle_name, title
from viewer.selected import CHANNEL, MUSCLE, SINEW

GOOD_ENOUGH = 78.0  # in 100; words less alike are alike by chance
SURE = 300.0  # a name that is the query, or nearly so: no slip of the finger to look for
MOST = 20  # answers; as many points share one name
OF_OLDER = 0.95  # a point's own code comes before the same code in an older count
OF_MUSCLE = 0.3  # a muscle's own trigger points come before the acupoints over it
OF_KIND = "Muscle"
OF_WORD = 0.9  # a similar word counts a little less than a similar name
LONG_WORD = 5  # letters; shorter words resemble too much
CODE = re.compile(r"[a-z]{1,4}(-[a-z]+)?[0-9]+")
BEFORE_NUMBER = re.compile(r"(?<=[a-z])[ -]+(?=[0-9])")
VOICED = "\u3099\u309a"  # marks that make another syllable of a kana: no accents
HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}


Names = Sequence[str]


@dataclass(frozen=True)
class Found:
    """One answer: ``id`` of what can be selected, its title, a second line, and a sign of what it is."""

    id: str
    title: str
    subtitle: str
    icon: str = ""


@dataclass(frozen=True)
class Index:
    """What can be found.

    Attributes
    ----------
    answers
        Every muscle, point and channel.
    texts, owners, weights
        Folded names, the answer that each leads to, and how much it counts.
    words, word_texts
        The long words of the texts, and the text that each stands in.
    """

    answers: tuple[Found, ...]
    texts: tuple[str, ...]
    owners: tuple[int, ...]
    weights: tuple[float, ...]
    words: tuple[str, ...]
    word_texts: tuple[int, ...]


def fold(text: str) -> str:
    """Lower case without accents, tone marks, outer spaces, gaps before numbers.

    Hanzi stay as they are, katakana becomes hiragana, hangul falls into its letters.
    """
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in parts if c in VOICED or not unicodedata.combining(c)).translate(HIRAGANA)
    return BEFORE_NUMBER.sub("", " ".join(bare.casefold().replace("_", " ").split()))


def build_index(atlas: Atlas, bodies: Iterable[str] = ()) -> Index:
    """Return the index of an atlas: muscles, points once (by their left, midline or only mark), channels.

    Parameters
    ----------
    atlas
        What is known.
    bodies
        Keys of the muscles that have a body; those that have trigger points are found in any case.
    """
    answers: list[Found] = []
    entries: list[tuple[str, int, float]] = []

    def add(found: Found, names: Names, older: Names = (), muscles: Names = ()) -> None:
        weights = dict.fromkeys(map(fold, muscles), OF_MUSCLE)
        weights |= dict.fromkeys(map(fold, older), OF_OLDER) | dict.fromkeys(map(fold, names), 1.0)
        entries.extend((text, len(answers), weight) for text, weight in weights.items() if text)
        answers.append(found)

    for key in dict.fromkeys((*bodies, *_with_points(atlas))):
        muscle = atlas.muscles[key]
        found = Found(MUSCLE + key, muscle_name(atlas, key), f"{OF_KIND} · {muscle.latin}", "mdi-arm-flex")
        add(found, [muscle.english, muscle.latin, key, muscle.ta])
    for mark in atlas.marks.values():
        if mark.is_first:
            found = Found(mark.id, title(atlas, mark), _subtitle(atlas, mark))
            add(found, _names(atlas, mark), _older(atlas, mark), _muscles(atlas, mark))
    for channel in atlas.channels.values():
        name = f"{channel.english} channel"
        found = Found(CHANNEL + channel.code, name, f"{channel.code} · {channel.hanzi} · {channel.pinyin}")
        add(found, [channel.code, channel.english, name, *_channel_names(channel)])
    for code, sinew in atlas.sinew_channels.items():
        name = f"{atlas.channels[code].english} sinew channel"
        found = Found(SINEW + code, name, f"{sinew.hanzi} · {sinew.pinyin}")
        add(found, [name, f"{code} sinew channel", sinew.hanzi, sinew.pinyin, sinew.english])
    texts = tuple(text for text, _, _ in entries)
    words = [(word, at) for at, text in enumerate(texts) for word in text.split() if len(word) >= LONG_WORD]
    return Index(
        answers=tuple(answers),
        texts=texts,
        owners=tuple(owner for _, owner, _ in entries),
        weights=tuple(weight for _, _, weight in entries),
        words=tuple(word for word, _ in words),
        word_texts=tuple(at for _, at in words),
    )


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


def _with_points(atlas: Atlas) -> Iterator[str]:
    rows = (mark.definition for mark in atlas.marks.values())
    return (row.muscle for row in rows if isinstance(row, TriggerPoint))


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


def _names(atlas: Atlas, mark: Mark) -> list[str]:
    row = mark.definition
    if isinstance(row, Acupoint):
        hanzi = [row.hanzi_traditional, row.hanzi_simplified]
        names = [row.code, row.pinyin, row.pinyin_plain, row.english, *hanzi]
        return [*names, *_other_codes(atlas, row), *_readings(atlas, row)]
    muscle = atlas.muscles[row.muscle]
    names = [muscle.english, muscle.latin, row.muscle]
    return [row.code, *names, *(f"{name} TrP{row.number}" for name in names)]


def _other_codes(atlas: Atlas, row: Acupoint) -> list[str]:
    """Codes of a point under its channel's other names: TE5 is also SJ5, ST36 also Stomach 36."""
    if row.kind == "extra_point":
        return _extra_codes(row.code)
    channel = atlas.channels[row.channel]
    names = [channel.english, channel.pinyin, *filter(str.isascii, channel.aliases.split("|"))]
    return [f"{name} {row.code.removeprefix(row.channel)}" for name in names]


def _extra_codes(code: str) -> list[str]:
    """Ways to write the code of an extra point: EX-HN5 is also EXHN5, HN5 and Ex HN 5."""
    bare = code.removeprefix("EX-")
    spellings = [f"EX{bare}", f"EX {bare}", bare] if code.startswith("EX-") else []
    return [*spellings, whole_code(code)]


def _readings(atlas: Atlas, row: Acupoint) -> list[str]:
    """Names of a point in Korean and Japanese, and its other names."""
    reading = atlas.readings.get(whole_code(row.code))
    if reading is None:
        return []
    names = [reading.hangul, reading.korean, reading.kana, reading.japanese]
    return [*names, *reading.aliases]


def _older(atlas: Atlas, mark: Mark) -> list[str]:
    """Codes of an acupoint in older counts."""
    reading = atlas.readings.get(whole_code(mark.located.code))
    return [reading.old_code] if reading else []


def _channel_names(channel: Channel) -> list[str]:
    return [
        channel.hanzi, channel.pinyin, channel.hangul, channel.korean, channel.japanese,
        *channel.aliases.split("|"),
    ]  # fmt: skip


def _muscles(atlas: Atlas, mark: Mark) -> list[str]:
    row = mark.definition
    return [muscle_name(atlas, key) for key in row.muscles] if isinstance(row, Acupoint) else []


def _subtitle(atlas: Atlas, mark: Mark) -> str:
    row = mark.definition
    if isinstance(row, Acupoint):
        # the spots of one point differ in nothing but their place
        tells = row.english if row.code == whole_code(row.code) else row.where
        return f"{row.hanzi_traditional} · {tells}"
    return atlas.muscles[row.muscle].latin
