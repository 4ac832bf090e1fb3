"""The objects that the tables hold and the engine gives. Lengths in mm or cun, as their names say."""

from points.model.areas import ChannelPathRow, Deep, Knot, Region, SinewBandRow, SinewChannel, ZoneRow
from points.model.lore import Category, Channel, Membership, Muscle, Reading, Source, Use
from points.model.measures import CunSpan, DigitBone, Fact, FactKind, LandmarkRow, LimbSegment, Measure, Ruler
from points.model.points import Acupoint, TriggerPoint, whole_code
from points.model.presets import Caution, Claim, Complaint, Stop, Study
from points.model.published import Published
from points.model.sides import CONFIDENCE_MM, Confidence, Located, LocatedLandmark, Side, Unplaced, body_name

__all__ = [
    "CONFIDENCE_MM",
    "Acupoint",
    "Category",
    "Caution",
    "Channel",
    "ChannelPathRow",
    "Claim",
    "Complaint",
    "Confidence",
    "CunSpan",
    "Deep",
    "DigitBone",
    "Fact",
    "FactKind",
    "Knot",
    "LandmarkRow",
    "LimbSegment",
    "Located",
    "LocatedLandmark",
    "Measure",
    "Membership",
    "Muscle",
    "Published",
    "Reading",
    "Region",
    "Ruler",
    "Side",
    "SinewBandRow",
    "SinewChannel",
    "Source",
    "Stop",
    "Study",
    "TriggerPoint",
    "Unplaced",
    "Use",
    "ZoneRow",
    "body_name",
    "whole_code",
]
