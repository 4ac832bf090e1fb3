"""Every language says everything, and nothing that nobody asks for; a new one needs no code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from points.model import Acupoint
from tests.viewer import pseudo
from viewer import details, offers
from viewer.errors import ViewerError
from viewer.languages import __main__ as program
from viewer.languages import facts, sheets
from viewer.languages.check import LACKS, english_facts, english_tables, problems, same_as_english
from viewer.languages.choice import first_language, of_locales, remember, system_locales
from viewer.languages.facts import told, told_of, written
from viewer.languages.folders import about, is_whole, known, languages, offered, read_texts
from viewer.languages.template import write_template
from viewer.languages.tongue import Tongue
from viewer.languages.words import load_messages, load_words
from viewer.search import search
from viewer.search_index import build_index
from viewer.speakers import in_all_languages

CACHES = (load_messages, load_words, about, sheets.read_facts, facts._told, facts._written)
WORD = re.compile(r"[A-Za-z]{3,}")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
NO_TEXT = {"id", "key", "icon", "colour", "leads_to", "previous_id", "next_id", "other_id"}


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A translator's own folder of languages."""
    folder = tmp_path / "languages"
    folder.mkdir()
    monkeypatch.setenv("ASHIMAP_LANGUAGES", str(folder))
    forget()
    yield folder
    forget()


@pytest.fixture
def male(shipped):
    return shipped("male")


def forget() -> None:
    for cached in CACHES:
        cached.cache_clear()


# -- the languages that ship


@pytest.mark.parametrize("language", languages())
def test_a_language_says_everything_and_nothing_in_vain(language):
    """One that is marked as not whole may lack something; nothing in it may be wrong."""
    found = problems(language)
    assert [one for one in found if not (LACKS in one and not is_whole(language))] == []


def test_english_is_there_and_comes_first():
    assert next(iter(offered())) == "en"
    assert is_whole("en")


def test_a_whole_language_is_not_english_in_disguise():
    tables = english_tables()
    texts = sum(len(english_facts(sheet, tables)) for sheet in sheets.SHEETS) + len(load_messages("en"))
    others = [key for key in offered() if key != "en"]
    same = {key: len(same_as_english(key)) for key in others}
    assert {key: count for key, count in same.items() if count > 0.05 * texts} == {}


# -- a new one


def test_a_template_is_a_language_at_once_and_says_what_is_still_english(own, capsys):
    folder = write_template("fr", own)
    assert known("FR") == "fr"
    assert problems("fr") == []
    assert not is_whole("fr")
    assert "fr" not in offered()
    assert len(same_as_english("fr")) > 3000
    assert program.main(["check", "fr"]) == 0
    assert "fr: 0 problems; it is marked as not whole yet." in capsys.readouterr().out
    (folder / "facts/uses.tsv").unlink()
    write_template("fr", own)
    assert (folder / "facts/uses.tsv").is_file()


def test_the_check_names_what_is_missing_in_vain_or_wrong(own):
    folder = write_template("fr", own)
    messages = folder / "messages/side.json"
    said = json.loads(messages.read_text("utf-8"))
    del said["side.left"]
    messages.write_text(json.dumps(said | {"side.up": "haut", "side.right": " à {droite} "}), "utf-8")
    uses = folder / "facts/uses.tsv"
    head, first, second, *rows = uses.read_text("utf-8").splitlines()
    uses.write_text("\n".join([head, second.split("\t")[0] + "\t", *rows, "XX1\tnothing"]) + "\n", "utf-8")
    (folder / "tours.json").unlink()
    found = "\n".join(problems("fr"))
    for sentence in (
        "messages/side.json lacks side.left: “left”.",
        "messages/side.json has side.up in vain",
        "side.right has spaces at its ends",
        "side.right must have the names (none), not {droite}",
        f"facts/uses.tsv lacks {first.split(chr(9))[0]}.",
        f"facts/uses.tsv: {second.split(chr(9))[0]} lacks its use",
        "facts/uses.tsv has XX1 in vain",
        "The folder fr lacks the file tours.json.",
    ):
        assert sentence in found
    assert program.main(["check", "fr"]) == 1


