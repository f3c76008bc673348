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


def test_links_to_a_network_are_not_followed(tmp_path: Path, imported: Import) -> None:
    link = "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>"
    made = imported(kml(tmp_path, f"{link}<Placemark><name>a</name>{POINT}</Placemark>"))
    assert len(made.features) == 1
    assert "1 network links are not followed" in made.said


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
