"""What is taken home of a desk: which points, and what the files are made of. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from points.model import Side
from viewer import chosen
from viewer.complaints import exhibit_of
from viewer.details.names import title
from viewer.handout.chosen import MOST_CODES, HandoutOptions
from viewer.home import home
from viewer.making import HANDOUT, MODEL, PICTURE
from viewer.selected import MUSCLE, is_mark
from viewer.shot import EXTRA_LAYERS, LAYERS

if TYPE_CHECKING:
    from viewer.controller import Controller

NAME_FILE = "practitioner.txt"  # in the user's folder: who gave the last hand-out
NAMES = {HANDOUT: "hand-out", MODEL: "body", PICTURE: "picture"}
ENDINGS = {HANDOUT: "html", MODEL: "glb", PICTURE: "png"}
TYPES = {HANDOUT: "text/html", MODEL: "model/gltf-binary", PICTURE: "image/png"}
PAPER = {"width_mm": 180.0, "height_mm": 120.0, "dpi": 300.0}


@dataclass(frozen=True)
class Form:
    """What is written into the drawer."""

    practitioner: str = ""
    note: str = ""
    date: str = ""
    with_kept: bool = True


class HomeDesk:
    """What one visitor takes home.

    Parameters
    ----------
    controller
        Knows what is seen and selected.
    """

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self.points: list[str] = []

    def add(self) -> None:
        """Keep what is selected for the hand-out: a mark, or the trigger points of a muscle."""
        for mark in self.selected():
            if mark not in self.points and len(self.points) < MOST_CODES:
                self.points.append(mark)

    def drop(self, mark: str) -> None:
        """Leave a point out again."""
        self.points = [one for one in self.points if one != mark]

    def selected(self) -> tuple[str, ...]:
        """Ids of the points that are selected."""
        atlas, selected = self._controller.atlas, self._controller.state.selection
        if is_mark(selected):
            return (selected,) if selected in atlas.marks else ()
        return chosen.points_of(atlas, selected) if selected.startswith(MUSCLE) else ()

    def listed(self, words: Callable[..., str]) -> list[dict[str, str]]:
        """Id, name, side in words and map of each point that is kept, as far as this body has it."""
        atlas = self._controller.atlas
        marks = [atlas.marks[mark] for mark in self.points if mark in atlas.marks]
        return [
            {
                "id": mark.id,
                "name": title(atlas, mark),
                "side": "" if mark.located.side is Side.MIDLINE else words(f"side.{mark.located.side}"),
                "system": "trigger" if mark.is_trigger_point else "acupoint",
            }
            for mark in marks
        ]

    def name_of(self, kind: str) -> str:
        """Name of the file of a kind."""
        codes = dict.fromkeys(mark.partition("/")[0] for mark in self._codes())
        about = self._controller.state.complaint.key or "-".join([*codes][:2])
        plain = "".join(letter if letter.isalnum() else "-" for letter in about)
        return f"{'-'.join(filter(None, ['ashimap', NAMES[kind], plain]))}.{ENDINGS[kind]}"

    def job(self, kind: str, form: Form) -> dict[str, Any]:
        """Say what is to be made, for `viewer.making`.

        Raises
        ------
        UsageError
            If there is nothing to take home, or the form cannot be read.
        """
        if kind == HANDOUT:
            return {"kind": kind, "options": asdict(self._handout(form))}
        if kind == PICTURE:
            document = self._controller.document().model_dump(mode="json")
            return {"kind": kind, "document": document, "paper": PAPER}
        shown = self._controller.exhibit.shown
        return {
            "kind": kind,
            "exhibit": asdict(shown) if shown is not None else None,
            "options": self._scene(),
        }

    def _handout(self, form: Form) -> HandoutOptions:
        state, atlas = self._controller.state, self._controller.atlas
        key, side = state.complaint.key, state.complaint.side
        usual: tuple[str, ...] = ()
        if key and self.points:  # the points of the complaint and those besides
            from points.complaints import load_complaints

            usual = exhibit_of(atlas, load_complaints().rows[key], side, ()).marks
        return HandoutOptions(
            codes=(*usual, *self._codes()),
            complaint=key,
            side=side if key else "both",
            body=state.body,
            tone=str(state.skin_tone),
            language=str(state.language),
            practitioner=form.practitioner.strip(),
            note=form.note.strip(),
            date=form.date,
            kept=tuple(state.ashi) if form.with_kept else (),
        )

    def _codes(self) -> tuple[str, ...]:
        """Ids of the points that are asked for besides those of a complaint."""
        if self.points or self._controller.state.complaint.key:
            return tuple(mark for mark in self.points if mark in self._controller.atlas.marks)
        return self.selected()

    def _scene(self) -> Mapping[str, Any]:
        state = self._controller.state
        layers = {one.name: getattr(state.layers, one.name) for one in fields(state.layers)}
        return {
            "body": state.body,
            "select": state.selection if is_mark(state.selection) else "",
            "show": [name for name in (*LAYERS, *EXTRA_LAYERS) if layers[name].on],
            "skin": str(state.skin_tone),
            "solo_channel": state.solo_channel,
            "category": state.category,
            "sinews": list(state.sinews),
        }


def remembered() -> str:
    """Name of who gave the last hand-out on this machine; empty for nobody yet."""
    try:
        return (home() / NAME_FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def remember(practitioner: str) -> None:
    """Keep a name for the next hand-out."""
    (home() / NAME_FILE).write_text(practitioner.strip() + "\n", encoding="utf-8")
