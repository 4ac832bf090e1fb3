"""Arrays and words in one file: whole or damaged, of these inputs or of others, unpacked when asked for."""

from __future__ import annotations

import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from points import archive
from points.errors import AtlasError
from points.packed import Coded, Decimal, Groups, Lazy, Real

ARRAYS = {"numbers": np.arange(5000.0), "none": np.zeros((0, 3), np.int16)}


@pytest.fixture
def path(tmp_path):
    archive.write(tmp_path / "new" / "some.npz", "k", ARRAYS, {"said": ["ü", 1.5, None]})
    return tmp_path / "new" / "some.npz"


def read(path, key="k"):
    return archive.read(path, key, "some", lambda found: (found["numbers"], found["none"], found.words))


def test_what_is_written_is_read(path):
    numbers, none, words = read(path)
    assert np.array_equal(numbers, ARRAYS["numbers"])
    assert none.shape == (0, 3)
    assert none.dtype == np.int16
    assert words["said"] == ["ü", 1.5, None]


def test_numpy_reads_it_too(path):
    with np.load(path) as found:
        assert np.array_equal(found["numbers"], ARRAYS["numbers"])


def test_the_order_of_writing_does_not_matter(path, tmp_path):
    archive.write(tmp_path / "b.npz", "k", dict(reversed(ARRAYS.items())), {"said": ["ü", 1.5, None]})
    assert path.read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_every_flipped_bit_is_noticed_though_no_member_is_unpacked(path):
    content = path.read_bytes()
    for place in range(0, len(content), 7):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(AtlasError, match=r"some file .* is damaged; delete it, or reinstall"):
            archive.read(path, "k", "some", lambda found: found.words)


def test_another_key_no_file_and_a_file_of_an_older_kind_are_stale(path):
    with pytest.raises(archive.StaleError, match=r"made from other inputs; run python -m points\.bake"):
        read(path, "other")
    with pytest.raises(archive.StaleError, match="There is no some file"):
        read(path.with_name("none.npz"))
    with zipfile.ZipFile(path, "w") as unsealed:
        unsealed.writestr("words.npy", b"anything")
    with pytest.raises(archive.StaleError, match="made from other inputs"):
        read(path)


def test_a_member_that_is_not_there_is_damage(path):
    with pytest.raises(AtlasError, match="damaged"):
        archive.read(path, "k", "some", lambda found: found["absent"])


def test_a_lazy_mapping_makes_each_value_once_and_only_when_asked():
    asked = []

    def make(place):
        asked.append(place)
        return {"place": place}

    lazy = Lazy(["a", "b", "c"], make)
    assert list(lazy) == ["a", "b", "c"]
    assert len(lazy) == 3
    assert "b" in lazy
    assert "d" not in lazy
    assert asked == []
    assert lazy["b"] is lazy["b"]
    assert asked == [1]
    assert lazy.get("d") is None
    assert [value["place"] for value in lazy.values()] == [0, 1, 2]


@given(st.lists(st.floats(0.0, 20_000.0)), st.integers(0, 4))
def test_rounded_numbers_come_back_to_the_last_bit(numbers, places):
    rounded = [round(number, places) for number in numbers]
    assert Decimal(places).unpack(Decimal(places).pack(rounded)) == rounded


@given(st.lists(st.none() | st.floats(allow_nan=False)))
def test_numbers_come_back_as_they_are_and_none_as_none(numbers):
    assert Real().unpack(Real().pack(numbers)) == numbers


@given(st.dictionaries(st.sampled_from("abcde"), st.lists(st.tuples(st.sampled_from("xyz"), st.none()))))
def test_groups_come_back_in_their_order(groups):
    packing = Groups("g", "abcde", {"what": Coded("xyz"), "size": Real()}, tuple, lambda *row: row)
    found = packing.unpack(packing.pack(groups))
    assert list(found) == list(groups)
    assert {key: list(rows) for key, rows in found.items()} == groups
