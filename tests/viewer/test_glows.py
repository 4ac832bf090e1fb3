"""Glows around marks, and lines that can be wider or gone: in pictures of the sphere."""

from __future__ import annotations

import numpy as np

from viewer.layers import GlowLayer, PathLayer


def _line(at, elevation: float) -> tuple[np.ndarray, np.ndarray]:
    spots = [at(azimuth, elevation) for azimuth in np.linspace(-30, 30, 20)]
    return np.array([spot for spot, _ in spots]), np.array([normal for _, normal in spots])


def test_a_line_of_no_width_is_not_seen_and_comes_back(scene, stage, at):
    bare = stage.picture()
    (line, normals), blue = _line(at, 0.0), np.array([[20, 30, 220]], np.uint8)
    scene.show(PathLayer("bridges", ("one",), (line,), (normals,), blue, 8.0))
    drawn = stage.picture()
    scene.emphasise("bridges", np.zeros(1))
    gone = stage.picture()
    scene.emphasise("bridges", np.full(1, 2.0))
    wide = stage.picture()
    changed = [int((np.abs(one.astype(int) - bare).max(axis=-1) > 40).sum()) for one in (drawn, gone, wide)]
    assert changed[1] == 0
    assert changed[2] > 1.5 * changed[0] > 0


def test_a_glow_lights_the_skin_around_a_mark_and_not_beyond(scene, stage, at):
    spot, normal = at(0, 0)
    bare = stage.picture().astype(int)
    scene.show(GlowLayer("glow", spot[None], normal[None], (255, 222, 92), 20.0, np.ones(1)))
    lit = np.abs(stage.picture().astype(int) - bare).max(axis=-1)
    middle = lit[len(lit) // 2, lit.shape[1] // 2]
    assert middle > 40
    assert lit[:20].max() == lit[:, :20].max() == 0
    scene.emphasise("glow", np.zeros(1))
    assert np.abs(stage.picture().astype(int) - bare).max() <= 1