def test_the_check_sees_a_point_or_a_measure_that_is_another(own):
    folder = write_template("fr", own)
    table = folder / "facts/acupoints.tsv"
    text = table.read_text("utf-8")
    assert "15 mm under the skin" in text
    table.write_text(text.replace("15 mm under the skin", "50 mm under the skin"), "utf-8")
    texts = folder / "tours.json"
    texts.write_text(texts.read_text("utf-8").replace("GB21", "GB20"), "utf-8")
    found = "\n".join(problems("fr"))
    assert "facts/acupoints.tsv: hazard of GB21 does not tell of 15." in found
    assert re.search(r"tours\.json: .* does not tell of GB21", found)


def test_a_damaged_file_is_named(own):
    folder = write_template("fr", own)
    (folder / "messages/side.json").write_text("{", "utf-8")
    (folder / "facts/uses.tsv").write_text("code\tusage\n", "utf-8")
    found = "\n".join(problems("fr"))
    assert "side.json is damaged" in found
    assert "uses.tsv is damaged: row 1 must be code, use." in found
    with pytest.raises(ViewerError, match="There is no language 'klingon'; there are "):
        load_words("klingon")
    assert program.main([]) == 2


def test_what_a_growing_language_lacks_is_english(own, male):
    folder = write_template("fr", own)
    (folder / "messages/side.json").write_text('{"side.left": "gauche"}', "utf-8")
    (folder / "facts/muscles.tsv").unlink()
    (folder / "tours.json").write_text("{}", "utf-8")
    words = load_words("fr")
    assert (words("side.left"), words("side.right")) == ("gauche", "right")
    assert told(male, "fr").muscles == male.muscles
    assert read_texts("fr", "tours") == read_texts("en", "tours")


# -- what is told in it


def test_every_card_and_offer_is_told_in_the_language(own, male):
    """In a language that puts all it says in brackets, nothing of the interface stands outside them."""
    pseudo.make(own)
    assert problems("xx") == []
    atlas, words = told(male, "xx"), load_words("xx")
    ids = [*list(atlas.marks)[::7], *(f"channel:{code}" for code in atlas.channels)]
    ids += [*(f"sinew:{code}" for code in atlas.sinew_channels), *(f"muscle:{key}" for key in atlas.muscles)]
    english = {word for sentence in load_messages("en").values() for word in WORD.findall(sentence)}
    found = {}
    for text in (text for one in ids for text in texts_of(asdict(details.describe(atlas, one, words)))):
        found |= {word: text for word in WORD.findall(outside(text)) if word in english}
    for offered_ in (offers.channels(atlas), offers.muscles(atlas, (), words), offers.examples(atlas)):
        for text in texts_of(offered_):
            found |= {word: text for word in WORD.findall(outside(text)) if word in english}
    found.pop("Ashi", None)  # within the Japanese name of the stomach channel
    assert found == {}


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for key, one in value.items() if key not in NO_TEXT for text in texts_of(one))
    elif isinstance(value, list | tuple):
        yield from (text for one in value for text in texts_of(one))


def outside(text: str) -> str:
    """What of a text stands outside all brackets."""
    while (shorter := INNERMOST.sub("", text)) != text:
        text = shorter
    return text


def test_an_atlas_in_another_language_is_the_same_body(own, male):
    pseudo.make(own)
    atlas = told(male, "xx")
    assert atlas is told(male, "xx")
    assert told(male, "en") is male
    assert atlas.body is male.body
    assert atlas.zones is male.zones
    for mark, theirs in zip(male.marks.values(), atlas.marks.values(), strict=True):
        assert theirs.located is mark.located
        assert theirs.definition.where == pseudo.pseudo(mark.definition.where)
        if isinstance(theirs.definition, Acupoint):
            assert theirs.definition.pinyin == mark.definition.pinyin
            assert theirs.definition.hanzi_traditional == mark.definition.hanzi_traditional


def test_names_in_the_picture_have_latin_letters(own, male):
    folder = pseudo.make(own)
    key = next(iter(male.muscles))
    assert written(male, "xx").muscles[key].english.startswith("⟦")
    (folder / "language.json").write_text('{"name": "X", "letters": "other"}', "utf-8")
    forget()
    name = written(male, "xx").muscles[key].english
    assert male.muscles[key].latin.endswith(name[1:])
    assert "⟦" not in name


