"""What several commands are given, told alike in the help of each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Body = Annotated[str, Parameter(help="Body to use: male or female.", metavar="NAME")]
Select = Annotated[str, Parameter(help="Point: GB21, GB21/right, trapezius_upper.TrP1 …", metavar="CODE")]
Skin = Annotated[str, Parameter(help="Skin tone: neutral, light or dark.", metavar="NAME")]
Out = Annotated[
    Path | None,
    Parameter(help="File to write, .csv or .json. Without it: CSV, on standard output.", metavar="FILE"),
]
