"""KML and KMZ: their dates are the source's, word for word."""

from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geotrack.importing import MappingOptions, ReadingOptions, UnreadableError, draft
from tests.export.conftest import by_gdal
from tests.importing.conftest import SCRIPTS, Import, coordinates, properties

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
POINT = "<Point><coordinates>-168.5,65.7,5</coordinates></Point>"


def kml(folder: Path, inside: str, name: str = "a.kml") -> Path:
    path = folder / name
    path.write_text(f"{HEAD}<Document>{inside}</Document></kml>", encoding="utf-8")
    return path


def test_a_placemark_becomes_a_draft(tmp_path: Path, imported: Import) -> None:
    made = imported(
        kml(
            tmp_path,
            "<Placemark id='p1'><name>Søk &amp; øy</name><description>To skip.</description>"
            "<ExtendedData><Data name='radius_km'><value>30</value></Data>"
            f"<Data name='skip'><value>2</value></Data></ExtendedData>{POINT}</Placemark>",
        )
    )
    assert properties(made) == [
        {
            "title": "Søk & øy",
            "summary": "To skip.",
            "place": {"radius_km": 30, "precision": "near"},
            "placemark_id": "p1",
            "skip": "2",
        }
    ]
    assert coordinates(made) == [[-168.5, 65.7, 5]]
    assert "id" not in made.features[0]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("<TimeStamp><when>2024</when></TimeStamp>", {"start": "2024"}),
        ("<TimeStamp><when>2024-10</when></TimeStamp>", {"start": "2024-10"}),
        ("<TimeStamp><when>2024-10-05</when></TimeStamp>", {"start": "2024-10-05"}),
        (
            "<TimeStamp><when>2024-07-24T16:40:00-09:00</when></TimeStamp>",
            {"start": "2024-07-24T16:40:00-09:00"},
        ),
        (
            "<TimeSpan><begin>2024-09-20</begin><end>2024-10</end></TimeSpan>",
            {"start": "2024-09-20", "end": "2024-10"},
        ),
        ("<TimeSpan><begin>2024</begin></TimeSpan>", {"start": "2024"}),
        ("<TimeSpan><end>2024</end></TimeSpan>", {"end": "2024"}),
        ("<TimeSpan/>", {}),
    ],
)
def test_a_date_says_no_more_than_it_did(
    tmp_path: Path, imported: Import, times: str, expected: dict[str, str]
) -> None:
    made = imported(kml(tmp_path, f"<Placemark><name>t</name>{times}{POINT}</Placemark>"))
    assert properties(made) == [{"title": "t", **expected}]


def test_a_property_of_its_own_goes_before_the_format(tmp_path: Path, imported: Import) -> None:
    made = imported(
        kml(
            tmp_path,
            "<Placemark><name>n</name><TimeStamp><when>2024</when></TimeStamp><ExtendedData>"
            "<Data name='title'><value>t</value></Data><Data name='start'><value>2023</value>"
            f"</Data></ExtendedData>{POINT}</Placemark>",
        )
    )
    assert properties(made) == [{"title": "t", "start": "2023", "Name": "n", "kml_start": "2024"}]


def test_folders_are_read_together(tmp_path: Path, imported: Import) -> None:
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>{text}</name>{POINT}</Placemark></Folder>"
        for name, text in SCRIPTS.items()
    )
    path = kml(tmp_path, folders)
    made = imported(path)
    assert [p["title"] for p in properties(made)] == list(SCRIPTS.values())
    assert [p["folder"] for p in properties(made)] == list(SCRIPTS)
    assert len(imported(path, layers=("Greek",)).features) == 1


def test_a_placemark_without_geometry_has_none(tmp_path: Path, imported: Import) -> None:
    made = imported(
        kml(tmp_path, f"<Placemark><name>a</name></Placemark><Placemark>{POINT}</Placemark>")
    )
    assert coordinates(made) == [None, [-168.5, 65.7, 5]]


OVERLAY = (
    "<GroundOverlay><name>ice</name><LatLonBox><north>70</north><south>69</south><east>31</east>"
    "<west>30</west></LatLonBox></GroundOverlay>"
)
LINK = "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>"


