"""The atlas of a body: from the file that ships, from the user's cache, or computed now.

A stored atlas is read with the tables that it tells something of. Those that only fix where things are need
not be read again: the key of the file says that it was computed from them. Facts are compared with
positions (`points.facts`), no atlas holds them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from meshes.body import Body
from meshes.store import load_body
from points.archive import StaleError
from points.atlas import Atlas
from points.errors import AtlasError, TableError
from points.garbage import uncollected
from points.progress import Progress, unseen
from points.store import inputs_key, read, save
from points.tables import DATA, MUSCLES, TOLD, Tables, load_tables

if TYPE_CHECKING:
    from points.cun_grid import GridLine
    from points.locate import Locator
    from points.muscle import MuscleBody
    from points.overlap.agreement import Agreement
    from points.overlap.along import Along

BAKED = DATA / "baked"
MUSCLE_BODIES = DATA / "muscle_bodies"

Result = TypeVar("Result")


def load_atlas(
    body_name: str,
    say: Callable[[str], None] = lambda _: None,
    progress: Progress = unseen,
    *,
    baked: Path = BAKED,
    cache: Path | None = None,
) -> Atlas:
    """Return both maps on a body.

    Parameters
    ----------
    body_name
        One of ``meshes.BODY_NAMES``.
    say
        Told a sentence when the atlas has to be computed, which takes up to a minute.
    progress
        Told then how far it has come.
    baked
        Folder of the atlases that ship.
    cache
        Folder of those computed later; None for the user's cache folder.

    Raises
    ------
    AssetError
        If there is no such body or its files are damaged.
    TableError
        If a table breaks its model; every problem is named.
    AtlasError
        If the atlas that ships is damaged, or something has no place on the body.
    """
    body = load_body(body_name)
    with uncollected():
        tables, key = _told(), inputs_key(body_name)
        with contextlib.suppress(StaleError):
            return read(baked / f"{body_name}.npz", key, body, tables)
        kept = (cache or _user_cache()) / f"{body_name}-{key[:16]}.npz"
        with contextlib.suppress(AtlasError):  # a damaged one in the cache is no loss: it is computed again
            return read(kept, key, body, tables)
    return _computed(body, load_tables(), key, kept, say, progress)


@dataclass(frozen=True)
class _Stored:
    """A result that ships, or is in the user's cache, or is computed and put there."""

    name: str
    key: str
    baked: Path
    cache: Path | None

    def load(
        self,
        read_it: Callable[[Path, str], Result],
        compute: Callable[[], Result],
        save_it: Callable[[Result, str, Path], None],
    ) -> Result:
        with contextlib.suppress(StaleError):
            return read_it(self.baked / f"{self.name}.npz", self.key)
        kept = (self.cache or _user_cache()) / f"{self.name}-{self.key[:16]}.npz"
        with contextlib.suppress(AtlasError):  # a damaged one in the cache is no loss: it is computed again
            return read_it(kept, self.key)
        result = compute()
        with contextlib.suppress(OSError):  # then it will be computed again next time
            save_it(result, self.key, kept)
        return result


def _told() -> Tables:
    """Tables that a stored atlas needs; where one of them is damaged, what is wrong with any of all."""
    try:
        return load_tables(of=TOLD)
    except TableError:
        return load_tables()


def _user_cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("ashimap")


def _computed(
    body: Body, tables: Tables, key: str, kept: Path, say: Callable[[str], None], progress: Progress
) -> Atlas:
    from points.bake import compute_atlas
    from points.check import missing_picks, require_sound

    require_sound(tables)
    missing = missing_picks(tables, body.picks)
    if missing:
        raise AtlasError(
            f"The {body.name} body lacks the landmarks {', '.join(missing)}: each needs a row in picks.tsv."
        )
    say(f"The tables or the {body.name} body have changed: placing everything anew, about a minute.")
    atlas = compute_atlas(body, tables, progress)
    try:
        save(atlas, key, kept)
    except OSError:
        say("The result could not be kept in the cache folder; it will be computed again next time.")
    return atlas


