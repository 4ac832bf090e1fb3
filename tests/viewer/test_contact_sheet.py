"""The contact sheet: what it gathers, from where it looks, what it writes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from points.model import TriggerPoint
from viewer.cli import main
from viewer.contact_sheet import TILE, best_sides, sheets_of
from viewer.errors import UnknownError


@pytest.fixture(scope="module")
def atlas(shipped):
    return shipped("male")


def test_every_trigger_point_is_on_the_sheet_of_its_muscle(atlas):
    gathered = {mark.id for sheet in sheets_of(atlas) for mark in sheet.marks}
    wanted = {
        mark.id
        for mark in atlas.marks.values()
        if isinstance(mark.definition, TriggerPoint) and mark.located.side != "right"
    }
    assert gathered == wanted
    assert all(
        mark.definition.muscle == sheet.muscle.key for sheet in sheets_of(atlas) for mark in sheet.marks
    )


def test_the_beginning_of_a_key_means_all_its_parts(atlas):
    keys = [sheet.muscle.key for sheet in sheets_of(atlas, ["trapezius"])]
    assert sorted(keys) == ["trapezius_lower", "trapezius_middle", "trapezius_upper"]
    with pytest.raises(UnknownError, match="no muscle 'trapez'"):
        sheets_of(atlas, ["trapez"])


@pytest.mark.parametrize("way", [[0, -1, 0], [0, 1, 0], [1, 0, 0]])
def test_skin_is_looked_at_from_where_it_faces(way):
    normals = np.tile(np.array(way, float), (5, 1))
    np.testing.assert_allclose(next(best_sides(normals, np.ones(5)))[0], way, atol=1e-12)


def test_what_counts_more_is_looked_at():
    normals = np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.0]])
    (first, seen), *_ = best_sides(normals, np.array([1.0, 3.0]))
    np.testing.assert_allclose(first, normals[1], atol=1e-12)
    assert seen == pytest.approx(3.0)


@pytest.mark.usefixtures("drawing")
def test_a_muscle_is_drawn_with_a_tile_for_itself_and_for_each_point(tmp_path, capsys):
    folder = tmp_path / "sheets"
    assert main(["sheet", "--out", str(folder), "--muscle", "piriformis"]) == 0
    drawn = np.array(Image.open(folder / "piriformis.png").convert("RGB"))
    assert drawn.shape[0] == TILE[1]
    assert drawn.shape[1] > 2.9 * TILE[0]
    tiles = [drawn[:, at : at + TILE[0]].astype(int) for at in (0, TILE[0] + 4, 2 * (TILE[0] + 4))]
    reds = [((tile[..., 0] > tile[..., 1] + 60).mean()) for tile in tiles]
    assert min(reds) > 0.005  # flesh, zone, zone
    assert not np.array_equal(tiles[1], tiles[2])
    page = (folder / "index.html").read_text()
    assert "piriformis.TrP1" in page
    assert "schematic" in page
    assert "1 of 1: piriformis.png" in capsys.readouterr().err


def test_what_cannot_be_is_said(tmp_path, capsys):
    assert main(["sheet", "--out", str(tmp_path), "--muscle", "liver"]) == 1
    assert "no muscle 'liver'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert main(["sheet", "--out", str(tmp_path / "no" / "where")]) == 1
    assert "Cannot make the folder" in capsys.readouterr().err
