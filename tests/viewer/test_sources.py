"""What ships and where its facts come from."""

from __future__ import annotations

import pytest

from points.tables import load_tables
from viewer import sources
from viewer.errors import ViewerError


def test_every_declared_file_and_every_work_is_listed():
    made = sources.sources_listing()
    assert made.columns == ("kind", "key", "origin", "licence", "use", "rows")
    keys = [(row[0], row[1]) for row in made.rows]
    assert len(set(keys)) == len(keys)
    assert {key for kind, key in keys if kind == "facts"} == set(load_tables().sources)
    files = {key for kind, key in keys if kind == "file"}
    assert {"meshes/data/male.npz", "points/data/acupoints/GB.tsv", "viewer/ui/static/"} <= files
    assert all(all(row[:4]) for row in made.rows)
    idle = [row[1] for row in made.rows if row[0] == "facts" and not row[5]]
    assert idle == [], "sources on which nothing rests"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "The list of shipped files is missing"),
        ("", "is damaged: row 1 must be file, sha256"),
        ("file\tlicence\n", "is damaged: row 1 must be file, sha256"),
        ("\t".join(sources.COLUMNS) + "\na\tb\n", "row 2 has 2 cells; it must have 7"),
    ],
)
def test_a_registry_that_is_missing_or_damaged_is_told(tmp_path, monkeypatch, content, said):
    if content is not None:
        (tmp_path / sources.REGISTRY).write_text(content, encoding="utf-8")
    monkeypatch.setattr(sources.resources, "files", lambda _: tmp_path)
    with pytest.raises(ViewerError, match=said):
        sources.read_registry("points", "")
