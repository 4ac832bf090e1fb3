"""What is drawn in a renderer: layers by key, shown or hidden, in the order that they are drawn in."""

from __future__ import annotations

from collections.abc import Iterator

from vtkmodules.vtkRenderingCore import vtkProp

from viewer.draw.arrows import DrawnArrows
from viewer.draw.drawn import Drawn
from viewer.draw.halves import Board
from viewer.draw.labels import DrawnLabels
from viewer.draw.marks import DrawnMarks
from viewer.draw.paths import DrawnPaths
from viewer.draw.surface import DrawnEyes, DrawnFlesh, DrawnSkin

OPAQUE = 0.98  # from here on the skin hides what is behind it


class Cast:
    """Everything that a board shows for layers."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._drawn: dict[str, Drawn] = {}
        self._shown: dict[str, bool] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the layers, in the order they were first shown."""
        return tuple(self._drawn)

    @property
    def seen(self) -> tuple[str, ...]:
        """Keys of the layers that show, and have something to show."""
        shown = (key for key, on in self._shown.items() if on and not _is_bare(self._drawn[key]))
        return tuple(key for key in shown if any(self._board.shows(half, key) for half in self._board.halves))

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """Everything that is drawn, whether or not it shows."""
        return tuple(self._drawn.values())

    def get(self, key: str) -> Drawn:
        """Return what is drawn for a layer.

        Raises
        ------
        KeyError
            If there is no such layer.
        """
        if key not in self._drawn:
            raise KeyError(f"The scene has no layer {key!r}; it has {', '.join(self._drawn) or 'none'}.")
        return self._drawn[key]

    def put(self, key: str, drawn: Drawn) -> None:
        """Draw a layer, in the place of the one that has its key; it is hidden only if that one was."""
        self._take_out(key)
        self._drawn[key] = drawn
        self._shown.setdefault(key, True)
        second = _second(drawn)
        if second is not None:  # each half has names, eyes and a skin of its own
            self._board.add(key, drawn.prop, only=0)
            self._board.add(key, second, only=1)
        else:
            self._board.add(key, drawn.prop)
        self._veil_last()
        self.set_visible(key, self._shown[key])

    def raise_(self, key: str) -> None:
        """Draw a layer after all others, so that it lies over those that let see through."""
        drawn = self.get(key)
        self._board.remove(drawn.prop)
        self._board.add(key, drawn.prop)
        self._veil_last()

    def remove(self, key: str) -> None:
        """Take a layer out; no harm if it is not there."""
        self._take_out(key)
        self._drawn.pop(key, None)
        self._shown.pop(key, None)
        self.settle()

    def set_visible(self, key: str, on: bool) -> None:
        """Show or hide a layer."""
        drawn = self.get(key)
        if isinstance(drawn, DrawnSkin | DrawnEyes | DrawnFlesh | DrawnLabels):
            drawn.set_visible(on)
        else:
            drawn.prop.SetVisibility(on)
        self._shown[key] = on
        self.settle()

    def set_opacity(self, key: str, opacity: float) -> None:
        """Let a layer show through: 0 (not seen) to 1."""
        self.get(key).set_opacity(opacity)
        self._cull()

    @property
    def skin(self) -> DrawnSkin | None:
        """The skin, if it shows."""
        skins = [d for key, d in self._drawn.items() if isinstance(d, DrawnSkin) and self._shown[key]]
        return skins[0] if skins else None

    def hides(self, half: int) -> bool:
        """Tell whether the skin hides what is behind it in a half."""
        skin = self.skin
        return skin is not None and skin.opacity_in(half) >= OPAQUE

    def settle(self) -> None:
        """Suit the skin to the halves: where only the first shows what is under it, the second is solid."""
        fleshes = [key for key, d in self._drawn.items() if isinstance(d, DrawnFlesh) and self._shown[key]]
        solid = bool(fleshes) and not any(self._board.shows(1, key) for key in fleshes)
        for drawn in self._drawn.values():
            if isinstance(drawn, DrawnSkin | DrawnEyes):
                drawn.keep_solid(solid)
        self._cull()

    @property
    def marks(self) -> Iterator[DrawnMarks]:
        """The marks that show."""
        return (d for key, d in self._drawn.items() if isinstance(d, DrawnMarks) and self._shown[key])

    @property
    def labels(self) -> Iterator[DrawnLabels]:
        """The labels that show."""
        return (d for key, d in self._drawn.items() if isinstance(d, DrawnLabels) and self._shown[key])

    def _take_out(self, key: str) -> None:
        drawn = self._drawn.get(key)
        if drawn is not None:
            self._board.remove(drawn.prop)
        for extra in _extras(drawn):
            self._board.remove(extra)

    def _veil_last(self) -> None:
        """Draw after all else what is blended over it: faint flesh after flesh, then what veils the skin."""
        fleshes = [drawn for drawn in self._drawn.values() if isinstance(drawn, DrawnFlesh)]
        for flesh in sorted(fleshes, key=lambda drawn: -drawn.layer.strength):
            self._again(flesh.layer.key, flesh.veil, flesh.prop)
        for drawn in self._drawn.values():
            if isinstance(drawn, DrawnSkin):
                for half, coat in enumerate(drawn.coats):
                    self._again(drawn.layer.key, coat.lining, coat.veil, only=half)

    def _again(self, key: str, *props: vtkProp, only: int | None = None) -> None:
        for prop in props:
            self._board.remove(prop)
            self._board.add(key, prop, only)

    def _cull(self) -> None:
        """Leave out marks and lines that face away, where the skin hides them anyway: it is quicker."""
        for key, drawn in self._drawn.items():
            if isinstance(drawn, DrawnMarks | DrawnPaths | DrawnArrows):
                halves = [half for half in self._board.halves if self._board.shows(half, key)]
                drawn.prop.GetProperty().SetBackfaceCulling(all(map(self.hides, halves)))


def _is_bare(drawn: Drawn) -> bool:
    if isinstance(drawn, DrawnMarks):
        return not (drawn.radii_mm > 0.0).any()
    return isinstance(drawn, DrawnPaths) and not drawn.layer.lines_mm


def _second(drawn: Drawn) -> vtkProp | None:
    """Return what the second half shows in its place, if that is another thing."""
    if isinstance(drawn, DrawnSkin):
        return drawn.coats[1].prop
    return drawn.second if isinstance(drawn, DrawnLabels | DrawnEyes) else None


def _extras(drawn: Drawn | None) -> tuple[vtkProp, ...]:
    if isinstance(drawn, DrawnSkin):
        first, second = drawn.coats
        return first.veil, first.lining, second.prop, second.veil, second.lining
    if isinstance(drawn, DrawnLabels | DrawnEyes):
        return (drawn.second,)
    return (drawn.veil,) if isinstance(drawn, DrawnFlesh) else ()
