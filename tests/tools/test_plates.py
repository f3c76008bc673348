"""The small pictures are right, small, whole, and the same each time."""

from __future__ import annotations

import doctest
import math
import re
from xml.etree import ElementTree

import pytest
import shapely

from geotrack.polar import disc, distance_m, project
from tools.plates import ASKED, Lettering, Look, Plate, View, plate, svg
from tools.plates.graticule import arc_data, graticule_of
from tools.plates.svg import element, number, path_of, text_element

NAMESPACE = "{http://www.w3.org/2000/svg}"
WRANGEL = disc(180.0, 71.0, 300_000)


def drawn(size: float = 200, title: str = "Round <Wrangel> Island") -> Plate:
    picture = Plate.around(WRANGEL, size, size, title=title)
    picture.sea(WRANGEL)
    picture.land()
    picture.graticule()
    picture.area(WRANGEL, ASKED)
    picture.locator(WRANGEL)
    picture.scale_bar()
    picture.point(180.0, 71.0)
    picture.label("A & B", (180.0, 72.0), offset=(0, -6))
    picture.names()
    return picture


def test_the_examples_hold() -> None:
    assert [doctest.testmod(module).failed for module in (svg, plate)] == [0, 0]


def test_the_same_calls_give_the_same_bytes() -> None:
    assert drawn().svg() == drawn().svg()


def test_a_picture_is_sound_and_stands_alone() -> None:
    text = drawn().svg()
    root = ElementTree.fromstring(text)  # noqa: S314 (made here)
    assert root.findtext(f"{NAMESPACE}title") == "Round <Wrangel> Island"
    assert "A & B" in {t.text for t in root.iter(f"{NAMESPACE}text")}
    assert {e.tag.removeprefix(NAMESPACE) for e in root.iter()} == {
        "svg", "title", "path", "rect", "circle", "g", "text",
    }  # fmt: skip
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|href| id=| style=", text)
    places = re.findall(r' (?:d|x|y|r|cx|cy|width|height)="([^"]*)"', text)
    assert not re.search(r"\.\d\d", " ".join(places))


@pytest.mark.slow
@pytest.mark.parametrize(("size", "most"), [(200, 12_000), (320, 25_000)])
def test_a_picture_is_small(size: float, most: int) -> None:
    coast_of_norway = disc(15.0, 67.0, 900_000)
    for shape in (WRANGEL, coast_of_norway, disc(-90.0, 75.0, 900_000)):
        picture = Plate.around(shape, size, size)
        picture.sea(shape)
        picture.land()
        picture.graticule()
        assert len(picture.svg().encode()) < most


def test_the_meridian_of_the_turn_runs_straight_down() -> None:
    view = View.around(WRANGEL, 200, 200)
    assert view.turn == 180
    (x, y), (far_x, far_y) = view.position(180, 71), view.position(-180, 68)
    assert (x, y) == (pytest.approx(100, abs=1e-6), pytest.approx(100, abs=0.5))
    assert abs(far_x - x) < 1e-6
    assert far_y > y
    # 3 degrees of latitude at the picture's scale, which the plane keeps to a few per cent there.
    metres = (far_y - y) * view.metres_a_pixel
    assert metres == pytest.approx(distance_m(180, 71, 180, 68), rel=0.03)


def test_east_is_to_the_right_when_north_is_up() -> None:
    for lon in (-170.0, -60.0, 0.0, 45.0, 179.0):
        view = View.around(disc(lon, 70.0, 100_000), 200, 200)
        assert view.position(lon + 1, 70.0)[0] > view.position(lon, 70.0)[0] + 3


def test_what_lies_round_the_pole_is_seen_as_in_the_plane() -> None:
    view = View.around(disc(0.0, 90.0, 1_000_000), 200, 200)
    assert view.turn == 0
    assert view.pole.equals_exact(shapely.Point(100, 100), 1e-6)


def test_a_shape_of_the_plane_lies_where_its_places_do() -> None:
    view = View((-1e6, -2e6, 1e6, 0), 300, 200, turn=33.0)
    x, y = project(10.0, 72.0)
    at = view.pixels(shapely.Point(float(x), float(y)))
    assert view.position(10.0, 72.0) == pytest.approx((at.x, at.y))
    outline = view.pixels(view.outline)
    assert outline.bounds == pytest.approx(view.frame.bounds)
    assert outline.area == pytest.approx(view.frame.area)


def test_parallels_are_arcs_of_their_own_radius() -> None:
    view = View.polar(300, south=60)
    data = arc_data(view, 70.0)
    x, y = view.position(0.0, 70.0)
    radius = math.hypot(x - view.pole.x, y - view.pole.y)
    assert f"a{number(radius)} {number(radius)} 0 0 0" in data
    assert arc_data(view, 40.0) == ""
    cut = arc_data(View.around(WRANGEL, 200, 200), 71.0)
    assert re.fullmatch(r"M\S+ \S+?A\S+ \S+ 0 0 [01] \S+ \S+", cut)


def test_degrees_stand_in_the_margin_and_apart() -> None:
    view = View.around(WRANGEL, 320, 320)
    labels = graticule_of(view).labels
    outside = [label for label in labels if label.slant is not None]
    assert {"180°", "70°N"} <= {label.text for label in labels}
    for label in outside:
        assert not view.frame.contains(shapely.Point(label.x, label.y))
    for n, one in enumerate(outside):
        assert all(math.hypot(one.x - o.x, one.y - o.y) > 20 for o in outside[:n])


def test_a_name_is_set_where_there_is_room_for_it() -> None:
    picture = Plate.around(WRANGEL, 200, 200)
    assert picture.name("Disc", WRANGEL)
    assert not picture.name("A name that is far too long for the disc", WRANGEL)
    assert not picture.name("Far away", disc(0.0, 60.0, 1000))


def test_names_do_not_stand_on_each_other() -> None:
    picture = Plate.around(disc(-170.0, 68.0, 1_500_000), 320, 320)
    picture.land()
    picture.names(besides={"chukchi sea"})
    text = picture.svg()
    assert "Chukchi Sea" not in text
    assert "ALASKA" in text
    rooms = picture._taken
    assert not any(a.intersects(b) for n, a in enumerate(rooms) for b in rooms[:n])


def test_what_is_not_seen_is_not_drawn() -> None:
    picture = Plate.around(WRANGEL, 200, 200)
    before = picture.svg()
    picture.point(0.0, 60.0)
    picture.area(disc(0.0, 60.0, 1000))
    picture.line(shapely.LineString([(0, -3e6), (1, -3.1e6)]))
    picture.pole_mark()
    assert picture.svg() == before


def test_paths_are_written_short() -> None:
    assert path_of(shapely.LineString([(0, 0), (0.04, 0), (10, 0), (9.5, 0.5)])) == "M0 0h10l-.5.5"
    assert path_of(shapely.LineString([(0, 0), (0.01, 0.02)])) == ""
    assert path_of(shapely.Polygon()) == ""
    assert path_of(shapely.Point(1, 1)) == ""


def test_texts_are_escaped() -> None:
    assert text_element("<b> & 'c'", {"x": 1.0}) == "<text x=\"1\">&lt;b&gt; &amp; 'c'</text>"
    assert element("g", {"fill": '"'}, "") == "<g fill='\"'/>"
    assert Look("red", 0.5).attributes == {"fill": "red", "fill_opacity": "0.5"}
    assert Lettering(anchor="end").attributes["text_anchor"] == "end"
