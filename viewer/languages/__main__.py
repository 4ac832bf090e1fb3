"""For translators: ``python -m viewer.languages check [LANGUAGE]`` and ``… template LANGUAGE``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer.errors import ViewerError
from viewer.languages.check import problems, same_as_english
from viewer.languages.folders import OWN, is_whole, known, languages
from viewer.languages.template import write_template

USAGE = "Usage: python -m viewer.languages check [LANGUAGE] | template LANGUAGE"
NAMED = 20  # of what is still English; the rest is counted


def main(arguments: list[str]) -> int:
    """Run a command; 0: nothing is wrong, 1: something is, 2: the command cannot be read."""
    match arguments:
        case ["check", *asked] if len(asked) < 2:
            return check(known(asked[0])) if asked else max(check(language) for language in languages())
        case ["template", language]:
            folder = Path(os.environ.get(OWN) or Path(__file__).parent)
            _say(f"Everything to translate stands in {write_template(language, folder)}.")
            return 0
    _say(USAGE)
    return 2


def check(language: str) -> int:
    """Say what is wrong with a language."""
    found = problems(language)
    for sentence in found:
        _say(f"{language}: {' ⏎ '.join(sentence.splitlines())}")
    if language != "en":
        same = same_as_english(language)
        for place in same[:NAMED]:
            _say(f"{language}: word for word English: {place}")
        if len(same) > NAMED:
            _say(f"{language}: and {len(same) - NAMED} more that are word for word English.")
    whole = "whole" if is_whole(language) else "marked as not whole yet"
    _say(f"{language}: {len(found)} problems; it is {whole}.")
    return int(bool(found))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ViewerError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
