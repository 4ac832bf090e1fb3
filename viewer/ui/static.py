"""The style sheet and the script that the page loads, as a trame module."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "static"
serve = {"__ashimap": str(FOLDER)}
styles = ["__ashimap/ashimap.css"]
scripts = ["__ashimap/ashimap.js"]
