"""The style sheets and the scripts that the page loads, as a trame module."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "static"
serve = {"__ashimap": str(FOLDER)}
styles = [f"__ashimap/{file.name}" for file in sorted(FOLDER.glob("*.css"))]
scripts = [f"__ashimap/{file.name}" for file in sorted(FOLDER.glob("*.js"))]
