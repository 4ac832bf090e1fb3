"""What is brought before the eyes: which marks, zones, channels and muscles of a story the picture shows.

Complaints, explanations, tours, quiz questions and hand-outs all say what is to be seen as an `Exhibit`;
`viewer.desks.exhibit` puts it up. Imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exhibit:
    """What is to be seen.

    Attributes
    ----------
    marks
        Ids that come forward (``GB21/left``); all others step back or, with ``only``, are left out.
    named
        Ids of those whose names are written.
    zones
        Ids of trigger points whose pain zones are painted.
    channels
        Codes that are drawn; where there is none all step back (with ``only``: none is drawn).
    sinews
        Codes of the sinew channels whose bands show.
    muscles
        Ids (``muscle:soleus/left``) of those seen under translucent skin; those of ``marks`` that are trigger
        points of them show their taut bands.
    pairs
        Ids of trigger points and acupoints that are the same spot: they glow and are joined.
    at
        Ids of those of ``marks`` that the camera goes to; none: to all that is to be seen.
    only
        Whether nothing else is to be seen.
    view
        A named view, or with ``at`` only its direction; empty: as straight as possible at the marks, all of
        them in the picture.
    """

    marks: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    sinews: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    at: tuple[str, ...] = ()
    only: bool = True
    view: str = ""