def test_pictures_and_links_are_left_out_and_told(tmp_path: Path, imported: Import) -> None:
    other = "<Folder><ScreenOverlay><name>logo</name></ScreenOverlay></Folder>"
    made = imported(
        kml(tmp_path, f"{LINK}{OVERLAY}{other}<Placemark><name>a</name>{POINT}</Placemark>")
    )
    assert properties(made) == [{"title": "a"}]
    assert (
        "left out: 1 NetworkLink, 1 GroundOverlay, 1 ScreenOverlay: pictures, or links that are "
        "not followed" in made.messages
    )


def test_a_file_of_pictures_alone_is_refused(tmp_path: Path, imported: Import) -> None:
    with pytest.raises(UnreadableError, match=r"it has no placemarks, only 2 GroundOverlay$"):
        imported(kml(tmp_path, OVERLAY * 2))


@pytest.mark.parametrize(
    "inside",
    ["<![CDATA[<b>Seen</b> from plane<br/>clear]]>", "<b>Seen</b> from plane<br/>clear"],
)
def test_html_becomes_plain_text_and_is_kept(tmp_path: Path, imported: Import, inside: str) -> None:
    description = f"<description>{inside}</description>"
    made = imported(kml(tmp_path, f"<Placemark>{description}{POINT}</Placemark>"))
    (given,) = properties(made)
    assert given["summary"] == "Seen from plane\nclear"
    assert given["kml_description"].replace(" /", "/") == "<b>Seen</b> from plane<br/>clear"
    assert "HTML of 1 description became plain text; 'kml_description' keeps all" in made.messages


def test_a_plain_description_is_not_kept_twice(tmp_path: Path, imported: Import) -> None:
    text = "<description>A &lt; B &amp; C</description>"
    made = imported(kml(tmp_path, f"<Placemark>{text}{POINT}</Placemark>"))
    assert properties(made) == [{"summary": "A < B & C"}]


def test_typed_data_stand_beside_others(tmp_path: Path, imported: Import) -> None:
    schema = "<Schema name='s' id='s'><SimpleField name='n' type='int'/></Schema>"
    typed = "<SchemaData schemaUrl='#s'><SimpleData name='n'>7</SimpleData></SchemaData>"
    time = "<TimeStamp><when>2024-10</when></TimeStamp>"
    more = "<Data name='m'><value>8</value></Data>"
    placemarks = "".join(
        f"<Placemark>{t}<ExtendedData>{typed}{d}</ExtendedData>{POINT}</Placemark>"
        for t, d in ((time, ""), ("", more), ("", ""))
    )
    made = imported(kml(tmp_path, schema + placemarks))
    assert properties(made) == [{"start": "2024-10", "n": "7"}, {"n": "7", "m": "8"}, {"n": "7"}]
    alone = imported(
        kml(tmp_path, f"{schema}<Placemark><ExtendedData>{typed}</ExtendedData>{POINT}</Placemark>")
    )
    assert properties(alone) == [{"n": 7}]


GX = "xmlns:gx='http://www.google.com/kml/ext/2.2'"
TRACK = (
    "<gx:Track><when>2024-07-24T16:40:00Z</when><when>2024-07-24T17:40:00Z</when>"
    "<gx:coord>30 70 0</gx:coord><gx:coord>31 70 0</gx:coord></gx:Track>"
)


def placemark(inside: str) -> str:
    return f"<Placemark {GX}><name>a</name>{inside}</Placemark>"


def test_a_track_has_its_shape_and_times(tmp_path: Path, imported: Import) -> None:
    made = imported(kml(tmp_path, placemark(TRACK)))
    assert made.features[0]["geometry"] == {
        "type": "LineString",
        "coordinates": [[30, 70, 0], [31, 70, 0]],
    }
    assert properties(made) == [
        {"title": "a", "start": "2024-07-24T16:40:00Z", "end": "2024-07-24T17:40:00Z"}
    ]
    assert "tracks: start and end are the times of their first and last points" in made.messages
    assert "tracks: the times of their points are left out" in made.messages


