"""Every message is used, and every message that is asked for exists, with its names."""

from __future__ import annotations

import ast
import string
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from meshes.store import BODY_NAMES
from points.model import Confidence, Side
from points.model.presets import Grade, Strength, Treatment
from points.overlap.criteria import CRITERIA
from points.tables import RULERS, TOLD, load_tables
from points.tours import KINDS
from viewer import ui
from viewer.complaints import PARTS, SIDES
from viewer.desks.explain import WORDINGS
from viewer.languages.words import load_messages, load_words
from viewer.learn import marking
from viewer.learn.kinds import Kind, System
from viewer.legend import SIGNS
from viewer.state import LayersState, NullModel, SkinTone
from viewer.ui.card_panel import BEGIN
from viewer.ui.history_panel import STEPS
from viewer.ui.layers_panel import PEELS
from viewer.ui.learn_panel import LIMITS, TABS
from viewer.ui.notes_panel import FILES, TOOLS
from viewer.ui.overlap_panel import COLUMNS
from viewer.ui.rail import ACTIVITIES
from viewer.ui.views_panel import VIEWS

TABLES = load_tables(of=TOLD)
VIEWER = Path(ui.__file__).parents[1]
# Keys that the code builds from a prefix and a name: prefix -> all names.
BUILT = {
    "ashi.": ("ask", "remove"),
    "history.": STEPS,
    "notes.": FILES,
    "notes.begin_": TOOLS,
    "notes.why_": FILES,
    "body.": BODY_NAMES,
    "card.confidence.": get_args(Confidence),
    "card.": ("western", "eastern"),
    "join.": ("comma", "semicolon"),
    "layers.": tuple(field.name for field in fields(LayersState)),
    "complaint.": ("explain", "handout"),
    "complaint.grade.": get_args(Grade),
    "complaint.part.": PARTS,
    "complaint.side.": SIDES,
    "complaint.strength.": get_args(Strength),
    "complaint.treatment.": get_args(Treatment),
    "explain.": ("western", "eastern", "topic", "smaller", "larger"),
    "explain.wording.": WORDINGS,
    "handout.": (
        "practitioner",
        "date",
        "trigger",
        "acupoint",
        "ashi",
        "western",
        "eastern",
        "where",
        "pain",
        "nearer",
        "further",
    ),
    "home.": ("handout", "model", "picture", "practitioner", "date"),
    "home.why.": ("model", "picture"),
    "handout.key.": ("trigger", "acupoint", "ashi", "zone"),
    "handout.picture.": ("close", "front", "back"),
    "handout.show_": ("zones", "muscles"),
    "legend.": tuple(SIGNS),
    "hint.": tuple(key for key, _, _ in BEGIN),
    "hint_why.": tuple(key for key, _, _ in BEGIN),
    "list.": ("essential", "spillover"),
    "learn.": TABS,
    "learn.kind.": tuple(Kind),
    "learn.limit.": LIMITS[1:],
    "learn.system.": tuple(System),
    "quiz.answer.": tuple(Kind),
    "quiz.ask.": tuple(Kind),
    "quiz.grade.": (*marking.Grade, "right", "not_right", "told"),
    "quiz.how.": tuple(Kind),
    "rail.": tuple(ACTIVITIES),
    "rail_why.": tuple(ACTIVITIES),
    "side.": tuple(Side),
    "part.": tuple({region.parent for region in TABLES.regions.values()}),
    "peel.": tuple(map(str, PEELS)),
    "counts.": ("whole", "essential"),
    "pain.": ("spot", "paint"),
    "group.": tuple({muscle.region_group for muscle in TABLES.muscles.values()}),
    "overlap.": ("filter", "same", "not_same", "previous", "next"),
    "overlap.column.": COLUMNS,
    "overlap.key.": ("observed", "moved", "expected", "dot"),
    "overlap.means.": tuple(NullModel),
    "overlap.null.": tuple(NullModel),
    "overlap.what.": tuple(criterion.key for criterion in CRITERIA),
    "measure.span.": tuple({ruler.span for ruler in load_tables(of=(RULERS,)).rulers.values()}),
    "split.": ("west", "east"),
    "muscle.": ("origin", "insertion", "action", "nerve"),
    "skin.": tuple(SkinTone),
    "tour.kind.": KINDS,
    "view.": VIEWS,
    "walk.": ("previous", "next"),
}


def calls() -> list[tuple[ast.expr, list[ast.keyword]]]:
    """What each call of ``words(...)`` in the viewer is given."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(VIEWER.rglob("*.py"))]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        (n.args[0], n.keywords)
        for n in nodes
        if n.args and getattr(n.func, "id", getattr(n.func, "attr", "")) in ("words", "_words")
    ]


def literals(key: ast.expr) -> set[str]:
    """Every key that an expression can be: a text, either branch of a choice, or a prefix with its names."""
    if isinstance(key, ast.Constant):
        return {key.value}
    if isinstance(key, ast.IfExp):
        return literals(key.body) | literals(key.orelse)
    assert isinstance(key, ast.JoinedStr), ast.dump(key)
    prefix, *rest = key.values
    assert isinstance(prefix, ast.Constant), (
        f"a message key begins with what it is built from: {ast.unparse(key)}"
    )
    assert len(rest) == 1
    return {f"{prefix.value}{name}" for name in BUILT[prefix.value]}


def asked() -> set[str]:
    return {key for expression, _ in calls() for key in literals(expression)}


def test_every_message_that_is_asked_for_exists():
    assert len(calls()) > 50
    assert asked() - load_words("en").keys == set()


def test_every_message_is_used():
    assert load_words("en").keys - asked() == set()


def test_calls_give_the_names_that_the_sentences_hold():
    sentences = load_messages("en")
    wrong = []
    for expression, keywords in calls():
        if any(keyword.arg is None for keyword in keywords):
            continue  # spread from a dictionary: the tests of the cards see those filled in
        given = {keyword.arg for keyword in keywords}
        for key in literals(expression):
            wanted = {name for _, name, _, _ in string.Formatter().parse(sentences[key]) if name}
            wrong += [(key, wanted - given)] if wanted - given else []
    assert wrong == []


def test_built_keys_are_all_needed():
    prefixes = {e.values[0].value for e, _ in calls() if isinstance(e, ast.JoinedStr)}
    assert prefixes == set(BUILT)


def test_a_message_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        load_words("en")("no.such")
