"""The front door: ``python run_viewer.py`` opens the viewer, ``--help`` lists the commands."""

import sys

from viewer.cli import main

if __name__ == "__main__":
    sys.exit(main())
