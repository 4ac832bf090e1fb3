"""What the page may call: methods marked as acts, in classes of one concern each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from viewer.controller import Controller
from viewer.state import ViewState
from viewer.ui.body_view import BodyView

Act = TypeVar("Act", bound=Callable[..., Any])


def act(method: Act) -> Act:
    """Mark a method as one that the page may call by its name."""
    method.__dict__["is_act"] = True
    return method


class Page(Protocol):
    """The page, as far as acts need it.

    Attributes
    ----------
    server
        The trame server; its ``state`` is what the page knows.
    controller
        Acts on the scene.
    shared
        The visitor's choices as page and program share them.
    view
        The picture.
    """

    server: Any
    controller: Controller
    shared: ViewState
    view: BodyView

    @property
    def still(self) -> bool:
        """Whether nothing may move by itself: the visitor's system asks for that."""

    def choose(self, selected: str) -> None:
        """Select a mark, a channel, a sinew channel or a muscle; an empty id clears."""

    def show_selection(self) -> None:
        """Tell the page all that a selection or another exhibit changes, and show the picture."""

    def tell_all(self) -> None:
        """Tell the page everything: another body, or a state of another time, is seen."""

    def touched(self, x: float, y: float, width: float, height: float) -> bool:
        """Let the tool in the hand have a click on the picture; False when there is none."""

    def calm(self) -> None:
        """End what goes on by itself."""

    def lay_down(self, but: Acts | None = None) -> None:
        """Lay down every tool but one."""

    def when_said(self, work: Callable[[], None], *, slow: bool = True) -> None:
        """Do work; if it is ``slow``, after the page has been told that it takes a while."""


class Acts:
    """Acts of one concern.

    A concern that takes the pointer or the panel for itself is a tool: it says whether it is `on`, can be
    laid down (`leave`) and takes a step back on Escape.

    Parameters
    ----------
    page
        What they act on.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._server = page.server
        self._controller = page.controller
        self._shared = page.shared
        self._view = page.view

    def __iter__(self) -> Iterator[Callable[..., Any]]:
        """Go through all that the page may call."""
        for name in dir(type(self)):
            if getattr(getattr(type(self), name), "is_act", False):
                yield getattr(self, name)

    @property
    def keys(self) -> Mapping[str, Callable[[], None]]:
        """Keys that act wherever the focus is, but in a text: ``{"h": self.pain_toggle}``."""
        return {}

    @property
    def on(self) -> bool:
        """Whether it is a tool in the visitor's hand."""
        return False

    def leave(self) -> None:
        """Lay it down, if it is a tool in the visitor's hand."""

    def touch(self, x: float, y: float, width: float, height: float) -> bool:  # noqa: ARG002
        """Take a click on the picture; False when marks may have it."""
        return False

    def escape(self) -> bool:
        """Take a step back; False where there is none to take."""
        return False

    def tell(self) -> None:
        """Tell the page what it shows of this; called when the body or all the rest has changed."""
