"""Fixtures for every test: bodies whose geodesics are known, no network, no silent VTK errors."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from vtkmodules.vtkCommonCore import vtkOutputWindow, vtkStringOutputWindow

from meshes.body import Body
from viewer import gl
from viewer.home import HOME

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
LOOPBACK = ("localhost", "::1", "0.0.0.0", "")
REQUIRE_ALL = "ASHIMAP_REQUIRE_ALL"  # set by .ci/run: what a test needs is there, so none may be skipped …
# … but those that want a download of 48 MB, and pictures of another VTK or Mesa than theirs.
MAY_SKIP = ("ASHIMAP_WHEEL", "the pictures were made with {")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips where nothing may be skipped."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a whole module that skips where nothing may be skipped."""
    return _required((yield))


def _required(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get(REQUIRE_ALL):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(allowed in reason for allowed in MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{reason}\n{REQUIRE_ALL} is set: here this test must run."
    return report


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host not in LOOPBACK and not str(host).startswith("127."):
            raise OSError(f"a test tried to reach {host}: tests must not use the network")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program would keep in the user's cache folder goes to one of the tests' own."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda name: folder / name)
        yield


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps for the user goes to a folder of the tests', also where they start programs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME, str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="module", autouse=True)
def modules_home(own_home: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:  # noqa: ARG001
    """Nothing is left over from another module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME, str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def tests_home(modules_home: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:  # noqa: ARG001
    """Nothing is left over from another test; gives the folder."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv(HOME, str(folder))
        yield folder


@pytest.fixture(scope="session")
def drawing(own_cache: None) -> Iterator[None]:  # noqa: ARG001 - wants it done first
    """Something that draws is chosen for this process; without it VTK would crash, so the test is skipped."""
    before = os.environ.get(gl.WINDOW)
    try:
        gl.prepare_still()
    except gl.OpenGLError as error:
        pytest.skip(str(error))
    yield
    if before is None:
        os.environ.pop(gl.WINDOW, None)


@pytest.fixture(autouse=True)
def vtk_errors_fail() -> Iterator[None]:
    """What VTK would only print fails the test."""
    before, window = vtkOutputWindow.GetInstance(), vtkStringOutputWindow()
    vtkOutputWindow.SetInstance(window)
    yield
    said = window.GetOutput()
    vtkOutputWindow.SetInstance(before)
    assert "ERR|" not in said, said


def as_body(vertices_mm: np.ndarray, faces: np.ndarray, inner: np.ndarray | None = None) -> Body:
    outer = np.ones(len(faces), dtype=bool) if inner is None else ~inner
    return Body("synthetic", np.asarray(vertices_mm, dtype=np.float64), faces.astype(np.int32), outer, {}, {})


@pytest.fixture(scope="session")
def make_body():
    """Body from vertices_mm (n, 3), faces (m, 3) and optionally a mask of inner faces."""
    return as_body


@pytest.fixture(scope="session")
def sphere() -> Body:
    """Geodesic sphere: radius 300 mm around (0, 0, 300), 5,120 triangles."""
    golden = (1.0 + 5.0**0.5) / 2.0
    vertices = np.array([[-1, golden, 0], [1, golden, 0], [-1, -golden, 0], [1, -golden, 0]], dtype=float)
    vertices = np.concatenate([vertices, np.roll(vertices, 1, axis=1), np.roll(vertices, 2, axis=1)])
    vertices /= np.linalg.norm(vertices[0])
    near = np.linalg.norm(vertices[:, None] - vertices, axis=2) < 1.1
    triples = [t for t in combinations(range(12), 3) if near[np.ix_(t, t)].all()]
    faces = np.array([t if np.linalg.det(vertices[list(t)]) > 0 else t[::-1] for t in triples])
    for _ in range(4):
        vertices, faces = _quartered(vertices, faces)
        vertices /= np.linalg.norm(vertices, axis=1, keepdims=True)
    return as_body(300.0 * vertices + [0.0, 0.0, 300.0], faces)


def _quartered(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    ends = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1), axis=-1).reshape(-1, 2)
    edges, which = np.unique(ends, axis=0, return_inverse=True)
    a, b, c = faces.T
    ab, bc, ca = (which.reshape(-1, 3) + len(vertices)).T
    corners = [[a, ab, ca], [b, bc, ab], [c, ca, bc], [ab, bc, ca]]
    return np.concatenate([vertices, vertices[edges].mean(axis=1)]), np.concatenate(
        [np.stack(f, axis=1) for f in corners]
    )


SIDES, RINGS, RADIUS_MM, HEIGHT_MM = 24, 41, 80.0, 800.0


@pytest.fixture(scope="session")
def column() -> Body:
    """Closed upright prism of 24 sides: radius 80 mm, height 800 mm. Its wall unrolls flat exactly."""
    angle = np.arange(SIDES) * 2.0 * np.pi / SIDES
    ring = RADIUS_MM * np.column_stack([np.cos(angle), np.sin(angle)])
    height = np.linspace(0.0, HEIGHT_MM, RINGS)
    wall = np.column_stack([np.tile(ring, (RINGS, 1)), np.repeat(height, SIDES)])
    vertices = np.concatenate([wall, [[0.0, 0.0, 0.0], [0.0, 0.0, HEIGHT_MM]]])
    level, side = (
        part.ravel() for part in np.meshgrid(np.arange(RINGS - 1), np.arange(SIDES), indexing="ij")
    )
    a, b = level * SIDES + side, level * SIDES + (side + 1) % SIDES
    c, d = b + SIDES, a + SIDES
    step = np.arange(SIDES)
    bottom = np.column_stack([(step + 1) % SIDES, step, np.full(SIDES, len(wall))])
    top = np.column_stack([step, (step + 1) % SIDES, np.full(SIDES, len(wall) + 1)])
    top[:, :2] += (RINGS - 1) * SIDES
    return as_body(
        vertices, np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d]), bottom, top])
    )


