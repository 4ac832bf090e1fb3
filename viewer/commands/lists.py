"""Commands that list what the atlas holds, as CSV or JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.commands.given import Body, Out
from viewer.commands.speaking import progress, put_out, say

if TYPE_CHECKING:
    from points.atlas import Atlas
    from viewer.listing import Listing


def points(*, body: Body = "male", out: Out = None) -> None:
    """List every located point of both systems."""
    from viewer.listing import points_listing

    _list(points_listing, body, out)


def landmarks(*, body: Body = "male", out: Out = None) -> None:
    """List the landmarks of a body."""
    from viewer.listing import landmarks_listing

    _list(landmarks_listing, body, out)


def channels(*, body: Body = "male", out: Out = None) -> None:
    """List the samples of every channel path."""
    from viewer.listing import channels_listing

    _list(channels_listing, body, out)


def zones(*, body: Body = "male", out: Out = None) -> None:
    """List the skin regions that each referred-pain zone covers."""
    from viewer.listing import zones_listing

    _list(zones_listing, body, out)


def sources(*, out: Out = None) -> None:
    """List every shipped file and source of facts, with its licence."""
    from viewer.sources import sources_listing

    _emit(sources_listing, out)


def _list(make: Callable[[Atlas], Listing], body: str, out: Path | None) -> None:
    from points.load import load_atlas

    _emit(lambda: make(load_atlas(body, say, progress)), out)


def _emit(make: Callable[[], Listing], out: Path | None) -> None:
    from viewer.listing import as_csv, check_name, save

    if out is None:
        put_out(as_csv(make()))
        return
    check_name(out)  # before anything takes long
    save(make(), out)
