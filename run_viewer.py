"""The front door: ``python run_viewer.py`` opens the viewer, ``--help`` lists the commands."""

import sys

try:
    from viewer.cli import main
except ModuleNotFoundError as missing:
    if str(missing.name).partition(".")[0] in {"viewer", "points", "meshes"}:
        raise
    sys.exit(
        f"Ashimap needs the package {missing.name}, which this Python lacks. Set up an environment for it:\n"
        "    python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/python run_viewer.py"
    )

if __name__ == "__main__":
    sys.exit(main())