@pytest.fixture(scope="session")
def unrolled():
    """Maps (k, 3) positions on the wall of ``column`` to (k, 2): mm around from angle 0, and height."""
    width = 2.0 * RADIUS_MM * np.sin(np.pi / SIDES)

    def unroll(positions_mm: np.ndarray) -> np.ndarray:
        turn = np.mod(np.arctan2(positions_mm[:, 1], positions_mm[:, 0]), 2.0 * np.pi) * SIDES / (2.0 * np.pi)
        side = np.floor(turn)
        # Along a straight side the angle does not grow evenly.
        across = (
            0.5 * width * (1.0 + np.tan((turn - side - 0.5) * 2.0 * np.pi / SIDES) / np.tan(np.pi / SIDES))
        )
        return np.column_stack([side * width + across, positions_mm[:, 2]])

    return unroll


@pytest.fixture(scope="session")
def slab() -> Body:
    """Flat board, 400 x 400 x 5 mm, its two faces a grid of 20 mm; the upper one lies in z = 5."""
    count = 21
    x, y = (
        part.ravel()
        for part in np.meshgrid(np.linspace(0, 400, count), np.linspace(0, 400, count), indexing="ij")
    )
    sheet = np.column_stack([x, y, np.zeros_like(x)])
    i, j = (part.ravel() for part in np.meshgrid(np.arange(count - 1), np.arange(count - 1), indexing="ij"))
    a = i * count + j
    b, c, d = a + count, a + count + 1, a + 1
    up = np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])
    step = np.arange(count - 1)
    rim = np.concatenate(
        [step * count, (count - 1) * count + step, (count - 1 - step) * count + count - 1, count - 1 - step]
    )
    after, size = np.roll(rim, -1), count * count
    sides = np.concatenate(
        [np.column_stack([rim, after, after + size]), np.column_stack([rim, after + size, rim + size])]
    )
    return as_body(
        np.concatenate([sheet, sheet + np.array([0, 0, 5.0])]),
        np.concatenate([up[:, ::-1], up + size, sides]),
    )


@pytest.fixture(scope="session")
def spots():
    """Random spots: ``spots(body, seed, count)``; some lie on an edge or a corner of their triangle."""
    from meshes.body import SurfacePoint

    def draw(body: Body, seed: int, count: int) -> list[SurfacePoint]:
        rng = np.random.default_rng(seed)
        found = []
        for i, face in enumerate(rng.choice(np.flatnonzero(body.outer), count)):
            weights = rng.dirichlet([1.0, 1.0, 1.0])
            if i % 3 == 1:
                weights[rng.integers(3)] = 0.0
            if i % 9 == 2:
                weights = np.eye(3)[rng.integers(3)]
            found.append(SurfacePoint(int(face), weights / weights.sum()))
        return found

    return draw
