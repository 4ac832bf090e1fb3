"""Bodies of other shapes, drawn from a compact basis that ships: no network, no morph targets at run time.

A shape is named by four macro settings of MakeHuman (muscle, weight, height, proportions; young adults, the
sex and the pose are those of the shipped bodies). Its vertices and joints are ``mean + scores @ components``,
the scores a linear map of `features` of the settings. The recipe ``meshes.recipes.build_shapes`` finds both
and measures how far the result is from the true shape.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from meshes import store
from meshes.body import Body, FloatArray
from meshes.errors import AssetError
from meshes.shell import volume_mm3

SHAPES = "shapes.npz"
MOST_SD = 2.0  # no setting is drawn farther than this many standard deviations from its middle,
MOST_TOGETHER = 2.5  # nor all four together: bodies at a corner of what can be named hardly exist
MIRROR = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Settings:
    """Macro settings of a shape, each from 0 to 1; 0.5 is MakeHuman's average."""

    muscle: float
    weight: float
    height: float
    proportions: float


@dataclass(frozen=True, eq=False)
class Basis:
    """Shapes of one sex.

    Attributes
    ----------
    sex
        ``male`` or ``female``.
    spread
        (4, 3) of each setting its middle and one standard deviation below and above it.
    mean_mm
        (r, 3) of the rows that are kept: coarse vertices on the left and the midline, then joints there.
    components_mm
        (k, r, 3) principal components.
    scores
        (f, k) from the features of a shape to its scores.
    left, right
        (l,) coarse vertices that are kept, and their mirror images.
    joints
        Names of the joints that are kept.
    error_mm
        Distance from the true shape: the median, what 99.9 % of all vertices are within, and the worst.
    """

    sex: str
    spread: FloatArray
    mean_mm: FloatArray
    components_mm: FloatArray
    scores: FloatArray
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    joints: tuple[str, ...]
    error_mm: tuple[float, float, float]

    def settings(self, deviations: FloatArray) -> Settings:
        """Give the settings at (4,) standard deviations from the middle.

        Raises
        ------
        AssetError
            If one of them is farther away than ``MOST_SD``.
        """
        if not (np.abs(deviations) <= MOST_SD).all():
            raise AssetError(
                f"A shape must be within {MOST_SD:g} standard deviations, not at {deviations.tolist()}."
            )
        middle, below, above = self.spread.T
        return Settings(*(middle + deviations * np.where(deviations < 0.0, below, above)).tolist())


@dataclass(frozen=True, eq=False)
class DrawnBody:
    """A body of a drawn shape.

    Attributes
    ----------
    body
        The body, with the triangles and the picked landmarks of the shipped one of its sex.
    sex
        ``male`` or ``female``.
    settings
        Its macro settings.
    stature_mm
        Height of the crown over the floor.
    volume_l
        Litres that its skin encloses.
    """

    body: Body
    sex: str
    settings: Settings
    stature_mm: float
    volume_l: float


def draw_body(sex: str, seed: int | tuple[int, ...], folder: Path = store.DATA) -> DrawnBody:
    """Draw a body at random; the same seed gives the same body.

    Parameters
    ----------
    sex
        ``male`` or ``female``.
    seed
        One whole number from 0, or several.
    folder
        Where the data files and their registry lie.

    Raises
    ------
    AssetError
        If there is no such sex, or a file is missing or damaged.
    """
    basis = load_basis(sex, folder)
    numbers = (seed,) if isinstance(seed, int) else seed
    rng = np.random.default_rng((store.BODY_NAMES.index(sex), *numbers))
    deviations = rng.standard_normal(len(basis.spread))
    while np.abs(deviations).max() > MOST_SD or np.linalg.norm(deviations) > MOST_TOGETHER:
        deviations = rng.standard_normal(len(basis.spread))
    return body_of(basis, basis.settings(deviations), folder)


def body_of(basis: Basis, settings: Settings, folder: Path = store.DATA) -> DrawnBody:
    """Make the body that some settings name."""
    scores = features(np.array([astuple(settings)]))[0] @ basis.scores
    rows_mm = basis.mean_mm + np.einsum("k,krx->rx", scores, basis.components_mm)
    rows_mm = np.rint(rows_mm * store.MICRO) / store.MICRO  # whole micrometres, as the shipped bodies
    count = len(basis.left)
    cage_mm = np.empty((max(basis.left.max(), basis.right.max()) + 1, 3))
    cage_mm[basis.right] = rows_mm[:count] * MIRROR
    cage_mm[basis.left] = rows_mm[:count]
    joints_mm = dict(zip(basis.joints, rows_mm[count:], strict=True))
    joints_mm |= {f"{name[:-2]}.R": at * MIRROR for name, at in joints_mm.items() if name.endswith(".L")}
    body = store.assembled(f"drawn {basis.sex}", basis.sex, cage_mm, joints_mm, folder=folder)
    floor_mm = np.array([0.0, 0.0, body.vertices_mm[:, 2].min()])
    body = replace(
        body,
        vertices_mm=body.vertices_mm - floor_mm,
        joints_mm={name: at - floor_mm for name, at in joints_mm.items()},
    )
    stature_mm = float(body.vertices_mm[:, 2].max())
    return DrawnBody(body, basis.sex, settings, stature_mm, volume_mm3(body.vertices_mm, body.faces) / 1e6)


def load_basis(sex: str, folder: Path = store.DATA) -> Basis:
    """Read the shapes of one sex; raises as `draw_body`."""
    if sex not in store.BODY_NAMES:
        raise AssetError(f"There are no shapes of {sex!r}; there are {' and '.join(store.BODY_NAMES)}.")
    arrays = store.read_arrays(SHAPES, folder)
    own = {
        name.removeprefix(f"{sex}_"): array for name, array in arrays.items() if name.startswith(f"{sex}_")
    }
    mean, wide, fine = (
        own[name] * own[f"{name}_step_mm"][:, None, None] for name in ("mean", "wide", "fine")
    )
    return Basis(
        sex=sex,
        spread=own["spread"],
        mean_mm=mean[0],
        components_mm=np.concatenate([wide, fine]),
        scores=own["scores"],
        left=arrays["left"].astype(np.intp),
        right=arrays["right"].astype(np.intp),
        joints=tuple(arrays["joints"].tolist()),
        error_mm=tuple(own["error_mm"].tolist()),
    )


def features(settings: FloatArray) -> FloatArray:
    """(n, f) what a shape depends on linearly, of (n, 4) settings.

    Morph targets are mixed in products of piecewise-linear shares: of muscle and weight each with height and
    with proportions. Posing bends that a little; products of height and proportions make up for it.
    """
    muscle, weight = (_hats(column) for column in settings.T[:2])
    others = np.concatenate([_hats(column)[:, [0, 2]] for column in settings.T[2:]], axis=1)
    build = (muscle[:, :, None] * weight[:, None, :]).reshape(len(settings), -1)
    first, second = np.triu_indices(others.shape[1])
    parts = [build, *(build * others[:, [k]] for k in range(others.shape[1]))]
    return np.concatenate([*parts, others[:, first] * others[:, second]], axis=1)


def _hats(values: FloatArray) -> FloatArray:
    """(n, 3) shares of the anchors 0, 0.5 and 1 that values lie between."""
    anchors = [0.0, 0.5, 1.0]
    return np.stack([np.interp(values, anchors, row) for row in np.eye(3)], axis=1)
