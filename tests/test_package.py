"""What ships: every file declared with a licence, none changed unseen, none too large, all in the wheel."""

from __future__ import annotations

import ast
import csv
import hashlib
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from points.tables import load_tables
from viewer import __version__
from viewer.languages.folders import languages
from viewer.sources import COLUMNS, REGISTRIES, REGISTRY, read_registry

ROOT = Path(__file__).parents[1]
PACKAGES = ("viewer", "points", "meshes")
LICENCES = {"MIT", "CC0-1.0", "CC-BY-4.0", "OFL-1.1"}  # SPDX; a file under any other may not ship
FACTS_ONLY = "facts only"  # all rights reserved, or no licence stated: nothing but facts was taken
WORKS = {*LICENCES, "CC-BY-2.0", "CC-BY-3.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", FACTS_ONLY}
UNDECLARED = {REGISTRY, "py.typed"}  # the lists themselves, and an empty sign for type checkers
LIMITS_KB = {"meshes": 2000, "points": 8000, "viewer": 1500}  # the viewer without its languages
LANGUAGES = ROOT / "viewer/languages"
LANGUAGE_LIMIT_KB = 900
COME_ALONG = {"pydantic-core", "rich"}  # pinned by pydantic; seen by type checkers only, through cyclopts
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def shipped(package: str) -> Iterator[Path]:
    """Files of a package, without what Python and git leave out."""
    for path in sorted((ROOT / package).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def declared() -> dict[str, dict[str, str]]:
    """Path from the project's root to the row that declares it."""
    found = {}
    for package, folder in REGISTRIES:
        for row in read_registry(package, folder):
            found[(Path(package) / folder / row["file"]).as_posix()] = row
    return found


def test_every_file_is_declared_and_every_declared_file_is_there():
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in shipped(package)
        if path.suffix != ".py" and path.name not in UNDECLARED
    }
    names = declared()
    folders = {name for name in names if (ROOT / name).is_dir()}  # a row of a folder declares all in it
    within = {name for name in there if any((ROOT / name).is_relative_to(ROOT / one) for one in folders)}
    rows = set(names) - folders
    assert not there - within - rows, f"declare in a REGISTRY.tsv: {sorted(there - within - rows)}"
    assert not rows - there, f"declared but not there: {sorted(rows - there)}"


def test_every_licence_is_one_that_may_ship():
    unknown = {name: row["licence"] for name, row in declared().items() if row["licence"] not in LICENCES}
    assert not unknown
    assert all(row["made_by"] and row["attribution"] for row in declared().values())


def test_every_work_that_facts_come_from_has_a_known_licence():
    assert {work.licence for work in load_tables().sources.values()} <= WORKS


def test_what_programs_make_is_what_they_made():
    for name, row in declared().items():
        if row["sha256"]:
            assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == row["sha256"], name
        else:
            assert row["made_by"] == "hand" or name.startswith("points/data/baked/"), name
        if row["made_by"] != "hand":
            assert row["from_name"], name


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_stay_small(package):
    paths = [path for path in shipped(package) if not path.is_relative_to(LANGUAGES)]
    assert sum(path.stat().st_size for path in paths) < LIMITS_KB[package] * 1000


@pytest.mark.parametrize("language", languages())
def test_languages_stay_small(language):
    paths = [path for path in (LANGUAGES / language).rglob("*") if path.is_file()]
    assert 0 < sum(path.stat().st_size for path in paths) < LANGUAGE_LIMIT_KB * 1000


def test_the_bodies_are_under_two_megabytes():
    assert sum(path.stat().st_size for path in (ROOT / "meshes/data").glob("*.npz")) < 2e6


def test_registries_are_sorted_tables():
    for package, folder in REGISTRIES:
        with (ROOT / package / folder / REGISTRY).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        assert tuple(rows[0]) == COLUMNS
        names = [row[0] for row in rows[1:]]
        assert names == sorted(set(names))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """Names of the files in a wheel built from this checkout."""
    hatchling = pytest.importorskip("hatchling.build", reason="needs hatchling: install ashimap[test]")
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = hatchling.build_wheel(str(folder))
    with zipfile.ZipFile(folder / name) as archive:
        return archive.namelist()


def test_the_wheel_has_every_file_and_no_tests(wheel):
    inside = {name for name in wheel if ".dist-info/" not in name}
    assert inside == {path.relative_to(ROOT).as_posix() for name in PACKAGES for path in shipped(name)}
    assert {name.split("/")[0] for name in inside} == set(PACKAGES)


def test_the_wheel_has_licence_and_command(wheel):
    info = f"ashimap-{__version__}.dist-info"
    assert f"{info}/licenses/LICENSE" in wheel
    assert f"{info}/entry_points.txt" in wheel


def imported(package: str) -> dict[str, str]:
    """Top-level modules from outside that a package imports, each with a file that does."""
    found: dict[str, str] = {}
    for path in shipped(package):
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                found.setdefault(name.split(".")[0], path.relative_to(ROOT).as_posix())
    return {name: path for name, path in found.items() if name not in {*sys.stdlib_module_names, *PACKAGES}}


def required(*extras: str) -> set[str]:
    lines = [*PROJECT["dependencies"]]
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def test_what_is_imported_is_required_and_what_is_required_is_imported():
    providers = packages_distributions()  # `trame` comes from several distributions
    asked = {
        module: ({canonicalize_name(name) for name in providers.get(module, [module])}, path)
        for package in PACKAGES
        for module, path in imported(package).items()
    }
    allowed = required("recipes") | COME_ALONG
    assert not {module: path for module, (names, path) in asked.items() if not names & allowed}
    provided = set().union(*(names for names, _ in asked.values()))
    assert not required() - provided, "required, but nothing imports it"


def test_the_program_runs_from_a_checkout_without_being_installed(tmp_path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "run_viewer.py"), "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, __version__)


def test_a_python_that_lacks_the_packages_is_told_how_to_get_them(tmp_path):
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "run_viewer.py"), "--version"],  # -S: no site-packages
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Ashimap needs the package cyclopts, which this Python lacks.")
    assert "pip install" in done.stderr
