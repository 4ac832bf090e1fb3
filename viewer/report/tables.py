"""A study as tables: pairs, zones and channels, shares, chance. Figures are rounded here and only here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from points.atlas import Atlas, Mark
from points.model import Acupoint, Muscle, Side
from points.muscle_parts import akin
from points.overlap.both_sides import Listed
from points.overlap.courses import Course
from points.overlap.study import Study
from points.overlap.summary import Chance, Share
from viewer.listing import Listing, Row

MIRRORED = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.MIDLINE: Side.MIDLINE}


@dataclass(frozen=True)
class Column:
    """A column: its name and what stands in it."""

    name: str
    meaning: str


PAIR_COLUMNS = (
    Column("trigger_point", "code of the trigger point"),
    Column("trigger_point_side", "left, right or midline"),
    Column("trigger_point_muscle", "key of its muscle"),
    Column("region", "part of the body that the trigger point lies in"),
    Column("acupoint", "code of the acupoint"),
    Column("acupoint_side", "left, right or midline"),
    Column("acupoint_system", "acupoint (one of the 361 of the channels) or extra_point"),
    Column("channel", "its channel; EX for an extra point"),
    Column("skin_mm", "exact distance along the skin of that side, in millimetres; at most 50"),
    Column("straight_mm", "straight distance through the body, in millimetres"),
    Column("cun", "the distance along the skin in body cun (standing height / 75)"),
    Column("same_muscle", "yes if a needle at the acupoint meets the trigger point's muscle, else no"),
    Column("shared_muscles", "which muscles these are, joined by |"),
    Column(
        "rank_among_channel_points",
        "1 if no channel point is nearer to the trigger point, and so on; empty for extra points",
    ),
    Column("rank_among_all_points", "the same among channel points and extra points"),
    Column(
        "rank_among_trigger_points",
        "the other way round: 1 if no trigger point is nearer to the acupoint, and so on",
    ),
)
COURSE_COLUMNS = (
    Column("trigger_point", "code of the trigger point"),
    Column("trigger_point_side", "left, right or midline; the right side mirrors the left"),
    Column("map", "channel, or sinew_channel"),
    Column("channel", "code of the channel"),
    Column("channel_side", "left, right or midline"),
    Column(
        "essential_share",
        "share of the channel's length in the essential zone, 0 to 1; of a sinew channel, of its area",
    ),
    Column("zone_share", "the same in the whole zone, essential and spillover"),
    Column(
        "zone_along", "share of the zone's area within reach of the channel; of a sinew channel, in its band"
    ),
    Column(
        "any_skin_along",
        "the same share of all skin of the regions that the zone lies in: what to expect anyway",
    ),
    Column(
        "follows",
        "yes if the channel runs through the zone and through the trigger point's nearest channel point",
    ),
    Column("best", "yes if no other channel of this map has more of the zone along it"),
)
SHARE_COLUMNS = (
    Column("counted", "trigger_points that have an acupoint, or acupoints that have a trigger point"),
    Column("criterion", "which points count: channel_points or all_points, with or without _same_muscle"),
    Column("tolerance_mm", "how near along the skin, in millimetres"),
    Column(
        "by", "whole, region, muscle, channel, or placing: whether the trigger point is placed by an acupoint"
    ),
    Column("group", "which region, muscle or channel; by_landmarks_alone or by_an_acupoint"),
    Column("matched", "how many match"),
    Column("of_all", "of how many"),
    Column("share_of_all", "matched / of_all"),
    Column("of_pairs", "how many have any match within 50 mm: the denominator of matched pairs"),
    Column("share_of_pairs", "matched / of_pairs; empty where there is none"),
    Column(
        "moved_low",
        "lower end of the middle 95 % of share_of_all when every mark is moved within its tolerance",
    ),
    Column("moved_high", "upper end"),
)
CHANCE_COLUMNS = (
    Column("null_model", "region, muscle or shift"),
    Column("criterion", "which points count, as in summary.csv"),
    Column("tolerance_mm", "how near along the skin, in millimetres"),
    Column("by", "whole, region, muscle or placing"),
    Column("group", "which region or muscle; by_landmarks_alone or by_an_acupoint"),
    Column("trigger_points", "how many are in the group"),
    Column("observed", "share of them that match"),
    Column("expected", "mean share over all samples of the null model"),
    Column("low", "lower end of the middle 95 % of the samples"),
    Column("high", "upper end"),
    Column("effect_sd", "observed less expected, in standard deviations of the samples"),
    Column("p_value", "share of samples with at least as many matches, the observed one counted among them"),
    Column(
        "p_holm", "the same after Holm's correction for the other groups of its kind; as it is for the whole"
    ),
)

TABLES = {
    "pairs.csv": PAIR_COLUMNS,
    "channels.csv": COURSE_COLUMNS,
    "summary.csv": SHARE_COLUMNS,
    "chance.csv": CHANCE_COLUMNS,
}


def pairs_listing(atlas: Atlas, listed: Listed) -> Listing:
    """One row per trigger point and acupoint near it, both sides of the body."""
    return _listing(PAIR_COLUMNS, _pair_rows(atlas, listed))


def courses_listing(atlas: Atlas, study: Study) -> Listing:
    """One row per trigger point and channel, or sinew channel, that have something in common."""
    rows = [row for course in study.courses for row in _course_rows(atlas, "channel", course)]
    rows += [row for course in study.sinew_courses for row in _course_rows(atlas, "sinew_channel", course)]
    return _listing(COURSE_COLUMNS, rows)


def shares_listing(shares: Iterable[Share]) -> Listing:
    """One row per share."""
    return _listing(SHARE_COLUMNS, map(_share_row, shares))


def chances_listing(chances: Iterable[Chance]) -> Listing:
    """One row per share beside a null model."""
    return _listing(CHANCE_COLUMNS, map(_chance_row, chances))


def _listing(columns: Sequence[Column], rows: Iterable[Row]) -> Listing:
    return Listing(tuple(column.name for column in columns), tuple(rows))


def _pair_rows(atlas: Atlas, listed: Listed) -> Iterator[Row]:
    pairs, maps = listed.pairs, listed.maps
    columns = (
        pairs.trigger, pairs.acupoint, pairs.skin_mm, pairs.straight_mm,
        listed.among_channel_points, listed.among_all_points, listed.among_trigger_points,
    )  # fmt: skip
    for one, other, skin_mm, straight_mm, *ranks in zip(*(part.tolist() for part in columns), strict=True):
        trigger, point = maps.triggers[one], maps.acupoints[other]
        shared = _shared(trigger, point, atlas.muscles)
        yield (
            trigger.located.code, str(trigger.located.side), trigger.muscles[0], trigger.region,
            *_acupoint(point), round(skin_mm, 2), round(straight_mm, 2), round(skin_mm / atlas.cun_mm, 3),
            _yes(bool(shared)), "|".join(shared), ranks[0] or "", ranks[1], ranks[2],
        )  # fmt: skip


def _acupoint(point: Mark) -> tuple[str, str, str, str]:
    row = point.definition
    assert isinstance(row, Acupoint)  # so gathered
    return row.code, str(point.located.side), str(row.kind), row.channel


def _shared(trigger: Mark, point: Mark, muscles: Mapping[str, Muscle]) -> tuple[str, ...]:
    return tuple(key for key in point.muscles if any(akin(key, own, muscles) for own in trigger.muscles))


def _course_rows(atlas: Atlas, kind: str, course: Course) -> Iterator[Row]:
    code, _, side = course.trigger.rpartition("/")
    shares = [
        round(share, 4)
        for share in (course.essential_share, course.zone_share, course.along, course.along_any)
    ]
    told = (*shares, _yes(course.follows), _yes(course.best))
    yield code, side, kind, course.channel, course.side, *told
    other = MIRRORED[Side(side)]
    if side != Side.MIDLINE and f"{code}/{other}" in atlas.marks:
        yield code, str(other), kind, course.channel, str(MIRRORED[Side(course.side)]), *told


def _share_row(share: Share) -> Row:
    return (
        share.counted, share.criterion, share.tolerance_mm, share.by, share.group, share.matched,
        share.of_all, round(share.matched / share.of_all, 4), share.of_pairs,
        round(share.matched / share.of_pairs, 4) if share.of_pairs else "",
        _cell(share.moved_low), _cell(share.moved_high),
    )  # fmt: skip


def _chance_row(chance: Chance) -> Row:
    verdict = chance.verdict
    return (
        chance.null, chance.criterion, chance.tolerance_mm, chance.by, chance.group, chance.marks,
        *(round(share, 4) for share in (verdict.observed, verdict.expected, verdict.low, verdict.high)),
        round(verdict.effect, 3), round(verdict.p_value, 6), round(chance.p_corrected, 6),
    )  # fmt: skip


def _cell(share: float | None) -> float | str:
    return "" if share is None else round(share, 4)


def _yes(true: bool) -> str:
    return "yes" if true else "no"
