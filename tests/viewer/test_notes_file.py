"""Documents of notes: whatever is written comes back; what is damaged says where."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from noted import DOCUMENTS

from viewer.exhibit import Exhibit
from viewer.languages.words import load_words
from viewer.notes.file import MOST_MB, read, read_file, write
from viewer.notes.link import START, from_link, to_link
from viewer.notes.model import Area, CameraPlace, Dab, Document, Exhibited, Painting, TenderSpot
from viewer.notes.refused import Refused

DOCS = Path(__file__).parents[2] / "docs"
PLACE = {"face": 17, "weights": (0.2, 0.3, 0.5)}
SECRET = "Mrs Example"
SOME = Document(
    title=SECRET,
    spots=(
        TenderSpot(number=1, **PLACE, side="left", date="2026-11-21", intensity=7, text=f"pulls, {SECRET}"),
    ),
    areas=(Area(number=4, dabs=(Dab(**PLACE, radius_mm=20.0),), intensity=3, text=SECRET),),
    painting=Painting(dabs=(Dab(**PLACE, radius_mm=12.0, rubs=True),), asked=True),
    camera=CameraPlace(
        position_mm=(1.0, -4000.0, 900.0), focus_mm=(0.0, 0.0, 900.0), up=(0.0, 0.0, 1.0), angle_deg=24.0
    ),
)


def said(act, *given) -> str:
    with pytest.raises(Refused) as caught:
        act(*given)
    sentence = str(caught.value)
    assert sentence == caught.value.say(load_words("en"))
    assert sentence.count(". ") == 0, "one sentence"
    assert sentence.endswith(".")
    return sentence


def changed(**values) -> str:
    return json.dumps({**json.loads(write(SOME)), **values})


@given(DOCUMENTS)
@settings(max_examples=40, deadline=None)
def test_what_is_written_comes_back(document):
    assert read(write(document)) == document


@given(DOCUMENTS)
@settings(max_examples=25, deadline=None)
def test_a_link_brings_the_view_and_the_places_back(document):
    opened = from_link("http://127.0.0.1:8710/" + to_link(document))
    assert opened.view == document.view
    assert opened.before == document.before
    assert [spot.number for spot in opened.spots] == [spot.number for spot in document.spots]
    for mine, theirs in zip(opened.spots, document.spots, strict=True):
        assert mine.face == theirs.face
        assert mine.weights == pytest.approx(theirs.weights, abs=1.1e-4)
    assert [len(area.dabs) for area in opened.areas] == [len(area.dabs) for area in document.areas]


def test_a_file_is_for_people_too():
    lines = write(SOME).splitlines()
    assert len(lines) < 80
    assert max(map(len, lines)) < 400
    assert sum("pulls" in line for line in lines) == 1


def test_a_link_tells_nothing_of_a_patient():
    link = to_link(SOME)
    packed = link.removeprefix(START)
    told = zlib.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4))).decode()
    assert SECRET not in told
    assert "2026" not in told
    opened = from_link(link)
    assert opened.title == ""
    assert [(spot.text, spot.date, spot.intensity) for spot in opened.spots] == [("", None, None)]
    assert [(area.text, area.intensity) for area in opened.areas] == [("", None)]
    assert asdict(opened.view) == asdict(SOME.view)


def test_a_link_is_short_enough_for_a_mail():
    assert len(to_link(Document())) < 900


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        ("{ no", "line 1"),
        ("[]", "no notes of Ashimap"),
        ('{"name": 3}', "no notes of Ashimap"),
        (changed(ashimap_notes=2), "version 2"),
        (changed(ashimap_notes="1b"), "ashimap_notes"),
        (changed(spots=[{**PLACE, "number": 1, "intensity": 11}]), "spots[1].intensity stands 11"),
        (changed(spots=[{**PLACE, "number": 1, "date": "yesterday"}]), "spots[1].date"),
        (changed(spots=[{**PLACE, "number": 1, "date": 5}]), "spots[1].date"),
        (changed(spots=[{"number": 1, "face": 3}]), "spots[1].weights"),
        (changed(spots=[{"number": 1, "face": 3, "weights": [1, 1, 0]}]), "spots[1].weights"),
        (changed(spots=[{**PLACE, "number": 1}, {**PLACE, "number": 1}]), "same number"),
        (changed(areas=[{"number": 1, "dabs": [{**PLACE, "radius_mm": -2}]}]), "areas[1].dabs[1].radius_mm"),
        (changed(view={"theme": "blue"}), 'view.theme stands "blue"'),
        (changed(view={"layers": {"skin": {"opacity": "much"}}}), "view.layers.skin.opacity"),
        (changed(view={"layers": {"bones": {}}}), "view.layers.bones"),
        (changed(colour="red"), "colour"),
        (write(SOME).replace("24.0", "NaN"), "NaN"),
        (write(SOME).replace("24.0", "1e999"), "camera.angle_deg"),
        ("[" * 100_000, "UTF-8"),
        ('{"ashimap_notes": 1, "title": "\\ud800"}', "UTF-8"),
        (" " * (MOST_MB * 1_000_000 + 1), f"{MOST_MB} MB"),
    ],
)
def test_a_damaged_file_says_in_one_sentence_where(content, words):
    assert words in said(read, content)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "http://127.0.0.1:8710/",
        "#v=",
        "#v=%%%",
        "#v=AAAA",
        to_link(SOME)[:-9],
        to_link(SOME)[: len(START) + 8] + "A" + to_link(SOME)[len(START) + 9 :],
        START + urlsafe_b64encode(zlib.compress(b"[]")).decode(),
        START + urlsafe_b64encode(zlib.compress(b'{"ashimap_notes": 1}')).decode(),
        START + urlsafe_b64encode(zlib.compress(b" " * 40_000_000)).decode(),
    ],
)
def test_a_damaged_link_is_refused(link):
    assert "link" in said(from_link, link)


def test_a_newer_link_says_so():
    newer = START + urlsafe_b64encode(zlib.compress(b'{"ashimap_notes": 9}')).decode()
    assert "version 9" in said(from_link, newer)


def test_a_file_with_a_byte_order_mark_opens(tmp_path):
    path = tmp_path / "notes.json"
    path.write_bytes(b"\xef\xbb\xbf" + write(SOME).encode())
    assert read_file(path) == SOME


def test_the_schema_is_the_one_of_the_classes():
    kept = json.loads((DOCS / "notes.schema.json").read_text("utf-8"))
    assert kept == Document.model_json_schema(), "write it anew: python -m viewer.notes.schema docs"


def test_an_exhibit_is_written_whole():
    assert {field.name for field in fields(Exhibit)} == set(Exhibited.model_fields)


def test_the_description_names_every_key():
    described = (DOCS / "notes-format.md").read_text("utf-8")
    definitions = Document.model_json_schema()["$defs"]
    own = ["TenderSpot", "Area", "Dab", "CameraPlace", "Painting", "Before", "Exhibited"]
    keys = {key for name in own for key in definitions[name]["properties"]}
    keys |= set(Document.model_json_schema()["properties"])
    assert {key for key in keys if f"`{key}`" not in described} == set()
