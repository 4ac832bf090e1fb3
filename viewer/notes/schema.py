"""The JSON schema of the document of notes; ``python -m viewer.notes.schema FOLDER`` writes it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from viewer.notes.model import Document

NAME = "notes.schema.json"


def schema() -> str:
    """Return the schema as text."""
    return json.dumps(Document.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (Path(sys.argv[1]) / NAME).write_text(schema(), encoding="utf-8")
