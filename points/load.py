"""The atlas of a body: from the file that ships, from the user's cache, or computed now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from meshes.body import Body
from meshes.store import load_body
from points.atlas import Atlas
from points.store import StaleError, inputs_key, read, save
from points.tables import DATA, Tables, load_tables

BAKED = DATA / "baked"


def load_atlas(body_name: str, say: Callable[[str], None] = lambda _: None) -> Atlas:
    """Return both maps on a body.

    Parameters
    ----------
    body_name
        One of ``meshes.BODY_NAMES``.
    say
        Told a sentence when the atlas has to be computed, which takes about a minute.

    Raises
    ------
    AssetError
        If there is no such body or its files are damaged.
    TableError
        If a table breaks its model; every problem is named.
    AtlasError
        If the stored atlas is damaged.
    """
    body = load_body(body_name)
    tables = load_tables()
    key = inputs_key(body_name)
    for path in (BAKED / f"{body_name}.npz", cached_path(body_name, key)):
        try:
            return read(path, key, body, tables)
        except StaleError:
            continue
    return _computed(body, tables, key, say)


def cached_path(body_name: str, key: str) -> Path:
    """Where the user's cache keeps an atlas of this key."""
    from platformdirs import user_cache_path

    return user_cache_path("ashimap") / f"{body_name}-{key[:16]}.npz"


def _computed(body: Body, tables: Tables, key: str, say: Callable[[str], None]) -> Atlas:
    from points.bake import compute_atlas

    say(f"The tables or the {body.name} body have changed: placing everything anew, about a minute.")
    atlas = compute_atlas(body, tables)
    try:
        save(atlas, key, cached_path(body.name, key))
    except OSError:
        say("The result could not be kept in the cache folder; it will be computed again next time.")
    return atlas