@pytest.mark.parametrize(
    ("script", "title"),
    [("hant", "GB2 聽會 Tīnghuì"), ("hans", "GB2 听会 Tīnghuì"), ("hangul", "GB2 청회 Tīnghuì")],
)
def test_points_have_the_name_first_that_readers_know(own, male, script, title):
    folder = pseudo.make(own)
    (folder / "language.json").write_text(json.dumps({"name": "X", "script": script}), "utf-8")
    forget()
    atlas = told(male, "xx")
    assert details.title(atlas, atlas.marks["GB2/left"]) == title
    assert details.title(male, male.marks["GB2/left"]) == "GB2 Tīnghuì"
    card = details.describe(atlas, "GB2/left", load_words("xx"))
    assert "聽會 / 听会" in card.subtitle
    (folder / "language.json").write_text(json.dumps({"name": "X", "script": "runes"}), "utf-8")
    forget()
    assert "language.json: script must be one of hant, hans, hangul, or left out." in problems("xx")


def test_a_single_fact_is_told_in_the_language(own):
    pseudo.make(own)
    key, cells = next(iter(english_facts(sheets.PUBLISHED, english_tables()).items()))
    english = cells["of_what"]
    assert told_of("en", sheets.PUBLISHED, key, "of_what", english) == english
    assert told_of("xx", sheets.PUBLISHED, key, "of_what", english) == pseudo.pseudo(english)


def test_the_tongue_speaks_the_language_of_the_moment(own):
    pseudo.make(own)
    spoken = ["en"]
    tongue = Tongue(lambda: spoken[0])
    assert tongue("side.left") == "left"
    spoken[0] = "xx"
    assert tongue("side.left") == "⟦léft⟧"
    assert tongue.language == "xx"


# -- which one comes first


def test_the_first_language_is_the_asked_one_then_the_last_one_then_the_systems(own, monkeypatch):
    write_template("fr", own)
    about_fr = {"name": "français", "letters": "latin", "locales": ["fr", "br"], "whole": True}
    (own / "fr/language.json").write_text(json.dumps(about_fr), "utf-8")
    forget()
    monkeypatch.setenv("LC_ALL", "br_FR.UTF-8")
    assert first_language("EN") == "en"
    assert first_language() == "fr"
    remember("en")
    assert first_language() == "en"
    remember("klingon")
    assert first_language() == "fr"
    with pytest.raises(ViewerError, match="There is no language 'klingon'"):
        first_language("klingon")


def test_a_locale_is_served_by_the_language_that_names_it():
    assert of_locales(["en_US.UTF-8"]) == "en"
    assert of_locales(["tlh_XX", "en_GB@euro"]) == "en"
    assert of_locales(["C", "POSIX"]) == ""
    assert system_locales({"LC_ALL": "", "LANG": "de_DE"})[0] == "de_DE"


# -- search


def test_what_is_called_so_in_any_language_is_found(own, male):
    folder = write_template("fr", own)
    table = folder / "facts/muscles.tsv"
    rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()]
    trigger = next(mark.definition for mark in male.marks.values() if mark.is_trigger_point)
    rows = [[row[0], "mâchoire du boulanger", *row[2:]] if row[0] == trigger.muscle else row for row in rows]
    table.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    texts = json.loads((folder / "complaints.json").read_text("utf-8"))
    complaint = next(iter(texts))
    texts[complaint]["name"] = "Nuque raide"
    (folder / "complaints.json").write_text(json.dumps(texts), "utf-8")
    (folder / "language.json").write_text('{"name": "français", "letters": "latin"}', "utf-8")
    forget()
    spoken, others = in_all_languages(male, "en")
    index = build_index(spoken, (), others)
    assert search(index, "machoire boulanger")[0].id == f"muscle:{trigger.muscle}"
    assert search(index, "nuque raide")[0].id == f"complaint:{complaint}"
    assert search(index, read_texts("en", "complaints")[complaint]["name"])[0].title != "Nuque raide"
    french, rest = in_all_languages(male, "fr")
    assert search(build_index(french, (), rest), "nuque")[0].title == "Nuque raide"
