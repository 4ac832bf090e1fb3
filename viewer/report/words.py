"""The sentences of the report that no figure changes: measures, models of chance, arguments, limits."""

from __future__ import annotations

CRITERIA = {
    "channel_points": "a channel point",
    "channel_points_same_muscle": "a channel point of the same muscle",
    "all_points": "a channel point or extra point",
    "all_points_same_muscle": "a channel point or extra point of the same muscle",
}
NULLS = {
    "region": "same region",
    "muscle": "same belly",
    "shift": "shifted channels",
}
NULL_SENTENCES = {
    "region": "Every trigger point is put anywhere on the skin of its own part of the body, all of that skin"
    " being equally likely; it keeps its muscle, the acupoints stay.",
    "muscle": "Every trigger point is put anywhere in the flesh of its own muscle, all of the belly being"
    " equally likely, and is looked up on the skin over it; the acupoints stay.",
    "shift": "The 361 channel points slide along their channels, all points of one line together and every"
    " line by a distance of its own, what leaves at one end coming back at the other; the trigger points"
    " stay.",
}
MEASURES = (
    (
        "Distance",
        "the length of the shortest way along the skin from one point to the other, exact to rounding;"
        " straight distances stand beside it in pairs.csv.",
    ),
    (
        "Match",
        "a trigger point matches when the nearest acupoint that counts lies within the tolerance.",
    ),
    (
        "Same muscle",
        "a needle put straight in at the acupoint meets the muscle of the trigger point, or a part of it,"
        " as the tables of this atlas list the muscles under each acupoint.",
    ),
    (
        "Share of all",
        "matching trigger points over all trigger points.",
    ),
    (
        "Share of pairs",
        "matching trigger points over those that have any acupoint that counts within 50 mm: the"
        " denominator of studies that first form pairs and then measure them.",
    ),
    (
        "Cun",
        "one body cun, the standing height over 75, the same all over the body in these tables.",
    ),
    (
        "Moved by tolerance",
        "every mark is moved at random in a disc as wide as its own stated tolerance of placement, and"
        " the share is taken again; the middle 95 % of what comes out is given; since moving blurs"
        " whatever agreement there is, the observed share tends to lie in its upper part.",
    ),
    (
        "Effect",
        "how far the observed share lies above the mean of chance, in standard deviations of chance.",
    ),
    (
        "p",
        "the share of chance samples, the observed body counted among them, with at least as many"
        " matches: one-sided, so it speaks for an agreement only.",
    ),
    (
        "Holm",
        "the same p, made larger for the number of regions, or of muscles, that are looked at together.",
    ),
    (
        "Channel in the zone",
        "the share of a channel's length that lies in the essential, and in the whole, zone of referred"
        " pain.",
    ),
    (
        "Zone along the channel",
        "the share of the zone's area that lies within reach of the channel; beside it the same share of"
        " all skin of the regions that the zone touches.",
    ),
    (
        "Follows",
        "the channel of the trigger point's nearest channel point runs through the trigger point's zone.",
    ),
    (
        "Best channel",
        "the channel with the largest share of the zone along it.",
    ),
    (
        "Sinew channel",
        "the same with the painted band of the sinew channel in the place of a line with a reach.",
    ),
)
LIMITS = (
    "Both maps cover the body densely. With hundreds of points on either side, many must lie close to"
    " each other whatever they mean; a share of matches says nothing before it stands beside what chance"
    " gives.",
    "Both maps were made by people who knew where muscles are tender. A match can mean that two"
    " traditions found the same thing, that both looked in the same places, or that the later one knew the"
    " earlier.",
    "The places are our reading of texts on model bodies. Each mark has a stated tolerance, and the"
    " intervals of the moved marks show what that alone does to the figures; they move marks"
    " independently, though many rest on the same landmarks and would move together.",
    "Some trigger points are placed with the help of an acupoint. What these add to the agreement was put"
    " in by hand; the figures are given without them too.",
    "A left and a right side are mirror images and are counted once: counting both would double the"
    " numbers and narrow every interval without adding anything that is known. The midline is counted with"
    " the left, and a point that only the right side has where its mirror image lies.",
    "“Same region” keeps the trigger point's muscle while it moves the point, also to where that muscle"
    " is not. So it makes a match in the same muscle too hard for chance, and only “same belly” judges the"
    " criterion of the same muscle fairly.",
    "“Same belly” takes its bellies from schematic muscles, and asks for no more than that a trigger"
    " point lies where its muscle lies. An agreement that comes from both maps favouring muscles is"
    " thereby taken out; what is left is agreement on the place within the muscle.",
    "“Shifted channels” leaves the courses of the channels where they are. It asks whether the points"
    " stand at the right places along them, not whether the channels run where they should.",
    "The best of 26 channels (12 on each side, two on the midline) is chosen after looking at all of"
    " them; even random bands would have a best one. So its share has no p value here.",
    "Tests by region and muscle are many and their groups small. A single small p among them is to be"
    " expected; Holm's correction says which would surprise.",
    "Tolerances were not chosen beforehand by anyone: 20 and 30 mm are those that others published. The"
    " curve shows all of them so that none need be picked.",
    "Nothing here says whether needling a point does anything, nor whether pain indications agree. That"
    " is what most of the argument in the literature is about, and places cannot settle it.",
    "Whether the two maps agree by coincidence, by convergent discovery, or because they describe one"
    " phenomenon in two languages, stays an open question.",
)
FOR = (
    "Melzack, Stillwell and Fox (1977) compared where trigger points and acupoints lie and which pain"
    " they are given for, and found that 71 % correspond; they concluded that both describe the same"
    " phenomenon.",
    "Dorsher (2006) found an acupoint of the same muscle within 2 cm for 92 % of 255 trigger points,"
    " among 747 acupoints; referred pain ran along the channel completely or nearly in 76 % of the pairs.",
    "Dorsher and Fleckenstein (2008, 2009) repeated it with the 361 channel points alone: 238 of 255"
    " (93.3 %) had a partner, 82 % of these pairs lay within 2 cm and 95 % within 3 cm, 94 to 97 % agreed"
    " in the pain they are used for, and in 81.5 to 91 % the referred pain followed the channel.",
    "Dorsher (2008) answered Birch from other textbooks, put the agreement of pain indications at 95 % or"
    " more, and gathered the argument once more in a review in 2022.",
)
AGAINST = (
    "Birch (2003) looked up the acupoints of 1977 in five textbooks: 61 % are not recommended for pain at"
    " all, 60 % of those that were said to correspond; only 18 to 19 % are commonly used for pain. The"
    " agreement of 71 % would then be at most 40 %, rather 18 to 19 %.",
    "Birch also holds that the comparison is of the wrong things: trigger points would correspond to ashi"
    " points, which are found by pressing and have no fixed place, not to the points of a chart.",
    "None of the figures above stands, as far as the abstracts tell, beside what chance would give. With"
    " as many points as these, a trigger point has some acupoint within 2 or 3 cm nearly wherever it lies;"
    " the figures of this report are made to say how much of the agreement that explains.",
)
