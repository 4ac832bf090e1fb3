"""Make a folder for a new language: everything that there is to translate, still in English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from viewer.errors import ViewerError
from viewer.languages.check import english_facts, english_tables, english_texts
from viewer.languages.folders import ABOUT
from viewer.languages.sheets import FACTS, SHEETS
from viewer.languages.words import MESSAGES, load_messages
from viewer.output import write_bytes


def write_template(language: str, folder: Path) -> Path:
    """Write the folder of a new language; where there is one, only the files that it lacks.

    Parameters
    ----------
    language
        Key of the language.
    folder
        Where the folder of the language goes.

    Returns
    -------
    Path
        The folder of the language.

    Raises
    ------
    ViewerError
        If the key is no name of a folder.
    OutputError
        If a file cannot be written.
    """
    if not language or not language.replace("-", "").isalnum():
        raise ViewerError(f"'{language}' is no key of a language; fr, pt-BR or zh-Hant are.")
    made = folder / language
    missing = {name: text for name, text in _files(language).items() if not (made / name).exists()}
    for name, text in missing.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(made / name, text.encode())
    return made


def _files(language: str) -> dict[str, str]:
    """Return every file of a language by its name within the folder, in English."""
    about = {"name": language, "letters": "latin", "locales": [language], "whole": False}
    files = {ABOUT: _json(about)}
    prefixes: dict[str, dict[str, str]] = {}
    for key, sentence in load_messages("en").items():
        prefixes.setdefault(key.partition(".")[0], {})[key] = sentence
    files |= {f"{MESSAGES}/{prefix}.json": _json(held) for prefix, held in prefixes.items()}
    files |= {name: _json(held) for name, held in english_texts().items()}
    tables = english_tables()
    for sheet in SHEETS:
        rows = [list(sheet.header)]
        rows += [[key, *cells.values()] for key, cells in english_facts(sheet, tables).items()]
        files[f"{FACTS}/{sheet.file}"] = "".join("\t".join(row) + "\n" for row in rows)
    return files


def _json(held: Mapping[str, object]) -> str:
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"