def load_muscles(
    body_name: str,
    say: Callable[[str], None] = lambda _: None,
    *,
    baked: Path = BAKED,
    cache: Path | None = None,
) -> Mapping[str, MuscleBody]:
    """Return the schematic muscles of a body by ``key/side``; as `load_atlas` in all else."""
    from points.muscle_store import muscles_key, read_muscles, save_muscles

    def shape() -> Mapping[str, MuscleBody]:
        from points.locate import Locator as Placer

        say(f"The muscles of the {body_name} body have changed: shaping them anew, about a minute.")
        return shape_muscles(Placer(load_body(body_name), load_tables()))

    key = muscles_key(body_name, MUSCLE_BODIES, layers_of(load_tables(of=(MUSCLES,))))
    stored = _Stored(f"{body_name}_muscles", key, baked, cache)
    return stored.load(read_muscles, shape, save_muscles)


def load_agreement(
    body_name: str,
    say: Callable[[str], None] = lambda _: None,
    *,
    baked: Path = BAKED,
    cache: Path | None = None,
) -> Agreement:
    """Return how far both maps agree on a body, and chance; as `load_atlas` in all else."""
    from points.overlap.agreement import agreement_key, compare, read_agreement, save_agreement

    def measure() -> Agreement:
        say(f"The maps of the {body_name} body have changed: comparing them anew, about a minute.")
        return compare(load_atlas(body_name, say), load_muscles(body_name, say))

    stored = _Stored(f"{body_name}_agreement", agreement_key(body_name), baked, cache)
    return stored.load(read_agreement, measure, save_agreement)


def load_along(
    body_name: str,
    say: Callable[[str], None] = lambda _: None,
    *,
    baked: Path = BAKED,
    cache: Path | None = None,
) -> Along:
    """Return how zones and channels of a body agree; as `load_atlas` in all else."""
    from points.overlap.along import along_key, read_along, relate, save_along

    def measure() -> Along:
        say(f"Zones or channels of the {body_name} body have changed: relating them anew, some seconds.")
        return relate(load_atlas(body_name, say))

    stored = _Stored(f"{body_name}_along", along_key(body_name), baked, cache)
    return stored.load(read_along, measure, save_along)


def load_grid(
    body_name: str,
    say: Callable[[str], None] = lambda _: None,
    *,
    baked: Path = BAKED,
    cache: Path | None = None,
) -> tuple[GridLine, ...]:
    """Return the cun grid of a body; as `load_atlas` in all else."""
    from points.cun_grid import grid, grid_key, read_grid, save_grid

    def lay() -> tuple[GridLine, ...]:
        from points.locate import Locator as Placer

        say(f"The rulers of the {body_name} body have changed: laying the cun grid anew, some seconds.")
        atlas = load_atlas(body_name, say)
        return grid(Placer(atlas.body, load_tables()), atlas)

    return _Stored(f"{body_name}_grid", grid_key(body_name), baked, cache).load(read_grid, lay, save_grid)


def shape_muscles(locator: Locator, of: Iterable[str] | None = None) -> Mapping[str, MuscleBody]:
    """Shape the muscles of a body: all, or what stands for some muscles.

    Raises
    ------
    TableError
        If a file of muscle bodies breaks its model.
    AtlasError
        If a muscle has no place on the body; each is named.
    """
    from points.muscle_bodies import build_muscles
    from points.muscle_parts import bodies_of
    from points.muscle_rows import read_muscle_bodies

    rows = read_muscle_bodies(MUSCLE_BODIES)
    if of is not None:
        wanted = {key for muscle in of for key in bodies_of(muscle, locator.tables.muscles, rows)}
        rows = {key: row for key, row in rows.items() if key in wanted}
    muscles, problems = build_muscles(locator, rows, layers_of(locator.tables))
    if problems:
        raise AtlasError(f"On the {locator.body.name} body: " + "; ".join(problems))
    return muscles


def layers_of(tables: Tables) -> dict[str, int]:
    """Layer of each muscle under the skin, 1 directly under it; 1 where none is said."""
    return {key: muscle.layer or 1 for key, muscle in tables.muscles.items()}
