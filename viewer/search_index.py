"""All names of all that can be found, in every language and every script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from points.atlas import Atlas, Mark
from points.model import Acupoint, Channel, TriggerPoint, whole_code
from viewer.details import muscle_name, title
from viewer.languages.words import Words, load_words
from viewer.selected import CHANNEL, COMPLAINT, MUSCLE, SINEW

OF_OLDER = 0.95  # a point's own code comes before the same code in an older count
OF_MUSCLE = 0.3  # a muscle's own trigger points come before the acupoints over it
LONG_WORD = 5  # letters; shorter words resemble too much
BEFORE_NUMBER = re.compile(r"(?<=[a-z])[ -]+(?=[0-9])")
BREAK = "\u00ad"  # a hyphen that shows only where a long word is broken
VOICED = "\u3099\u309a"  # marks that make another syllable of a kana: no accents
HIRAGANA = {katakana: katakana - 0x60 for katakana in range(0x30A1, 0x30F7)}

Names = Iterable[str]


@dataclass(frozen=True)
class Found:
    """One answer: ``id`` of what can be selected, its title, a second line, and a sign of what it is."""

    id: str
    title: str
    subtitle: str
    icon: str = ""


@dataclass(frozen=True)
class Spoken:
    """What things are called in one language.

    Attributes
    ----------
    atlas
        The atlas as it is told in it.
    words
        Its messages.
    complaints
        Key to the name of each complaint, and to its other names after it.
    """

    atlas: Atlas
    words: Words = field(default_factory=lambda: load_words("en"))
    complaints: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Index:
    """What can be found.

    Attributes
    ----------
    answers
        Every muscle, point, channel and complaint.
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
    """Lower case without accents, tone marks, hints where to break, outer spaces, gaps before numbers.

    Hanzi stay as they are, katakana becomes hiragana, hangul falls into its letters.
    """
    parts = unicodedata.normalize("NFKD", text.replace(BREAK, ""))
    bare = "".join(c for c in parts if c in VOICED or not unicodedata.combining(c)).translate(HIRAGANA)
    return BEFORE_NUMBER.sub("", " ".join(bare.casefold().replace("_", " ").split()))


def build_index(spoken: Spoken, bodies: Iterable[str] = (), others: Sequence[Spoken] = ()) -> Index:
    """Return the index of an atlas; each point is in it once, by its left, midline or only mark.

    Parameters
    ----------
    spoken
        What is known, in the language of the answers.
    bodies
        Keys of the muscles that have a body; those that have trigger points are found in any case.
    others
        The same in other languages: what is called so in one of them is found too.
    """
    collector = _Collector(spoken, others)
    for key in dict.fromkeys((*bodies, *_with_points(spoken.atlas))):
        collector.add_muscle(key)
    for mark in spoken.atlas.marks.values():
        if mark.is_first:
            collector.add_mark(mark)
    for channel in spoken.atlas.channels:
        collector.add_channel(channel)
    for channel in spoken.atlas.sinew_channels:
        collector.add_sinew(channel)
    for key in spoken.complaints:
        collector.add_complaint(key)
    return collector.index()