@pytest.mark.parametrize(
    ("opening", "prefix"),
    [(f"<kml {GX}>", "gx:"), ("<kml xmlns='http://www.opengis.net/kml/2.3'>", "")],
)
def test_a_track_is_known_by_its_namespace(
    tmp_path: Path, imported: Import, opening: str, prefix: str
) -> None:
    path = tmp_path / "a.kml"
    track = TRACK.replace("gx:", prefix)
    path.write_text(f"{opening}<Placemark>{track}</Placemark></kml>", encoding="utf-8")
    assert coordinates(imported(path)) == [[[30, 70, 0], [31, 70, 0]]]
    other = path.read_text("utf-8").replace("gx", "ns7")
    path.write_text(other, encoding="utf-8")
    assert coordinates(imported(path)) == [[[30, 70, 0], [31, 70, 0]]]


def track_of(positions: list[tuple[float, float, float]], times: list[str]) -> str:
    whens = "".join(f"<when>{t}</when>" for t in times)
    coords = "".join(f"<gx:coord>{x!r} {y!r} {z!r}</gx:coord>" for x, y, z in positions)
    return f"<gx:Track>{whens}{coords}</gx:Track>"


SEVERAL = st.lists(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(50, 90), st.floats(-50, 9000)),
        min_size=2,
        max_size=5,
    ),
    min_size=2,
    max_size=4,
)


