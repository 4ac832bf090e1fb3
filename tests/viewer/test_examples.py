"""The marks that the page offers to begin with."""

import pytest

from meshes.store import BODY_NAMES
from points.load import load_atlas
from viewer.offers import EXAMPLES


@pytest.mark.parametrize("body", BODY_NAMES)
def test_every_mark_offered_to_begin_with_is_on_the_body(body):
    assert set(EXAMPLES) <= set(load_atlas(body).marks)
