"""Commands that write what is to be read: a page for a patient, a report on the overlap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from viewer.commands.given import Body, Skin
from viewer.commands.speaking import progress, say
from viewer.commands.usage import whole_number


def handout(
    codes: Annotated[
        tuple[str, ...],
        Parameter(help="Points of both systems: GB21 (on both sides), GB21/left, trapezius_upper.TrP1 …"),
    ] = (),
    /,
    *,
    out: Annotated[Path, Parameter(help="HTML file to write.", metavar="FILE")],
    complaint: Annotated[
        str, Parameter(help="A complaint, with its usual points: low_back_pain, jaw_pain …", metavar="NAME")
    ] = "",
    side: Annotated[str, Parameter(help="both, left or right.", metavar="NAME")] = "both",
    body: Body = "male",
    skin: Skin = "neutral",
    language: Annotated[str, Parameter(help="Language of the page: en …", metavar="CODE")] = "en",
    practitioner: Annotated[str, Parameter(help="Who gives it.", metavar="NAME")] = "",
    note: Annotated[str, Parameter(help="What you want to say besides.", metavar="TEXT")] = "",
    date: Annotated[str, Parameter(help="Date, as 2026-11-21 [today].", metavar="DATE")] = "",
) -> None:
    """Make a page for a patient: one file that opens without a network and prints on two sheets."""
    from viewer.handout.chosen import HandoutOptions
    from viewer.handout.write import write_handout

    options = HandoutOptions(
        codes=codes, complaint=complaint, side=side, body=body, tone=skin, language=language,
        practitioner=practitioner, note=note, date=date,
    )  # fmt: skip
    write_handout(out, options, say, progress)


def overlap(
    *,
    out: Annotated[
        Path,
        Parameter(
            help="Folder for pairs.csv, channels.csv, summary.csv, chance.csv and report.html, which explains"
            " them all.",
            metavar="FOLDER",
        ),
    ],
    body: Body = "male",
    tolerance_mm: Annotated[
        float,
        Parameter(help="How near along the skin counts as a match, in mm: 5 to 50.", metavar="MM"),
    ] = 20.0,
    samples: Annotated[
        int,
        Parameter(
            help="Worlds drawn from each model of chance: 100 to 1000000.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = 10_000,
    seed: Annotated[
        int,
        Parameter(
            help="Start of the random numbers; the same one gives the same files.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = 0,
    bodies: Annotated[
        int | None,
        Parameter(
            help="Repeat it on so many drawn bodies, men and women in turn: bodies.csv and spread.csv. What"
            " is done is kept in FOLDER/bodies, and the same command goes on from there.",
            converter=whole_number,
            metavar="NUMBER",
        ),
    ] = None,
    scheduler: Annotated[
        str,
        Parameter(
            help="Dask scheduler of a cluster to study the bodies on; without it: all cores of this machine.",
            metavar="ADDRESS",
        ),
    ] = "",
) -> None:
    """Measure how far the two maps agree, and what chance alone would give."""
    from points.overlap.study import StudyOptions
    from viewer.report.bodies import write_bodies
    from viewer.report.write import write_overlap

    options = StudyOptions(tolerance_mm=tolerance_mm, samples=samples, seed=seed)
    if bodies is not None or scheduler:
        write_bodies(out, body, bodies, options, scheduler, say, progress)
    write_overlap(out, body, options, say, progress)
