"""KML and KMZ: their dates are the source's, word for word."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from geotrack.drafting import UnreadableError
from tests.drafting.conftest import SCRIPTS, Import, coordinates, properties

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
            "place": {"radius_km": 30},
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
        "not followed" in made.said
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
    assert "HTML of 1 description became plain text; 'kml_description' keeps all" in made.said


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


def test_the_times_of_a_track_are_told(tmp_path: Path, imported: Import) -> None:
    track = (
        "<gx:Track xmlns:gx='http://www.google.com/kml/ext/2.2'><when>2024-07-24T16:40:00Z</when>"
        "<when>2024-07-24T17:40:00Z</when><gx:coord>30 70 0</gx:coord><gx:coord>31 70 0</gx:coord>"
        "</gx:Track>"
    )
    made = imported(kml(tmp_path, f"<Placemark><name>a</name>{track}</Placemark>"))
    assert "tracks: the times of their points are left out" in made.said


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
