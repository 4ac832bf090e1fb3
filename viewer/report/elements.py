"""Elements of a page or a picture, built as a tree: what is built so is well-formed and escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

TOGETHER = re.compile(r"(?<=\d) (?=%|mm\b|cm\b|cun\b)")  # a number and its unit stay on one line

Child = Element | str | Iterable["Child"]


def el(name: str, /, *children: Child, **attributes: object) -> Element:
    """Build an element.

    Parameters
    ----------
    name
        Of the element.
    children
        Texts, elements, and lists of them.
    attributes
        By name: ``_`` stands for ``-``, and one at the end is dropped (``class_``). None leaves one out.
    """
    given = {
        key.rstrip("_").replace("_", "-"): _text(value)
        for key, value in attributes.items()
        if value is not None
    }
    made = Element(name, given)
    for child in children:
        _add(made, child)
    return made


def page(root: Element) -> str:
    """Write a tree as an HTML document."""
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _add(parent: Element, child: Child) -> None:
    if isinstance(child, Element):
        parent.append(child)
    elif not isinstance(child, str):
        for inner in child:
            _add(parent, inner)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + TOGETHER.sub("\u00a0", child)
    else:
        parent.text = (parent.text or "") + TOGETHER.sub("\u00a0", child)


def _text(value: object) -> str:
    """Write a number as short as a hundredth allows: the same on every machine."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
