"""What one visitor sees at the moment: small, plain, of what JSON can hold. Imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Theme(StrEnum):
    """Ground and colours of the interface."""

    LIGHT = "light"
    DARK = "dark"


class SkinTone(StrEnum):
    """Tone of the skin; each is a key of ``viewer.style.TONES``."""

    NEUTRAL = "neutral"
    LIGHT = "light"
    DARK = "dark"


class PainTool(StrEnum):
    """What the pointer does on the skin: nothing of its own, ask at a spot, paint an area."""

    OFF = "off"
    SPOT = "spot"
    PAINT = "paint"


class NullModel(StrEnum):
    """Which chance the overlap is held against; each is a key of a null model of ``points.overlap``."""

    REGION = "region"
    MUSCLE = "muscle"
    SHIFT = "shift"


@dataclass
class LayerState:
    """One switch of the layer panel: whether the layer shows, and its opacity from 0 to 1."""

    on: bool = True
    opacity: float = 1.0


@dataclass
class LayersState:
    """The switches of everything that can be drawn."""

    skin: LayerState = field(default_factory=LayerState)
    acupoints: LayerState = field(default_factory=LayerState)
    trigger_points: LayerState = field(default_factory=LayerState)
    muscles: LayerState = field(default_factory=lambda: LayerState(on=False))
    channels: LayerState = field(default_factory=LayerState)
    flow: LayerState = field(default_factory=lambda: LayerState(on=False))
    sinews: LayerState = field(default_factory=lambda: LayerState(on=False))
    zones: LayerState = field(default_factory=LayerState)
    labels: LayerState = field(default_factory=LayerState)
    composite: LayerState = field(default_factory=lambda: LayerState(on=False))
    grid: LayerState = field(default_factory=lambda: LayerState(on=False))


@dataclass
class PainState:
    """How the visitor asks where a pain comes from.

    Attributes
    ----------
    tool
        What the pointer does on the skin.
    rubs
        Whether the brush rubs out.
    brush_mm
        Radius of the brush along the skin.
    essential_only
        Whether the composite map counts the essential parts of the zones alone.
    """

    tool: PainTool = PainTool.OFF
    rubs: bool = False
    brush_mm: float = 20.0
    essential_only: bool = False


@dataclass
class OverlapState:
    """How the visitor looks at the overlap of both maps.

    Attributes
    ----------
    on
        Whether the body shows which points match.
    tolerance_mm
        How near along the skin counts as a match.
    extra
        Whether the extra points count beside the 361 of the channels.
    same_muscle
        Whether both must meet the same muscle.
    null
        Which chance stands beside it.
    agreement
        Whether the skin is tinted by how zones and channels agree.
    """

    on: bool = False
    tolerance_mm: float = 20.0
    extra: bool = False
    same_muscle: bool = False
    null: NullModel = NullModel.REGION
    agreement: bool = False


@dataclass
class ComplaintState:
    """Which complaint the body shows.

    Attributes
    ----------
    key
        Key of the complaint; empty for none.
    side
        Where it hurts: ``left``, ``right``, ``both``.
    parts
        What of it shows besides its points: ``zones``, ``channels``, ``sinews``, ``muscles``.
    """

    key: str = ""
    side: str = "left"
    parts: list[str] = field(default_factory=lambda: ["zones", "channels"])


@dataclass
class TourState:
    """Which guided tour is under way.

    Attributes
    ----------
    key
        Key of the tour (``channel_GB``); empty for none.
    stop
        Which of its stops, from 0.
    """

    key: str = ""
    stop: int = 0


@dataclass
class ExplainState:
    """What is explained to a patient.

    Attributes
    ----------
    about
        Id of the trigger point that is explained (``infraspinatus.TrP1/left``); empty while nothing is.
    acupoint
        Id of the acupoint that goes with it; empty for none near.
    others
        Ids of the trigger points, one for each muscle, that could be explained in its place.
    step
        Which of the steps, from 0.
    wording
        Whose words are read: ``plain``, ``western``, ``eastern``, ``both``.
    larger
        Steps that the letters are larger than usual, or (negative) smaller.
    """

    about: str = ""
    acupoint: str = ""
    others: list[str] = field(default_factory=list)
    step: int = 0
    wording: str = "plain"
    larger: int = 0


@dataclass
class AshiMark:
    """A tender spot that was kept (阿是): triangle of the body and weights of its corners, on every body.

    Attributes
    ----------
    number
        Its own among the kept spots, from 1.
    face
        Triangle of the body.
    weights
        Of the triangle's three corners, summing to 1.
    date
        Day that it was found, as ISO 8601 writes it (``2026-11-21``); empty where nobody said.
    intensity
        How strong the pain is, 0 (none) to 10 (the worst there can be); None where nobody said.
    text
        A line of the visitor's own.
    """

    number: int
    face: int
    weights: list[float]
    date: str = ""
    intensity: int | None = None
    text: str = ""


@dataclass
class Spot:
    """A spot on the skin, on every body: triangle, weights of its corners, and the mark it stands for."""

    face: int
    weights: list[float]
    mark: str = ""


@dataclass
class MeasureState:
    """How the visitor measures: whether the tool is in the hand, and the spots that are set, at most two."""

    on: bool = False
    ends: list[Spot] = field(default_factory=list)


@dataclass
class ViewState:
    """All that one visitor chose.

    Attributes
    ----------
    body
        Name of the body, as ``meshes`` knows it.
    view
        Name of the last named view asked for (a key of ``viewer.camera.views.VIEWS``, or ``selection``).
        Asking for it again moves the camera again; nothing else ever does.
    theme
        Ground and colours of the interface.
    skin_tone
        Which of the tones of ``viewer.style`` the skin has.
    layers
        What shows, and how strongly.
    solo_channel
        Code of the only channel that shows; empty for all of them.
    category
        Key of the category whose points alone show; empty for all points.
    sinews
        Codes of the sinew channels that show when their layer is on; none named for all of them.
    peel
        Outermost layer of muscles that shows: 1 for all that lie directly under the skin, and so on inwards.
    neighbours
        Whether the neighbours of the muscles that are looked at show faintly.
    pain
        How the visitor asks where a pain comes from.
    overlap
        How the visitor looks at the overlap of both maps.
    split
        Whether both maps show side by side, each in its half of the picture.
    measure
        How the visitor measures on the skin.
    ashi
        The tender spots that the visitor keeps.
    complaint
        Which complaint the body shows.
    explain
        What is explained to a patient.
    tour
        Which guided tour is under way.
    selection
        Id of what is selected: a mark (``GB21/left``), a channel (``channel:GB``), a sinew channel
        (``sinew:GB``), a muscle (``muscle:soleus``, ``muscle:soleus/left``), a kept spot (``ashi:1``) or a
        kept area (``area:1``); empty for nothing.
    hover
        Id of the mark under the pointer; empty for none.
    search
        Text in the search box.
    language
        Language of all that is told: the name of its folder in ``viewer/languages``.
    """

    body: str = "male"
    view: str = "front"
    theme: Theme = Theme.LIGHT
    skin_tone: SkinTone = SkinTone.NEUTRAL
    layers: LayersState = field(default_factory=LayersState)
    solo_channel: str = ""
    category: str = ""
    sinews: list[str] = field(default_factory=list)
    peel: int = 1
    neighbours: bool = False
    pain: PainState = field(default_factory=PainState)
    overlap: OverlapState = field(default_factory=OverlapState)
    split: bool = False
    measure: MeasureState = field(default_factory=MeasureState)
    ashi: list[AshiMark] = field(default_factory=list)
    complaint: ComplaintState = field(default_factory=ComplaintState)
    explain: ExplainState = field(default_factory=ExplainState)
    tour: TourState = field(default_factory=TourState)
    selection: str = ""
    hover: str = ""
    search: str = ""
    language: str = "en"
