"""How quickly chance is drawn: ``python benchmarks/overlap.py``.

The three null models with 10,000 worlds each on one body, all that has to be prepared for them included,
against a minute; and one world of the regions' null model as the program draws it, beside the same measure
written with one question for the nearest acupoint along the skin per mark. Both give the same kind of figure,
which is printed, so that one can see that they measure the same.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import numpy as np
from frames import commit

from meshes.field import near
from meshes.geodesic import Geodesics
from meshes.surface import Surface
from points.load import load_atlas, load_muscles
from points.overlap.belly import bodies_of_mark
from points.overlap.chance import draw
from points.overlap.criteria import CRITERIA, REACH_MM, Steps, steps, within
from points.overlap.fields import Fields
from points.overlap.maps import Maps, maps_of
from points.overlap.nulls import RegionNull, muscle_null, region_null, shift_null
from points.overlap.spots import uniform

SAMPLES, SLOW_SAMPLES, TOLERANCE_MM = 10_000, 2, 20.0
MINUTE_S, FASTER = 60.0, 50.0


def one_by_one(null: RegionNull, maps: Maps, geodesics: Geodesics, rng: np.random.Generator) -> Steps:
    """Draw one world mark by mark: a spot on the skin of its region, then its nearest channel point."""
    body = geodesics.surface.body
    places = body.faces[[mark.located.point.face for mark in maps.acupoints]]
    weights = np.array([mark.located.point.barycentric for mark in maps.acupoints])
    found = np.full(len(maps.triggers), np.inf)
    for number, region in enumerate(null.region.tolist()):
        spot = uniform(rng, *null.skin[region], 1)
        source = type(maps.triggers[0].located.point)(int(spot.faces[0]), spot.barycentric[0])
        field = near(geodesics.web, [source], REACH_MM + 40.0)
        far = np.full(len(body.vertices_mm), np.inf)
        far[field.vertices] = field.distances_mm
        with np.errstate(invalid="ignore"):
            mm = np.where(np.isinf(far[places]).any(axis=1), np.inf, (weights * far[places]).sum(axis=1))
        found[number] = mm[maps.on_channel].min()
    return steps(found)


def main() -> int:
    atlas, muscles = load_atlas("male"), load_muscles("male")
    start = perf_counter()
    surface = Surface(atlas.body)
    geodesics = Geodesics(surface)
    maps = maps_of(atlas, surface)
    to_points = Fields(geodesics.web, [mark.located.point for mark in maps.acupoints], REACH_MM)
    to_triggers = Fields(geodesics.web, [mark.located.point for mark in maps.triggers], REACH_MM)
    region = region_null(atlas, maps, to_points, CRITERIA)
    bodies = [bodies_of_mark(mark, atlas.muscles, muscles) for mark in maps.triggers]
    belly = muscle_null(surface, maps, to_points, bodies, CRITERIA, np.random.default_rng(0))
    shift = shift_null(maps, to_triggers, atlas.paths, atlas.body, CRITERIA[0])
    prepared = perf_counter() - start
    print(f"Chance on the male body, {SAMPLES} worlds, commit {commit()}\nprepared in {prepared:.1f} s")
    total, each = prepared, {}
    for null in (region, belly, shift):
        start = perf_counter()
        drawn = draw(null, SAMPLES, np.random.SeedSequence(0))
        each[null.key] = perf_counter() - start
        share = within(drawn.of(CRITERIA[0]), TOLERANCE_MM).mean()
        print(f"{null.key:8}{each[null.key]:8.2f} s   expected within {TOLERANCE_MM:.0f} mm: {share:.3f}")
        total += each[null.key]
    print(f"total   {total:8.2f} s   limit {MINUTE_S:.0f} s")
    start = perf_counter()
    slow = [one_by_one(region, maps, geodesics, np.random.default_rng(n)) for n in range(SLOW_SAMPLES)]
    slow_s = (perf_counter() - start) / SLOW_SAMPLES
    ratio = slow_s / (each["region"] / SAMPLES)
    share = within(np.array(slow), TOLERANCE_MM).mean()
    print(f"one by one: {slow_s:.2f} s a world ({share:.3f}), {ratio:.0f} times as long; limit {FASTER:.0f}")
    return int(total > MINUTE_S or ratio < FASTER)


if __name__ == "__main__":
    raise SystemExit(main())
