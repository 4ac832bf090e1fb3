"""Bodies that ship with the program: read, checked against the registry, and subdivided.

``REGISTRY.tsv`` lists the data files with their origin. What recipes make is checked against its SHA-256
there each time it is read. ``picks.tsv`` is edited by hand, so its row bears no hash: it is checked by its
meaning instead (columns, triangles, weights).
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from meshes import subdivide
from meshes.body import Body, Eyes, Look
from meshes.errors import AssetError
from meshes.picks import read_picks

DATA = Path(__file__).parent / "data"
REGISTRY = "REGISTRY.tsv"
TOPOLOGY = "topology.npz"
PICKS = "picks.tsv"
BODY_NAMES = ("male", "female")
MICRO = 1000.0  # micrometres in a millimetre

Arrays = Mapping[str, NDArray[Any]]


def load_body(name: str, folder: Path = DATA) -> Body:
    """One of the shipped bodies.

    Parameters
    ----------
    name
        One of ``BODY_NAMES``.
    folder
        Where the data files and their registry lie.

    Raises
    ------
    AssetError
        If there is no such body, or a file is missing, damaged or cannot be understood.
    """
    if name not in BODY_NAMES:
        raise AssetError(f"There is no body named {name!r}; there are {' and '.join(BODY_NAMES)}.")
    own = read_arrays(f"{name}.npz", folder)
    joints = dict(zip(own["joint_names"].tolist(), own["joints_um"] / MICRO, strict=True))
    return assembled(name, name, own["cage_um"] / MICRO, joints, _look(own), folder)


def assembled(
    name: str,
    sex: str,
    cage_mm: NDArray[np.float64],
    joints_mm: Mapping[str, NDArray[np.float64]],
    look: Look | None = None,
    folder: Path = DATA,
) -> Body:
    """Body from the positions of its coarse vertices, with the landmarks of the shipped one of its sex.

    Parameters
    ----------
    name
        What to call it.
    sex
        One of ``BODY_NAMES``.
    cage_mm, joints_mm
        (v, 3) coarse vertices, and joint centres by name.
    look
        What is baked for drawing it, if anything is.
    folder
        Where the data files and their registry lie.

    Raises
    ------
    AssetError
        If a file is missing, damaged or cannot be understood.
    """
    shared = read_arrays(TOPOLOGY, folder)
    coarse = subdivide.topology(shared["quads"], len(cage_mm))
    faces = subdivide.triangles(subdivide.subdivided_quads(coarse))
    outer = np.unpackbits(shared["outer"], count=len(coarse.quads)).astype(bool)
    return Body(
        name=name,
        vertices_mm=subdivide.subdivided_values(coarse, cage_mm),
        faces=faces,
        outer=np.repeat(outer, len(faces) // len(outer)),
        joints_mm=joints_mm,
        picks=read_picks(folder / PICKS, sex, len(faces)),
        look=look,
    )


def _look(arrays: Arrays) -> Look:
    """Occlusion, tints and eyes of one body's file."""
    exposure = (arrays["exposure"] / 255).astype(np.float32)
    tints = {}
    for name in arrays["tint_names"].tolist():
        weights = np.zeros(len(exposure), dtype=np.float32)
        weights[arrays[f"tint_{name}_vertices"]] = arrays[f"tint_{name}_weights"] / 255
        tints[name] = weights
    vertices_mm = arrays["eye_vertices_um"] / MICRO
    return Look(exposure, tints, Eyes(vertices_mm, arrays["eye_faces"].astype(np.int32), arrays["eye_rgb"]))


def _registered(folder: Path) -> dict[str, str]:
    """File name to the SHA-256 that the registry gives for it."""
    path = folder / REGISTRY
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["file"]: row["sha256"] for row in csv.DictReader(file, delimiter="\t")}
    except FileNotFoundError:
        raise AssetError(f"The registry of the body files is missing: {path}.") from None
    except (KeyError, UnicodeDecodeError):
        raise AssetError(f"{path} is not a registry with the columns file and sha256.") from None


def read_arrays(name: str, folder: Path = DATA) -> Arrays:
    """Read all arrays of a data file whose content has the registered hash.

    Raises
    ------
    AssetError
        If the file is not registered, missing, damaged or no archive of arrays.
    """
    path, digests = folder / name, _registered(folder)
    if name not in digests:
        raise AssetError(f"{name} has no row in {REGISTRY}, so it cannot be trusted.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise AssetError(
            f"The body file {path} is missing; reinstall the program or run the recipe."
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != digests[name]:
        wanted = digests[name][:12]
        raise AssetError(f"{path} is damaged: its SHA-256 begins with {found[:12]}, not with {wanted}.")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (ValueError, OSError, zipfile.BadZipFile):
        raise AssetError(f"{path} matches the registry but is no archive of arrays.") from None
