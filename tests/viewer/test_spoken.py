"""A page is built once; its sentences are expressions that read the language of the moment."""

from __future__ import annotations

import pytest

from viewer.errors import ViewerError
from viewer.ui.spoken import PageWords, check_state
from viewer.ui.words import Words

SENTENCES = {
    "layers.title": "Layers",
    "layers.opacity": "{layer}",
    "layers.skin": "Skin",
    "ashi.name": "{number}",
}


@pytest.fixture
def said() -> PageWords:
    return PageWords(SENTENCES)


def test_text_between_tags(said):
    assert said.weave(f"<b>{said('layers.title')}: {{{{ n < 3 }}}}</b>") == (
        "<b>{{ said['layers.title'] }}: {{ n < 3 }}</b>"
    )


def test_text_within_code_between_tags(said):
    title = said("layers.title")
    assert said.weave(f"<b>{{{{ on ? '{title}' : 'x {title} y' }}}}</b>") == (
        "<b>{{ on ? said['layers.title'] : ('x ' + said['layers.title'] + ' y') }}</b>"
    )


def test_an_attribute_becomes_code(said):
    title = said("layers.title")
    assert said.weave(f'<v-btn a="1" aria-label="{title} (h)" b/>') == (
        """<v-btn a="1" :aria-label="said['layers.title'] + ' (h)'" b/>"""
    )


def test_text_within_the_code_of_an_attribute(said):
    title = said("layers.title")
    assert said.weave(f"""<i v-if="a > b" :title="on ? '{title}' : ''">x</i>""") == (
        """<i v-if="a > b" :title="on ? said['layers.title'] : ''">x</i>"""
    )


def test_values_are_filled_in_on_the_page(said):
    sign = said("layers.opacity", layer=said("layers.skin"))
    assert said.weave(f'<i title="{sign}"/>') == (
        """<i :title="said['layers.opacity'].split('{layer}').join(said['layers.skin'])"/>"""
    )
    assert said.weave(said("ashi.name", number="{{ mark.number }}")) == (
        "{{ said['ashi.name'].split('{number}').join((mark.number)) }}"
    )


def test_what_has_no_sentence_stays_as_it_is(said):
    page = """<p :style="{a: '1'}" title="it's">{{ a["b"] }} 'x'<br/></p>"""
    assert said.weave(page) == page


def test_a_sentence_where_none_can_be_is_an_error(said):
    with pytest.raises(ViewerError, match="where the page cannot say it"):
        said.weave(f'<i :title="{said("layers.title")}"/>')
    with pytest.raises(ViewerError, match="'kinds' holds words of the page"):
        check_state({"a": 1, "kinds": [{"title": said("layers.title")}]})
    with pytest.raises(KeyError, match=r"no message 'no\.such'"):
        said("no.such")


def test_the_page_knows_the_sentences_that_it_asked_for(said):
    said("layers.title")
    assert said.sentences(Words(SENTENCES)) == {"layers.title": "Layers"}
