"""Sentences that the page says in the language of the moment: the page is built once, its words change.

Widgets are built with `PageWords`: each sentence asked for is a sign that stands for it. Before the page is
sent, `weave` puts an expression in the place of every sign, which reads the sentence from the page's state.
Another language is then another value of that state: nothing is built or drawn anew, no focus is lost, and
a sentence may hold quotes of any kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from trame.ui.vuetify3 import VAppLayout

from viewer.errors import ViewerError
from viewer.languages.words import Words, load_words

SAID = "said"  # what the state calls the sentences
BEGINS, ENDS = "\ue000", "\ue001"  # private characters: in no text
SIGN = re.compile(f"{BEGINS}(\\d+){ENDS}")
TAG = re.compile(r"""<[A-Za-z][^\s/>]*(?:\s+[^\s=>/]+(?:=(?:"[^"]*"|'[^']*'))?)*\s*/?>""")
ATTRIBUTE = re.compile(r'''(\s)([^\s=>"']+)="([^"]*)"''')
MUSTACHE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
CODE = (":", "@", "v-", "#")  # how the names of attributes begin that hold code


class PageWords(Words):
    """Signs for the sentences of a page, where `Words` has the sentences themselves.

    Parameters
    ----------
    keys
        What the page may say; None for all that there is in English.
    """

    def __init__(self, keys: Iterable[str] | None = None) -> None:
        super().__init__(dict.fromkeys(load_words("en").keys if keys is None else keys, ""))
        self._expressions: list[str] = []
        self._asked: set[str] = set()

    def __call__(self, key: str, **values: object) -> str:
        """Return the sign of a sentence; values may be texts, numbers, other sentences and ``{{ code }}``.

        Raises
        ------
        KeyError
            When there is no such message.
        """
        if key not in self.keys:
            raise KeyError(f"There is no message {key!r} in viewer/languages/en/messages.")
        self._asked.add(key)
        said = f"{SAID}['{key}']"
        for name, value in values.items():
            said += f".split('{{{name}}}').join({self._text_code(str(value))})"
        self._expressions.append(said)
        return f"{BEGINS}{len(self._expressions) - 1}{ENDS}"

    def sentences(self, words: Words) -> dict[str, str]:
        """Return the sentences that the page says, in the language of the words."""
        return {key: words.sentence(key) for key in sorted(self._asked)}

    def weave(self, template: str) -> str:
        """Put expressions in the place of all signs of a Vue template.

        Raises
        ------
        ViewerError
            If a sign stands where no expression can: in code outside its texts, or as a name.
        """
        woven, at = [], 0
        for tag in TAG.finditer(template):
            woven.append(self._between(template[at : tag.start()]))
            woven.append(ATTRIBUTE.sub(self._attribute, tag.group()))
            at = tag.end()
        woven.append(self._between(template[at:]))
        page = "".join(woven)
        left = re.search(f"[{BEGINS}{ENDS}]|\\\\u?e00[01]", page)
        if left:
            place = page[max(0, left.start() - 80) : left.end() + 40]
            raise ViewerError(f"A sentence stands where the page cannot say it: …{place}…")
        return page

    def _between(self, text: str) -> str:
        """Weave what stands between two tags."""
        if BEGINS not in text:
            return text
        parts = MUSTACHE.split(text)  # text, code, text, code ... text
        parts[1::2] = [f"{{{{{self._code(code)}}}}}" for code in parts[1::2]]
        parts[::2] = [SIGN.sub(lambda sign: f"{{{{ {self._said(sign)} }}}}", one) for one in parts[::2]]
        return "".join(parts)

    def _attribute(self, found: re.Match[str]) -> str:
        space, name, value = found.groups()
        if BEGINS not in value:
            return found.group()
        if name.startswith(CODE):
            return f'{space}{name}="{self._code(value)}"'
        return f'{space}:{name}="{self._text_code(value)}"'

    def _said(self, sign: re.Match[str]) -> str:
        return self._expressions[int(sign.group(1))]

    def _text_code(self, text: str) -> str:
        """Return an expression for a text with signs and ``{{ code }}`` in it."""
        code = []
        for at, part in enumerate(MUSTACHE.split(text)):
            if at % 2:
                code.append(f"({self._code(part.strip())})")
            else:
                pieces = SIGN.split(part)  # text, number, text, number ... text
                code += [
                    self._expressions[int(one)] if odd % 2 else _quoted(one)
                    for odd, one in enumerate(pieces)
                    if odd % 2 or one
                ]
        return " + ".join(code) or "''"

    def _code(self, code: str) -> str:
        """Weave the texts within code: ``'… sign …'`` becomes a sum."""
        return re.sub(r"'((?:[^'\\]|\\.)*)'", self._literal, code)

    def _literal(self, found: re.Match[str]) -> str:
        pieces = SIGN.split(found.group(1))
        if len(pieces) == 1:
            return found.group()
        summed = [
            self._expressions[int(one)] if odd % 2 else f"'{one}'"
            for odd, one in enumerate(pieces)
            if odd % 2 or one
        ]
        return summed[0] if len(summed) == 1 else f"({' + '.join(summed)})"


class SpokenLayout(VAppLayout):  # type: ignore[misc]  # trame has no types
    """A page whose template is woven before it is sent.

    Parameters
    ----------
    server
        The trame server.
    said
        The words that its widgets are built with.
    options
        What the layout takes besides.
    """

    def __init__(self, server: Any, said: PageWords, **options: Any) -> None:
        self._said = said
        super().__init__(server, **options)

    @property
    def html(self) -> str:
        """The template."""
        return self._said.weave(super().html)


def check_state(state: dict[str, Any]) -> None:
    """Refuse a state that holds a sign: only the template can say the sentence that it stands for.

    Raises
    ------
    ViewerError
        If there is one.
    """
    for name, value in state.items():
        if BEGINS in repr(value).replace("\\ue000", BEGINS):
            raise ViewerError(
                f"The page's state {name!r} holds words of the page: fill it with the words of the program."
            )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"
