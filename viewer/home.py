"""Where the program keeps what is the user's own: the desk as it was left, scores."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME = "ASHIMAP_HOME"  # environment variable that names another folder


def home() -> Path:
    """Folder of what is the user's own; made, for the user alone to read, if it is not there yet.

    Returns
    -------
    Path
        The folder that the environment variable ``ASHIMAP_HOME`` names, else the system's usual one.
    """
    named = os.environ.get(HOME)
    folder = Path(named).expanduser() if named else platformdirs.user_data_path("ashimap", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
