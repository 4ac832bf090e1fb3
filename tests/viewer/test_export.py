"""What leaves the program: named parts in place, upright and in their colours; pictures at print size."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from viewer import compose, style
from viewer.cli import main
from viewer.draw.drape import Cloth
from viewer.errors import OutputError, UnknownError, UsageError, ViewerError
from viewer.export import PrintSize, export, paper_of, scene_glb
from viewer.gltf import TO_GLTF, linear
from viewer.named_parts import scene_nodes
from viewer.shot import ShotOptions, shoot
from viewer.solid import joined, solid

SELECTED = ShotOptions(
    select="masseter.TrP1", show=("skin", "acupoints", "trigger_points", "channels", "zones")
)


def read(content: bytes) -> trimesh.Scene:
    return trimesh.load(io.BytesIO(content), file_type="glb")


def srgb(colours: np.ndarray) -> np.ndarray:
    """What a screen is told for shares of light, by the standard's own rule."""
    shares = np.asarray(colours, np.float64)[:, :3]
    curved = np.where(shares <= 0.0031308, 12.92 * shares, 1.055 * shares ** (1 / 2.4) - 0.055)
    return (255 * curved).round().astype(int)


@pytest.fixture(scope="module")
def scene(small_atlas) -> trimesh.Scene:
    return read(scene_glb(small_atlas, SELECTED))


def colours_of(scene, name: str) -> np.ndarray:
    return scene.geometry[name].visual.vertex_attributes["color"]


def test_every_part_is_a_node_of_its_own(scene):
    parts = {"skin", "channel_GB", "channel_BL", "zone_masseter_TrP1_left", "acupoints", "trigger_points"}
    assert set(scene.graph.nodes_geometry) == set(scene.geometry) == parts
    assert all(len(mesh.faces) for mesh in scene.geometry.values())
    assert scene.geometry["channel_GB"].metadata["code"] == "GB"
    assert scene.geometry["zone_masseter_TrP1_left"].metadata["of"] == "masseter.TrP1/left"


def test_the_body_stands_upright_in_metres_and_says_so(scene, small_atlas):
    skin = scene.geometry["skin"]
    assert skin.bounds == pytest.approx(np.array([[-0.3, 0.0, -0.3], [0.3, 0.6, 0.3]]), abs=1e-3)
    ours = small_atlas.marks["GB1/left"].located.position_mm
    theirs = trimesh.proximity.closest_point_naive(scene.geometry["acupoints"], (TO_GLTF @ ours / 1000)[None])
    assert theirs[1][0] < 0.004, "in front, to its left"
    assert np.linalg.det(TO_GLTF) == pytest.approx(1.0), "left stays left"
    assert skin.is_volume or skin.volume > 0, "faces outwards"
    assert "+y up" in scene.metadata["frame"]
    assert "millimetres" in scene.metadata["made_from"]


def test_colours_are_the_ones_that_are_meant(scene, small_atlas):
    skin = compose.skin_rgb(small_atlas.body, "neutral")
    assert np.array_equal(srgb(colours_of(scene, "skin")), np.tile(skin[0], (len(skin), 1)))
    assert tuple(style.CHANNELS["GB"]) in map(tuple, srgb(colours_of(scene, "channel_GB")).tolist())
    found = set(map(tuple, srgb(colours_of(scene, "trigger_points")).tolist()))
    assert found == {style.RED, style.RIM}
    zone = colours_of(scene, "zone_masseter_TrP1_left")
    assert set(map(tuple, srgb(zone).tolist())) == {style.ZONE}
    assert 0 < zone[:, 3].min() < zone[:, 3].max() < 1
    materials = {name: mesh.visual.material for name, mesh in scene.geometry.items()}
    assert {name for name, one in materials.items() if one.alphaMode == "BLEND"} == {
        "zone_masseter_TrP1_left"
    }
    assert all(one.metallicFactor == 0 for one in materials.values()), "else it is black where nothing shines"


def test_dark_colours_keep_their_steps():
    dark = np.tile(np.arange(40, dtype=np.uint8)[:, None], (1, 4))
    assert np.array_equal(srgb(linear(dark)), dark[:, :3])