@given(SEVERAL, st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_several_tracks_keep_shape_start_and_end(
    tmp_path: Path, tracks: list[list[tuple[float, float, float]]], rng: Random
) -> None:
    parts, moments = [], []
    for track in tracks:
        whens = sorted(f"2024-07-{rng.randrange(1, 29):02}T16:40:00Z" for _ in track)
        parts.append(track_of(track, whens))
        moments += whens
    rng.shuffle(parts)
    whole = f"<gx:MultiTrack><gx:interpolate>0</gx:interpolate>{''.join(parts)}</gx:MultiTrack>"
    (found,) = draft(kml(tmp_path, placemark(whole)), ReadingOptions(), MappingOptions()).features
    lines = [[list(p) for p in track] for track in tracks]
    assert found["geometry"]["type"] == "MultiLineString"
    assert sorted(found["geometry"]["coordinates"]) == sorted(lines)
    start, end = (found["properties"].get(key) for key in ("start", "end"))
    assert (start, end or start) == (min(moments), max(moments))


def test_tracks_are_read_as_gdal_reads_them(tmp_path: Path, imported: Import) -> None:
    """Of the same file, as it is, the GDAL of the system is the judge."""
    several = f"<gx:MultiTrack>{TRACK}{TRACK.replace('70 0', '71 5')}</gx:MultiTrack>"
    mixed = f"<MultiGeometry>{TRACK}{POINT}</MultiGeometry>"
    path = kml(tmp_path, placemark(TRACK) + placemark(several) + placemark(mixed))
    theirs = [f["geometry"] for f in by_gdal(path)]
    assert [f["geometry"] for f in imported(path).features] == theirs


def test_a_placemarks_own_time_goes_before_its_tracks(tmp_path: Path, imported: Import) -> None:
    time = "<TimeStamp><when>2024-07</when></TimeStamp>"
    made = imported(kml(tmp_path, placemark(time + TRACK)))
    assert properties(made) == [{"title": "a", "start": "2024-07"}]
    assert "tracks: the times of their points are left out" in made.messages
    assert not any("start and end" in line for line in made.messages)


def test_a_track_without_times_is_told_of_none(tmp_path: Path, imported: Import) -> None:
    made = imported(kml(tmp_path, placemark(track_of([(30, 70, 0), (31, 70, 0)], []))))
    assert properties(made) == [{"title": "a"}]
    assert coordinates(made) == [[[30, 70, 0], [31, 70, 0]]]
    assert not any(line.startswith("tracks:") for line in made.messages)


def test_a_track_invents_no_position(tmp_path: Path, imported: Import) -> None:
    gap = TRACK.replace("<gx:coord>31", "<gx:coord/><gx:coord>31").replace(
        "<when>2024-07-24T17", "<when>2024-07-24T17:00:00Z</when><when>2024-07-24T17"
    )
    late = TRACK.replace("<gx:coord>30 70 0</gx:coord>", "<gx:coord/>")
    more = (
        "<ExtendedData><SchemaData><gx:SimpleArrayData name='speed'/></SchemaData></ExtendedData>"
    )
    made = imported(
        kml(tmp_path, placemark(gap) + placemark(late.replace("</gx:Track>", f"{more}</gx:Track>")))
    )
    assert coordinates(made) == [[[30, 70, 0], [31, 70, 0]], [31, 70, 0]]
    assert [p["start"] for p in properties(made)] == [
        "2024-07-24T16:40:00Z",
        "2024-07-24T17:40:00Z",
    ]
    assert "end" not in properties(made)[1]
    said = "placemark 1 ('a') and 1 more: a position of a track that is none is left out"
    assert said in made.messages
    assert "feature 2: a line of one position became a point" in made.messages
    assert "tracks: left out of single points: speed" in made.messages


def ring(*positions: str) -> str:
    return f"<LinearRing><coordinates>{' '.join(positions)}</coordinates></LinearRing>"


def area(outer: str, *inner: str) -> str:
    holes = "".join(f"<innerBoundaryIs>{one}</innerBoundaryIs>" for one in inner)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{holes}</Polygon>"


EMPTY = ["<coordinates/>", "<coordinates>  \n </coordinates>", ""]


@pytest.mark.parametrize("nothing", EMPTY)
@pytest.mark.parametrize("kind", ["Point", "LineString", "LinearRing", "Polygon"])
def test_a_shape_without_coordinates_has_no_position(
    tmp_path: Path, imported: Import, kind: str, nothing: str
) -> None:
    shape = f"<{kind}>{nothing}</{kind}>"
    if kind == "Polygon":
        shape = area(f"<LinearRing>{nothing}</LinearRing>")
    alone, among = placemark(shape), placemark(f"<MultiGeometry>{shape}</MultiGeometry>")
    beside = placemark(f"<MultiGeometry>{shape}{POINT}</MultiGeometry>")
    made = imported(kml(tmp_path, alone + among + beside))
    assert coordinates(made) == [None, None, [[-168.5, 65.7, 5]]]
    assert made.messages[0] == "a.kml: 3 features, 1 with geometry"
    said = f"placemark 1 ('a') and 2 more: a {kind} without coordinates has no position"
    assert said in made.messages


@pytest.mark.parametrize("kind", ["Point", "LineString", "LinearRing"])
@pytest.mark.parametrize(
    "text",
    ["30", "30,", ",70", "30 70", "30;70", "abc", "nan,70", "30,70 x,y", "30,5,70,5", "1e999,70"],
)
def test_what_is_no_position_is_none_and_is_kept(
    tmp_path: Path, imported: Import, kind: str, text: str
) -> None:
    shape = f"<{kind}><coordinates>{text}</coordinates></{kind}>"
    made = imported(kml(tmp_path, placemark(shape)))
    assert coordinates(made) == [None]
    assert properties(made) == [{"title": "a", "kml_coordinates": text}]
    assert "'kml_coordinates' keeps coordinates that are no positions" in made.messages
    said = f"placemark 1 ('a'): a {kind} has coordinates that are no positions, and is left out"
    assert said in made.messages


def test_a_point_is_at_one_position(tmp_path: Path, imported: Import) -> None:
    text = "30,70 31,71"
    made = imported(kml(tmp_path, placemark(f"<Point><coordinates>{text}</coordinates></Point>")))
    assert coordinates(made) == [None]
    assert properties(made)[0]["kml_coordinates"] == text
    assert "placemark 1 ('a'): a Point has several positions, and is left out" in made.messages


@pytest.mark.parametrize(
    "text",
    [
        "30, 70, 5 31, 71, 5",
        "30 ,70 ,5\n31,71,5,",
        "30,\n70,5 31,<!-- x -->71,5",
        "+30,70.,5 3.1e1,71,5",
    ],
)
def test_coordinates_are_read_as_they_are_meant(
    tmp_path: Path, imported: Import, text: str
) -> None:
    line = f"<LineString><coordinates>{text}</coordinates></LineString>"
    assert coordinates(imported(kml(tmp_path, placemark(line)))) == [[[30, 70, 5], [31, 71, 5]]]


def test_an_odd_shape_is_a_fault_of_its_placemark(tmp_path: Path, imported: Import) -> None:
    """Each of these alone refused the whole file."""
    shapes = [
        "<LineString><coordinates>1,70</coordinates></LineString>",
        ring("0,70", "1,70", "1,71", "0,70"),
        f"<MultiGeometry>{ring('0,70', '1,70', '1,71')}{POINT}</MultiGeometry>",
        area(ring("0,70", "1,70", "1,71")),
        area(ring("0,70", "1,70", "0,70")),
        area(ring("0,70")),
        area(
            ring("0,70", "9,70", "9,75", "0,70"), ring("6,71"), ring("6,71", "7,71", "7,72", "6,71")
        ),
        POINT,
    ]
    made = imported(kml(tmp_path, "".join(map(placemark, shapes))))
    found = [f["geometry"] for f in made.features]
    assert [g["type"] for g in found] == [
        "Point", "LineString", "GeometryCollection", "Polygon", "LineString", "Point", "Polygon",
        "Point",
    ]  # fmt: skip
    assert found[0]["coordinates"] == [1, 70]
    assert found[1]["coordinates"] == [[0, 70], [1, 70], [1, 71], [0, 70]]
    assert [len(r) for r in found[3]["coordinates"]] == [4]
    assert [len(r) for r in found[6]["coordinates"]] == [4, 4]
    assert made.messages[0] == "a.kml: 8 features, 8 with geometry"
    for said in (
        "placemark 2 ('a') and 1 more: a LinearRing outside of a Polygon became a line",
        "feature 1: a line of one position became a point",
        "feature 4: a ring without an end was closed",
        "feature 5: an area of too few positions became a line",
    ):
        assert said in made.messages
    assert not any("GDAL" in line or "cut off" in line for line in made.messages)


def test_no_shape_of_a_placemark_is_lost(tmp_path: Path, imported: Import) -> None:
    holes = (ring("6,71", "7,71", "7,72", "6,71"), ring("7.5,71", "8,71", "8,72", "7.5,71"))
    model = "<Model><Location><longitude>5</longitude><latitude>70</latitude></Location></Model>"
    outer = ring("0,70", "9,70", "9,75", "0,70")
    made = imported(
        kml(
            tmp_path,
            placemark(area(outer, "".join(holes))) + placemark(POINT * 2) + placemark(model),
        )
    )
    rings, points, at = coordinates(made)
    assert [r[0] for r in rings] == [[0, 70], [6, 71], [7.5, 71]]
    assert points == [[-168.5, 65.7, 5]] * 2
    assert at == [5, 70]


def test_where_one_looks_from_is_no_position(tmp_path: Path, imported: Import) -> None:
    camera = "<Camera><longitude>5</longitude><latitude>70</latitude></Camera>"
    made = imported(kml(tmp_path, placemark(camera) + placemark(camera + POINT)))
    assert coordinates(made) == [None, [-168.5, 65.7, 5]]
    assert "placemark 1 ('a'): a Camera, from which one looks, is no position" in made.messages


def test_an_archive_holds_its_document(tmp_path: Path, imported: Import) -> None:
    inner = kml(tmp_path, f"<Placemark><name>a</name>{POINT}</Placemark>")
    path = tmp_path / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("files/icon.png", b"png")
        archive.write(inner, "doc.kml")
        archive.writestr("other.kml", "<kml/>")
    assert properties(imported(path)) == [{"title": "a"}]


def test_broken_xml_is_told_with_its_line(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.kml"
    path.write_text(f"{HEAD}\n<Placemark>", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"^a.kml:3: not KML: no element found$"):
        imported(path)


def test_an_unknown_encoding_is_refused(tmp_path: Path, imported: Import) -> None:
    path = tmp_path / "a.kml"
    for name in ("UFO-8", "gb18030"):
        path.write_text(f'<?xml version="1.0" encoding="{name}"?><kml/>')
        with pytest.raises(UnreadableError, match="save it as UTF-8"):
            imported(path)


def test_entities_that_grow_without_bound_are_refused(tmp_path: Path, imported: Import) -> None:
    doubled = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "a.kml"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY e0 "aaaaaaaaaa">{doubled}]>'
        "<kml><Placemark><name>&e11;</name></Placemark></kml>"
    )
    with pytest.raises(UnreadableError, match="amplification"):
        imported(path)
