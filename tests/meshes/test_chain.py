"""Laws of chains of arcs, and of parts of a web."""

from itertools import pairwise

import numpy as np
import pytest

from meshes.arcs import Web
from meshes.chain import Chains
from meshes.surface import Surface


@pytest.fixture(scope="module", params=["sphere", "column", "slab"])
def web(request):
    return Web(Surface(request.getfixturevalue(request.param)))


def whole(web):
    return web.part(np.arange(len(web.surface.body.vertices_mm)))


def length_mm(web, outlooks, chain):
    """Length of a chain, by the arcs of the web; the same arc may have been found twice."""
    arcs = web.arcs()
    lengths = [
        arcs.length_mm[(arcs.source == one) & (arcs.vertex == two)].min()
        for one, two in pairwise(chain.tolist())
    ]
    ends = [
        spot.lengths_mm[spot.vertices == vertex].min()
        for spot, vertex in zip(outlooks, (chain[0], chain[-1]), strict=True)
    ]
    return sum(ends) + sum(lengths)


def test_a_chain_is_as_short_as_one_sought_in_the_whole_web(web, spots):
    chains, everything = Chains(web), whole(web)
    points = spots(web.surface.body, 11, 40)
    for pair in zip(points[:20], points[20:], strict=True):
        start, end = chains.outlooks(pair)
        far, _ = everything.distances(start.vertices, start.lengths_mm, np.inf)
        shortest = float((far[end.vertices] + end.lengths_mm).min())
        assert length_mm(web, (start, end), chains.shortest(start, end)) == pytest.approx(shortest, abs=1e-9)


def test_many_outlooks_are_those_of_each_spot(web, spots):
    chains, points = Chains(web), spots(web.surface.body, 12, 12)
    for point, together in zip(points, chains.outlooks(points), strict=True):
        (alone,) = chains.outlooks([point])
        order, other = (
            np.lexsort((together.lengths_mm, together.vertices)),
            np.lexsort((alone.lengths_mm, alone.vertices)),
        )
        assert np.array_equal(together.vertices[order], alone.vertices[other])
        assert np.allclose(together.lengths_mm[order], alone.lengths_mm[other])


def test_a_part_has_the_arcs_of_the_web_between_its_vertices(web):
    arcs, chosen = web.arcs(), np.arange(0, len(web.surface.body.vertices_mm), 3)
    part = web.part(chosen)
    inside = np.isin(arcs.source, chosen) & np.isin(arcs.vertex, chosen)
    rows = np.repeat(part.vertices, np.diff(part.starts))
    assert np.array_equal(rows, arcs.source[inside])
    assert np.array_equal(part.vertices[part.ends], arcs.vertex[inside])
    assert np.array_equal(part.lengths_mm, arcs.length_mm[inside])


def test_seeds_outside_a_part_do_not_count(web):
    part = web.part(np.arange(50))
    far, before = part.distances(np.array([7, 60]), np.array([2.0, 0.0]), np.inf)
    assert far[7] == 2.0
    assert (before == 50).nonzero()[0].tolist() == [7]
    nothing, _ = part.distances(np.array([60]), np.array([0.0]), np.inf)
    assert np.isinf(nothing).all()
