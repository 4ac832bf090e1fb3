"""Files that take a while to make, made in a process of their own: the page stays alive, and VTK draws alone.

The process is told what to make on its standard input, so that no note about a patient stands in the list of
processes that everybody on the machine can read, and it writes the file to its standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.errors import ViewerError
from viewer.gl import WINDOW

if TYPE_CHECKING:
    from points.atlas import Atlas
    from points.muscle import MuscleBody

HANDOUT, MODEL, PICTURE = "handout", "model", "picture"


async def make(job: Mapping[str, Any]) -> bytes:
    """Make a file.

    Parameters
    ----------
    job
        ``kind``: ``handout`` with the ``options`` of `viewer.handout.chosen.HandoutOptions`; ``model`` (GLB)
        with an ``exhibit``, or with ``options`` of `viewer.shot.ShotOptions`; ``picture`` (PNG) with a
        ``document`` of `viewer.notes` and a ``paper`` of `viewer.export.PrintSize`.

    Raises
    ------
    ViewerError
        If it cannot be made; says why.
    """
    # it tries anew what draws, and finds us from wherever the program was started
    environment = {key: value for key, value in os.environ.items() if key != WINDOW}
    places = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(places)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "viewer.making",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env=environment,
    )  # fmt: skip
    try:
        content, said = await process.communicate(json.dumps(job).encode())
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines()
        raise ViewerError(lines[-1] if lines else f"The file could not be made ({process.returncode}).")
    return content


def made(job: Mapping[str, Any]) -> bytes:
    """Make a file in this process; as `make`."""
    if job["kind"] == HANDOUT:
        return _handout(job["options"])
    if job["kind"] == MODEL:
        return _model(job)
    return _picture(job["document"], job["paper"])


def _handout(options: Mapping[str, Any]) -> bytes:
    from viewer.handout.chosen import HandoutOptions
    from viewer.handout.write import make
    from viewer.state import AshiMark

    kept = tuple(AshiMark(**one) for one in options.get("kept", ()))
    asked = HandoutOptions(**{**options, "codes": tuple(options["codes"]), "kept": kept})
    return make(_atlas(asked.body), _muscles(asked.body), asked).encode()


def _model(job: Mapping[str, Any]) -> bytes:
    from viewer.exhibit import Exhibit
    from viewer.export import facts_of, scene_glb
    from viewer.gltf import glb
    from viewer.named_parts import exhibit_nodes
    from viewer.shot import ShotOptions

    body, tone = job["options"]["body"], job["options"]["skin"]
    if job.get("exhibit"):
        exhibit = Exhibit(**{key: _tuples(value) for key, value in job["exhibit"].items()})
        muscles = _muscles(body) if exhibit.muscles else {}
        return glb(exhibit_nodes(_atlas(body), exhibit, muscles, tone), facts_of(_atlas(body)))
    options = ShotOptions(**{key: _tuples(value) for key, value in job["options"].items()})
    return scene_glb(_atlas(body), options, _muscles(body) if "muscles" in options.show else {})


def _picture(document: Mapping[str, Any], paper: Mapping[str, float]) -> bytes:
    from meshes.store import BODY_NAMES
    from viewer.export import PrintSize, desk_png
    from viewer.notes.file import checked
    from viewer.shot import ShotOptions

    seen = checked(document)
    options = ShotOptions(body=seen.view.body)
    size = PrintSize(**paper)
    return desk_png(_atlas, BODY_NAMES, _muscles, size, options, lambda desk: desk.restore(seen))


def _tuples(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


@cache
def _atlas(body: str) -> Atlas:
    from points.load import load_atlas

    return load_atlas(body)


@cache
def _muscles(body: str) -> Mapping[str, MuscleBody]:
    from points.load import load_muscles

    return load_muscles(body, lambda _: None)


def main() -> int:
    """Read a job, write the file; on failure, say one sentence and return 1."""
    try:
        content = made(json.load(sys.stdin))
    except Exception as error:
        from meshes.errors import AssetError
        from points.errors import AtlasError, TableError

        if not isinstance(error, AssetError | AtlasError | TableError | ViewerError):
            raise
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