def test_the_same_scene_has_the_same_bytes(small_atlas):
    assert scene_glb(small_atlas, SELECTED) == scene_glb(small_atlas, SELECTED)


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"show": ("skin",)}, {"skin"}),
        ({"show": ("channels",), "solo_channel": "GB"}, {"channel_GB"}),
        ({"show": ("flow", "sinews")}, {"flow_GB", "flow_BL", "sinew_GB"}),
        ({"show": ("acupoints", "trigger_points")}, {"acupoints", "trigger_points"}),
        ({"show": ("composite",)}, {"composite"}),
        ({"show": ("labels",)}, set()),
    ],
)
def test_only_what_is_shown_is_there(small_atlas, options, parts):
    assert set(scene_nodes(small_atlas, ShotOptions(**options))) == parts


def test_a_category_leaves_the_others_out(small_atlas):
    def count(category: str) -> int:
        options = ShotOptions(show=("acupoints",), category=category)
        return len(scene_nodes(small_atlas, options)["acupoints"].solid.faces)

    assert 4 * count("crossing") == count("")


def test_marks_grow_from_their_places(small_atlas):
    layer = compose.marks(small_atlas, trigger_points=True)
    made = solid(layer, Cloth(compose.skin(small_atlas.body, "neutral")))
    places = np.repeat(layer.positions_mm, len(made.vertices_mm) // 2, axis=0)
    assert np.linalg.norm(made.at(0.0) - places, axis=1).max() < 0.5
    wide = [np.linalg.norm(made.at(scale) - places, axis=1).max() for scale in (1.0, 2.0)]
    least_mm = style.SHAPE_SCALES["cross"] * style.MARK_PX.least
    assert wide == pytest.approx([least_mm, 2 * least_mm], rel=0.1)


def test_joined_meshes_keep_their_triangles(small_atlas):
    cloth = Cloth(compose.skin(small_atlas.body, "neutral"))
    parts = [solid(compose.channels(small_atlas, code), cloth) for code in ("GB", "BL")]
    whole = joined(parts)
    assert len(whole.faces) == sum(len(part.faces) for part in parts)
    assert whole.at(1.0)[whole.faces[-1]] == pytest.approx(parts[1].at(1.0)[parts[1].faces[-1]])
    assert joined([]) is None


def test_names_have_no_triangles(small_atlas):
    with pytest.raises(TypeError, match="LabelLayer"):
        solid(compose.labels(small_atlas, compose.Focus()), Cloth(compose.skin(small_atlas.body, "neutral")))


def test_a_real_body_comes_with_eyes_and_the_muscle_of_the_selected_point(shipped, tmp_path):
    show = ("skin", "channels", "zones", "muscles")
    export(tmp_path / "a.glb", ShotOptions(select="soleus.TrP1/right", solo_channel="BL", show=show))
    scene = read((tmp_path / "a.glb").read_bytes())
    assert set(scene.geometry) == {
        "skin",
        "eyes",
        "channel_BL",
        "zone_soleus_TrP1_right",
        "muscle_soleus_right",
    }
    assert scene.geometry["muscle_soleus_right"].bounds[:, 0].max() < 0, "the body's right"
    assert scene.geometry["skin"].visual.material.alphaMode == "BLEND", "the muscle is seen through it"
    taut = srgb(colours_of(scene, "muscle_soleus_right"))
    assert np.abs(taut - style.TAUT).sum(axis=1).min() < 12
    assert scene.bounds[1][1] == pytest.approx(shipped("male").body.vertices_mm[:, 2].max() / 1000, abs=1e-3)


@pytest.mark.usefixtures("drawing")
def test_a_picture_for_print_says_how_large_it_is(small_atlas, tmp_path, monkeypatch):
    monkeypatch.setattr("points.load.load_atlas", lambda *_: small_atlas)
    for name in "ab":
        export(tmp_path / f"{name}.png", ShotOptions(), PrintSize(50.0, 30.0, 150.0))
    content = (tmp_path / "a.png").read_bytes()
    assert content == (tmp_path / "b.png").read_bytes()
    assert struct.unpack(">II", content[16:24]) == (295, 177)
    at = content.index(b"pHYs")
    assert struct.unpack(">IIB", content[at + 4 : at + 13]) == (5906, 5906, 1)
    assert content.index(b"IDAT") > at


@pytest.mark.usefixtures("drawing")
def test_marks_are_as_wide_on_paper_at_any_resolution(small_atlas, tmp_path, monkeypatch):
    monkeypatch.setattr("points.load.load_atlas", lambda *_: small_atlas)
    options = ShotOptions(select="GB1", show=("skin", "acupoints"))
    widths = []
    for dpi in (96.0, 288.0):
        export(tmp_path / "a.png", options, PrintSize(63.5, 38.1, dpi))
        widths.append(_ring_share(tmp_path / "a.png"))
    assert widths[0] == pytest.approx(widths[1], rel=0.12), "but for half a pixel on either side"
    shoot(small_atlas, tmp_path / "a.png", replace(options, size=(720, 432)))
    assert _ring_share(tmp_path / "a.png") < 0.7 * widths[1], "on a screen with so many pixels it is smaller"


def _ring_share(path) -> float:
    """Width of the ring around the selected mark, as a share of the picture's."""
    pixels = _pixels(path)
    yellow = (pixels[..., 0] > 180) & (pixels[..., 1] > 130) & (pixels[..., 2] < 90)
    columns = np.flatnonzero(yellow.any(axis=0))
    return float((columns[-1] - columns[0] + 1) / pixels.shape[1])


def _pixels(path) -> np.ndarray:
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOImage import vtkPNGReader

    reader = vtkPNGReader()
    reader.SetFileName(str(path))
    reader.Update()
    width, height, _ = reader.GetOutput().GetDimensions()
    scalars = vtk_to_numpy(reader.GetOutput().GetPointData().GetScalars())
    return scalars.reshape(height, width, -1).astype(int)


@pytest.mark.parametrize(
    ("name", "paper", "error", "message"),
    [
        ("a.obj", None, OutputError, "ends in .glb, for other 3D programs, or .png"),
        ("missing/a.glb", None, OutputError, "there is no folder"),
        ("a.glb", PrintSize(), UsageError, "Only a picture has a size on paper"),
    ],
)
def test_a_wrong_file_is_told_before_anything_is_read(tmp_path, name, paper, error, message):
    with pytest.raises(error, match=message):
        export(tmp_path / name, ShotOptions(body="nobody"), paper)


def test_a_wrong_size_is_told():
    with pytest.raises(ViewerError, match="5 dots per inch cannot be made; ask for 36 to 1200"):
        PrintSize(dpi=5.0)
    with pytest.raises(ViewerError, match="each side must be 10 to 694 mm"):
        PrintSize(width_mm=900.0)
    assert paper_of(None, None, None) is None
    assert paper_of(100.0, None, None) == PrintSize(width_mm=100.0)


def test_an_unknown_point_is_told(small_atlas):
    with pytest.raises(UnknownError, match="no point 'GB2'"):
        scene_glb(small_atlas, ShotOptions(select="GB2"))


def test_the_command_writes_the_file(tmp_path, capsys):
    assert main(["export", str(tmp_path / "a.txt")]) == 1
    assert "ends in .glb" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "a.glb"), "--dpi", "300"]) == 2
    assert main(["export", str(tmp_path / "a.glb"), "--show", "channels", "--channel", "GB"]) == 0
    assert set(read((tmp_path / "a.glb").read_bytes()).geometry) == {"channel_GB"}


def test_a_complaint_is_shown_with_its_points_alone(tmp_path):
    show = ("skin", "channels", "muscles")
    export(tmp_path / "a.glb", ShotOptions(show=show), complaint="tennis_elbow", side="right")
    names = set(read((tmp_path / "a.glb").read_bytes()).geometry)
    assert {"skin", "eyes", "channel_LI", "muscle_supinator_right", "acupoints", "trigger_points"} <= names
    assert not any(name.startswith(("zone_", "sinew_")) or name.endswith("_left") for name in names)
    with pytest.raises(UnknownError, match="no complaint 'gout'; there are neck_shoulder_desk"):
        export(tmp_path / "a.glb", ShotOptions(), complaint="gout")
    with pytest.raises(UsageError, match="no side 'up'"):
        export(tmp_path / "a.glb", ShotOptions(), complaint="tennis_elbow", side="up")
