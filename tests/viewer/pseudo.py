"""A language that nobody speaks: every sentence in brackets and longer by a third.

Whatever the page shows without brackets is no message and no fact that could be translated. To look at it:
``python tests/viewer/pseudo.py FOLDER`` and ``ASHIMAP_LANGUAGES=FOLDER python run_viewer.py --language xx``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from viewer.languages.check import english_facts, english_tables, english_texts
from viewer.languages.sheets import FACTS, SHEETS
from viewer.languages.words import load_messages

KEPT = re.compile(r"(\{\w*\}|[A-Za-z-]*[0-9]\w*)")  # names, codes, numbers
LONGER = str.maketrans("aeioucnsAEIOU", "àéîöüçñšÀÉÎÖÜ")


def pseudo(sentence: str) -> str:
    """Put a sentence in brackets, with other letters and longer by a third; ``{names}`` and codes stay."""
    parts = KEPT.split(sentence)
    said = "".join(part if at % 2 else part.translate(LONGER) for at, part in enumerate(parts))
    return f"⟦{said}{' ~' * (len(sentence) // 6)}⟧"


def pseudo_texts(value: Any) -> Any:
    """The same for every text within lists and objects."""
    if isinstance(value, str):
        return pseudo(value) if value else value
    if isinstance(value, list):
        return [pseudo_texts(one) for one in value]
    return {key: pseudo_texts(one) for key, one in value.items()} if isinstance(value, dict) else value


def make(folder: Path, key: str = "xx") -> Path:
    """Write the language into a folder of languages."""
    language = folder / key
    (language / "messages").mkdir(parents=True)
    (language / FACTS).mkdir()
    (language / "language.json").write_text(
        json.dumps({"name": "⟦Pšeüdö⟧", "letters": "latin", "whole": True}), encoding="utf-8"
    )
    files: dict[str, dict[str, str]] = {}
    for message, sentence in load_messages("en").items():
        files.setdefault(message.partition(".")[0], {})[message] = pseudo(sentence)
    for prefix, messages in files.items():
        (language / "messages" / f"{prefix}.json").write_text(
            json.dumps(messages, ensure_ascii=False), encoding="utf-8"
        )
    for name, held in english_texts().items():
        (language / name).write_text(json.dumps(pseudo_texts(held), ensure_ascii=False), encoding="utf-8")
    for sheet in SHEETS:
        rows = [list(sheet.header)]
        for row, cells in english_facts(sheet, english_tables()).items():
            rows.append([row, *(pseudo(cell) if cell else "" for cell in cells.values())])
        text = "".join("\t".join(row) + "\n" for row in rows)
        (language / FACTS / sheet.file).write_text(text, encoding="utf-8")
    return language


if __name__ == "__main__":
    make(Path(sys.argv[1]))