class _Collector:
    """Gathers answers, and the names that lead to each in all languages."""

    def __init__(self, spoken: Spoken, others: Sequence[Spoken]) -> None:
        self._spoken = spoken
        self._each = (spoken, *others)
        self._answers: list[Found] = []
        self._entries: list[tuple[str, int, float]] = []

    def add_muscle(self, key: str) -> None:
        """Add a muscle."""
        muscle = self._spoken.atlas.muscles[key]
        subtitle = f"{self._spoken.words('search.muscle')} · {muscle.latin}"
        found = Found(MUSCLE + key, muscle_name(self._spoken.atlas, key), subtitle, "mdi-arm-flex")
        names = (one.atlas.muscles[key].english for one in self._each)
        self._add(found, [*names, muscle.latin, key, muscle.ta])

    def add_mark(self, mark: Mark) -> None:
        """Add a point."""
        atlas, row = self._spoken.atlas, mark.definition
        found = Found(mark.id, title(atlas, mark), _subtitle(atlas, mark))
        names = (name for one in self._each for name in _told_names(one.atlas, mark.id))
        if isinstance(row, TriggerPoint):
            self._add(found, [*names, *_trigger_names(atlas, row)])
            return
        over = (muscle_name(one.atlas, key) for one in self._each for key in row.muscles)
        self._add(found, [*names, *_acupoint_names(atlas, row)], _older(atlas, mark), over)

    def add_channel(self, code: str) -> None:
        """Add a channel."""
        channel = self._spoken.atlas.channels[code]
        subtitle = f"{code} · {channel.hanzi} · {channel.pinyin}"
        called = [(one.words, one.atlas.channels[code].english) for one in self._each]
        titles = [words("channel.title", name=name) for words, name in called]
        names = [name for _, name in called]
        self._add(
            Found(CHANNEL + code, titles[0], subtitle), [code, *names, *titles, *_channel_names(channel)]
        )

    def add_sinew(self, code: str) -> None:
        """Add a sinew channel."""
        sinew = self._spoken.atlas.sinew_channels[code]
        titles = [one.words("sinew.title", name=one.atlas.channels[code].english) for one in self._each]
        codes = [one.words("sinew.title", name=code) for one in self._each]
        names = (one.atlas.sinew_channels[code].english for one in self._each)
        found = Found(SINEW + code, titles[0], f"{sinew.hanzi} · {sinew.pinyin}")
        self._add(found, [*titles, *codes, *names, sinew.hanzi, sinew.pinyin])

    def add_complaint(self, key: str) -> None:
        """Add a complaint."""
        names = [name for one in self._each for name in one.complaints.get(key, ())]
        kind = self._spoken.words("search.complaint")
        self._add(Found(COMPLAINT + key, names[0], kind, "mdi-clipboard-pulse-outline"), names)

    def index(self) -> Index:
        """Return all that was added."""
        texts = tuple(text for text, _, _ in self._entries)
        pairs = [(word, at) for at, text in enumerate(texts) for word in text.split()]
        long = [(word, at) for word, at in pairs if len(word) >= LONG_WORD]
        return Index(
            answers=tuple(self._answers),
            texts=texts,
            owners=tuple(owner for _, owner, _ in self._entries),
            weights=tuple(weight for _, _, weight in self._entries),
            words=tuple(word for word, _ in long),
            word_texts=tuple(at for _, at in long),
        )

    def _add(self, found: Found, names: Names, older: Names = (), muscles: Names = ()) -> None:
        weights = dict.fromkeys(map(fold, set(muscles)), OF_MUSCLE)
        weights |= dict.fromkeys(map(fold, older), OF_OLDER)
        weights |= dict.fromkeys(map(fold, dict.fromkeys(names)), 1.0)
        self._entries.extend((text, len(self._answers), weight) for text, weight in weights.items() if text)
        self._answers.append(found)


def _with_points(atlas: Atlas) -> Iterator[str]:
    rows = (mark.definition for mark in atlas.marks.values())
    return (row.muscle for row in rows if isinstance(row, TriggerPoint))


def _told_names(atlas: Atlas, mark: str) -> list[str]:
    """Names of a mark that are others in each language."""
    row = atlas.marks[mark].definition
    if isinstance(row, Acupoint):
        return [row.english]
    name = atlas.muscles[row.muscle].english
    return [name, f"{name} TrP{row.number}"]


def _trigger_names(atlas: Atlas, row: TriggerPoint) -> list[str]:
    names = [atlas.muscles[row.muscle].latin, row.muscle]
    return [row.code, *names, *(f"{name} TrP{row.number}" for name in names)]


def _acupoint_names(atlas: Atlas, row: Acupoint) -> list[str]:
    names = [row.code, row.pinyin, row.pinyin_plain, row.hanzi_traditional, row.hanzi_simplified]
    return [*names, *_other_codes(atlas, row), *_readings(atlas, row)]


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


def _subtitle(atlas: Atlas, mark: Mark) -> str:
    row = mark.definition
    if isinstance(row, Acupoint):
        # the spots of one point differ in nothing but their place
        tells = row.english if row.code == whole_code(row.code) else row.where
        return f"{row.hanzi_traditional} · {tells}"
    return atlas.muscles[row.muscle].latin
