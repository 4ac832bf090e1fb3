"""Commands that draw: a picture, a scene for other programs, the sheets of all muscles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from viewer.commands.given import Body, Select, Skin
from viewer.commands.speaking import progress, say


def shot(
    out: Annotated[Path, Parameter(help="PNG file to write.")],
    /,
    *,
    body: Body = "male",
    view: Annotated[
        str,
        Parameter(help="front, back, left, right, top … or selection.", metavar="NAME"),
    ] = "front",
    select: Select = "",
    show: Annotated[
        str,
        Parameter(
            help="Layers to draw, joined by commas: skin,acupoints,trigger_points,channels,zones,labels;"
            " also flow,sinews,muscles,composite,grid. Without it: the first six.",
            metavar="LAYERS",
        ),
    ] = "",
    size: Annotated[str, Parameter(help="Width x height in pixels.", metavar="WxH")] = "1280x720",
    theme: Annotated[str, Parameter(help="Ground: light or dark.", metavar="NAME")] = "light",
    skin: Skin = "neutral",
    channel: Annotated[str, Parameter(help="The only channel to draw: LU, LI … CV.", metavar="CODE")] = "",
    category: Annotated[
        str, Parameter(help="The only category of points to draw: back_shu, xi_cleft …", metavar="NAME")
    ] = "",
    sinews: Annotated[
        str, Parameter(help="Sinew channels to draw, joined by commas: GB,BL …", metavar="CODES")
    ] = "",
    split: Annotated[
        bool,
        Parameter(help="Dry needling in one half, Chinese medicine in the other.", negative=""),
    ] = False,
    language: Annotated[str, Parameter(help="Language of the names: en, de …", metavar="KEY")] = "en",
    complaint: Annotated[
        str, Parameter(help="Complaint to set the scene up for: stiff_neck, tennis_elbow …", metavar="KEY")
    ] = "",
    side: Annotated[str, Parameter(help="Its side: left, both or right.", metavar="NAME")] = "left",
) -> None:
    """Draw a picture without a screen."""
    from viewer.shot import ShotOptions, take_shot

    options = ShotOptions.of(
        body=body, view=view, select=select, show=show, size=size, theme=theme, skin=skin,
        channel=channel, category=category, sinews=sinews, split=split, language=language,
    )  # fmt: skip
    if complaint:
        from viewer.complaint_shot import take_complaint_shot

        take_complaint_shot(out, options, complaint, side, say, progress)
    else:
        take_shot(out, options, say, progress)


def export(
    out: Annotated[Path, Parameter(help="File to write: .glb for other 3D programs, .png for print.")],
    /,
    *,
    body: Body = "male",
    select: Select = "",
    show: Annotated[
        str,
        Parameter(
            help="Layers, joined by commas: skin,acupoints,trigger_points,channels,zones,labels; also"
            " flow,sinews,muscles,composite. Without it: the first six.",
            metavar="LAYERS",
        ),
    ] = "",
    channel: Annotated[str, Parameter(help="The only channel: LU, LI … CV.", metavar="CODE")] = "",
    category: Annotated[
        str, Parameter(help="The only category of points: back_shu, xi_cleft …", metavar="NAME")
    ] = "",
    sinews: Annotated[str, Parameter(help="Sinew channels, joined by commas: GB,BL …", metavar="CODES")] = "",
    complaint: Annotated[
        str,
        Parameter(help="The points of a complaint alone: low_back_pain, jaw_pain …", metavar="NAME"),
    ] = "",
    side: Annotated[str, Parameter(help="Where it hurts: left, right or both.", metavar="NAME")] = "left",
    skin: Skin = "neutral",
    view: Annotated[
        str, Parameter(help="Of a .png: front, back, left, right, top … or selection.", metavar="NAME")
    ] = "front",
    theme: Annotated[str, Parameter(help="Ground of a .png: light or dark.", metavar="NAME")] = "light",
    width_mm: Annotated[float | None, Parameter(help="Width of a .png on paper [180].", metavar="MM")] = None,
    height_mm: Annotated[
        float | None, Parameter(help="Height of a .png on paper [120].", metavar="MM")
    ] = None,
    dpi: Annotated[
        float | None, Parameter(help="Pixels of a .png for each inch of paper [300].", metavar="NUMBER")
    ] = None,
) -> None:
    """Write the scene for other programs, or as a picture at print size."""
    from viewer.export import export as write
    from viewer.export import paper_of
    from viewer.shot import ShotOptions

    options = ShotOptions.of(
        body=body, view=view, select=select, show=show, size="1280x720", theme=theme, skin=skin,
        channel=channel, category=category, sinews=sinews,
    )  # fmt: skip
    write(out, options, paper_of(width_mm, height_mm, dpi), complaint, side, say, progress)


def sheet(
    *,
    out: Annotated[
        Path, Parameter(help="Folder for the pictures and their page, index.html.", metavar="FOLDER")
    ],
    body: Body = "male",
    muscle: Annotated[
        str,
        Parameter(
            help="Muscles to draw, joined by commas: trapezius,soleus … Without it: all.", metavar="KEYS"
        ),
    ] = "",
) -> None:
    """Draw each muscle with its trigger points and their pain zones, to be looked at one by one."""
    from viewer.contact_sheet import draw_sheets

    draw_sheets(out, body, [key.strip() for key in muscle.split(",") if key.strip()], say)
