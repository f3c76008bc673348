"""Every property of a record and of what is round it: in the zip only where the page holds it."""

from __future__ import annotations

import html
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import tomlkit

from geotrack.i18n import LANGUAGES
from geotrack.mapview.snapshot import frozen_inputs
from geotrack.model import Event, LayerFeature, MapDefinition, Report, Scene, Source
from geotrack.model.actor import Actor
from geotrack.model.event import Confidence, Likelihood, Place, Revision, Verification
from geotrack.model.extracted import Extracted, Quote
from geotrack.model.layer import Definition
from geotrack.model.maps.inset import Inset
from geotrack.model.maps.layer_file import LayerFile
from geotrack.model.maps.map_definition import Layers
from geotrack.model.maps.side import Side
from geotrack.model.maps.view import View
from geotrack.model.query import Query
from geotrack.model.report import Claim
from geotrack.model.source import Grade
from geotrack.page import briefing
from geotrack.queries import select
from geotrack.workspace import Workspace, open_workspace
from tests.logos import SVG
from tests.readable import readable
from tests.records import collection, region, sector, written

# A canary is a word with a number, and a height is a number that is nowhere else.
_CANARY = re.compile(r"canary-?[0-9]+x", re.IGNORECASE)
_HEIGHT = 98765.0
_NOTES = "Said aloud: "
_NOT_SHOWN = {"sequence", "symbol"}


class Canaries:
    """Hands out words that are nowhere else."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> str:
        self.given += 1
        return f"canary{self.given}x"

    def url(self) -> str:
        return f"https://{self()}.example/{self()}"

    def whole(self, model: Any, **sound: Any) -> dict[str, Any]:
        """Return an object with every field of a model, and one more."""
        ids_on_page = {f.alias or n for n, f in model.model_fields.items()} - {
            "@id",
            "@geometry",
            "@feature",
        }
        assert set(sound) <= ids_on_page
        if "translations" in ids_on_page:
            [by_language, _] = get_args(model.model_fields["translations"].annotation)
            [_, texts] = get_args(by_language)
            sound["translations"] = {"nb": {key: self() for key in get_args(get_args(texts)[0])}}
        return {**{n: sound.get(n, self()) for n in sorted(ids_on_page)}, self(): self()}

    def geometry(self, kind: str, coordinates: Any) -> dict[str, Any]:
        return {"type": kind, "coordinates": coordinates, self(): self(), "bbox": [0, 0, 1, 1]}


def source(new: Canaries, **given: Any) -> dict[str, Any]:
    """Return a source that gives no account, with all else; `...` leaves a property out."""
    account = ("stance", "says", "start", "end", "place", "assets")
    silent = dict.fromkeys((*account, "regions", "lon", "lat", "radius_km"), ...)
    sound = {
        "url": new.url(),
        "read_at": [new.url(), new.url()],
        "published": "2023-01",
        "seed": ...,
        "claim": ...,
        "grade": new.whole(Grade, reliability="B", credibility=2, on="2023"),
        **silent,
    }
    whole = new.whole(Source, **{**sound, **given})
    return {key: value for key, value in whole.items() if value is not ...}


def sources(new: Canaries) -> Iterator[dict[str, Any]]:
    account = {
        "stance": "denies",
        "says": new(),
        "start": "2024-05",
        "end": "2024-06",
        "place": new(),
        "regions": ["named-canary02x", new()],
        "lon": 10.5,
        "lat": 75.25,
        "radius_km": 7,
        "assets": [new()],
    }
    for cites in ({}, {"seed": "rcanary0x", "claim": "c1"}):
        for bare in ((), ("origin",), ("claimant", "origin"), ("claimant", "publisher")):
            without = dict.fromkeys(bare, ...)
            yield source(new, **cites, **without)
            yield source(new, **cites, **without, **account)
            yield source(new, **cites, **without, end="2024-07", title=new())
    yield source(new, seed="rcanary0x", claim="c1", **dict.fromkeys(("publisher", "claimant"), ...))
    yield source(new, **dict.fromkeys(("url", "publisher", "title", "cite"), ...))


def quote(new: Canaries) -> dict[str, Any]:
    return new.whole(Quote, start=0, end=9, page=1, paragraph=2)


def extracted(new: Canaries) -> dict[str, Any]:
    return new.whole(
        Extracted,
        text_sha256="0" * 64,
        quotes=[quote(new)],
        evidence={new(): [[0, 9]]},
        basis="context",
        tier=1,
        candidates={new(): [new()]},
    )


def record(new: Canaries, id_: str, geometry: Any, **place: Any) -> dict[str, Any]:
    where = new.whole(Place, **{"regions_mode": "each", "inner_radius_km": ..., **place})
    properties = new.whole(
        Event,
        type="naval/sighting",
        added="1999-12-31",
        start="2024-06-01",
        end="2024-06-02",
        time_zone="Europe/Oslo",
        kind="statement",
        status="planned",
        actors=[new.whole(Actor, country="NO", assets=[new()]), new.whole(Actor, country="US")],
        place={k: v for k, v in where.items() if v is not ...},
        verification=new.whole(Verification, level="disputed"),
        confidence=new.whole(Confidence, level="low"),
        likelihood=new.whole(Likelihood),
        sources=list(sources(new)),
        extracted=extracted(new),
        part_of=new(),
        related=[new(), "plain"],
        replaces=[new()],
        sequence=_HEIGHT,
        marking=f"UNCLASSIFIED // {new()}",
        releasable_to=[new()],
        review="reviewed",
        revisions=[new.whole(Revision, on="2024"), {"what": "reviewed", "by": new()}],
    )
    # What may be called like a member, and values with parts.
    properties |= {"@id": new(), "id": new(), new(): {new(): [new(), _HEIGHT + 1]}}
    return {
        "type": "Feature",
        "id": id_,
        "bbox": [0, 0, 1, 1],
        new(): {new(): new()},
        "geometry": geometry,
        "properties": properties,
    }


def area(new: Canaries, id_: str, geometry: dict[str, Any], **given: Any) -> dict[str, Any]:
    words = {
        "names": {"nb": new()},
        "verified": True,
        "country": [new()],
        "legal_status": "disputed",
        "valid": {"from": "2020"},
        "definition": new.whole(Definition, url=[f"https://{new()}.example"], more_urls=new.url()),
        "aliases": [new()],
        **given,
    }
    properties = new.whole(LayerFeature, **words)
    shape = {**geometry, new(): new()}
    return {"type": "Feature", "id": id_, new(): new(), "geometry": shape, "properties": properties}


def layers(new: Canaries, folder: Path) -> None:
    box = sector(0, 20, 60, 80)
    tall = json.loads(json.dumps(box).replace("[0, 60]", f"[0, 60, {_HEIGHT}]"))
    line = {"type": "LineString", "coordinates": [[0, 70, _HEIGHT], [30, 75]]}
    point = {"type": "Point", "coordinates": [10, 71, _HEIGHT]}
    features = {
        "regions": [
            area(new, "drawn-canary0x", box),
            area(new, "beside-canary01x", tall, kind="sea"),
            area(new, "named-canary02x", box),
            area(new, "not-canary03x", sector(5, 9, 60, 80), aliases=["No  Go"], kind="island"),
            area(new, "no-canary04x", sector(5, 9, 60, 70)),
            area(new, "unused-canary05x", box),
        ],
        "routes": [area(new, "route-canary06x", line), area(new, "unused-canary07x", line)],
        "boundaries": [area(new, "line-canary08x", line)],
        "places": [area(new, "place-canary09x", point), area(new, "unused-canary10x", point)],
    }
    for name, some in features.items():
        text = json.dumps({new(): new(), **collection(*some)})
        (folder / "layers" / f"{name}.geojson").write_text(text)


def layer_file(new: Canaries, folder: Path) -> dict[str, Any]:
    """Return the entry of a context layer, whose file has more than a page shows."""
    name = f"{new()}.geojson"
    label, other = new(), new()
    line = new.geometry("LineString", [[10, 70, _HEIGHT], [20, 75, _HEIGHT]])
    feature = {"type": "Feature", "properties": {label: new(), other: new()}, "geometry": line}
    text = json.dumps({"type": "FeatureCollection", new(): new(), "features": [feature]})
    (folder / name).write_text(text)
    sound = {"file": name, "label": label, "date": "2024", "colour": "#333333", "width": 2}
    sound |= {"dash": "dashed", "fill": "none", "opacity": 0.5, "shown": True}
    texts = {key: new() for key in ("name", "source", "licence")}
    entry = {**sound, **texts}
    assert set(LayerFile.model_fields) - set(entry) == {"layer", "crs", "encoding"}
    return entry


def ice_file(new: Canaries, folder: Path) -> dict[str, Any]:
    """Return the entry of a file of sea ice, which has more than a page shows."""
    name = f"{new()}.geojson"
    ring = [[10, 70, _HEIGHT], [20, 75, _HEIGHT], [0, 75], [10, 70]]
    polygon = new.geometry("Polygon", [ring])
    feature = {"type": "Feature", "properties": {new(): new()}, "geometry": polygon}
    text = json.dumps({"type": "FeatureCollection", new(): new(), "features": [feature]})
    (folder / name).write_text(text)
    return {"file": name, "date": "2024", **{key: new() for key in ("name", "source", "licence")}}


def look(new: Canaries, folder: Path) -> dict[str, Any]:
    """Return a whole look; of its colours one is of a theme on the map."""
    logo = f"{new()}.svg"
    (folder / logo).write_text(SVG, encoding="utf-8")
    colours = {"naval": "#12407a", "air": "#7a1240"}
    texts = {"logo_alt": new(), "organisation": new()}
    return {"logo": logo, **texts, "accent": "#12407a", "colours": colours, "typeface": "sans"}


def side(new: Canaries) -> dict[str, Any]:
    """Return a side that is named in no text, with an actor that no record has."""
    entry = {"name": {"en": new(), "nb": new()}, "words": [new()], "actors": [new()]}
    entry |= {"countries": ["NO", "SE"], "colour": "#c8371b", "dark": "#ff8a66"}
    assert set(entry) == set(Side.model_fields)
    return entry


def scene(new: Canaries, **given: Any) -> dict[str, Any]:
    """Return a scene with all that one says."""
    said = {
        "text": f"{new()} *{new()}* [{new()}](https://{new()}.example) [[ids-canary20x|{new()}]]",
        "notes": f"{_NOTES}{new()} [[plain]] [{new()}](mailto:{new()}@example.org)",
        "view": new.whole(View, lat=70, lon=-170, radius_km=500),
        "projection": "EPSG:3995",
        "from": "2024",
        "to": "2024-06",
        "themes": "naval",
        "types": "naval/sighting",
        "statuses": "planned",
        "countries": ["NO", "US"],
        "actors": [],
        "certain": True,
        "layers": ["drawn-canary0x", "route-canary06x"],
        "observations": [],
        "hatched": False,
        "highlight": ["plain", "ids-canary21x"],
        "labels": ["ids-canary20x"],
        "card": "plain",
    }
    return new.whole(Scene, **said, **given)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with a canary in every property and member, only to be read."""
    tmp_path = tmp_path_factory.mktemp("full")
    new = Canaries()
    for name in ("events", "layers", "maps", "seeds"):
        (tmp_path / name).mkdir()
    parts = [
        new.geometry("Point", [10, 75, _HEIGHT]),
        new.geometry("LineString", [[10, 75, _HEIGHT], [12, 76, _HEIGHT]]),
    ]
    many = {"type": "GeometryCollection", "geometries": parts, new(): new()}
    shell = [[0, 70, _HEIGHT], [9, 70, _HEIGHT], [9, 75, _HEIGHT], [0, 70, _HEIGHT]]
    beside = {"regions": ["beside-canary01x"], "excluding": ["no go", "NO-canary04x", new()]}
    near = {"precision": "near", "radius_km": 5}
    ring = {"precision": "ring", "radius_km": 5, "inner_radius_km": 2}
    records = [
        record(new, "ids-canary20x", new.geometry("Point", [10, 75, _HEIGHT]), **near, **beside),
        record(new, "ring", new.geometry("Point", [10, 75, _HEIGHT]), **ring, **beside),
        record(new, "ids-canary21x", many, **near, regions=["unknown-canary22x"]),
        record(
            new,
            "ids-canary23x",
            new.geometry("MultiPolygon", [[shell]]),
            precision="area",
            radius_km=3,
            regions=[],
        ),
        record(new, "plain", None, precision="region", radius_km=2, regions=["named-canary02x"]),
    ]
    text = json.dumps({new(): new(), "bbox": [0, 0, 1, 1], **collection(*records)})
    (tmp_path / "events" / f"{new()}.geojson").write_text(text)
    layers(new, tmp_path)
    claims = [
        new.whole(Claim, id="c1", kind="event", events=["plain", new()], quote=quote(new)),
        new.whole(Claim, id="c2", kind="event", events=["plain"], quote=quote(new)),
    ]
    for claim in claims:
        del claim["unmapped"]
    report = new.whole(
        Report,
        id="rcanary0x",
        url=new.url(),
        published="2023",
        marking=f"UNCLASSIFIED // {new()}",
        claims=claims,
    )
    (tmp_path / "seeds" / f"{new()}.toml").write_text(tomlkit.dumps(report))
    drawn = {
        "regions": ["drawn-canary0x"],
        "routes": ["route-canary06x"],
        "boundaries": ["line-canary08x"],
        "places": ["place-canary09x"],
        "shown": ["route-canary06x", new()],
        "hatched": True,
        "depth": True,
        "relief": True,
        "order": True,
        "files": [layer_file(new, tmp_path)],
    }
    definition = new.whole(
        MapDefinition,
        marking=f"UNCLASSIFIED // {new()}",
        as_of="2024-12-31",
        projection="EPSG:3571",
        language="en",
        questions=True,
        insets=[
            new.whole(
                Inset, name={"en": new(), "nb": new()}, lat=75, lon=10, radius_km=300, factor=4
            ),
            new.whole(Inset, lat=40, lon=10, radius_km=300, factor=4),
        ],
        labels=["ids-canary20x"],
        view=new.whole(View, lat=80, lon=10, radius_km=2000),
        layers=new.whole(Layers, **drawn),
        symbols=...,
        since="reader",
        editions={new(): "2024-10-01"},
        look=look(new, tmp_path),
        sides=[side(new)],
        observations=...,  # a frozen map refuses them
        ice=[ice_file(new, tmp_path)],
        select={"without": [new()]},
        scenes=[scene(new), scene(new)],
        frozen=...,
    )
    del definition["frozen"], definition["symbols"], definition["observations"]
    (tmp_path / "maps" / "plan.toml").write_text(f"# {new()}\n{tomlkit.dumps(definition)}")
    settings = {"format": 1, new(): new(), "limits": {"file_mb": 9.0, new(): new()}}
    (tmp_path / "geotrack.toml").write_text(tomlkit.dumps(settings))
    workspace = open_workspace(tmp_path)
    assert workspace.left_out == 0
    assert len(workspace.events) == 5
    assert len(workspace.reports_by_id) == 1
    return workspace


def opened(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {path: archive.read(path).decode() for path in archive.namelist()}


@cache
def rendered(workspace: Workspace, **how: Any) -> str:
    page: str = briefing(workspace, "plan", **how).get_root().render()
    return page


@cache
def frozen(workspace: Workspace, **how: bool) -> bytes:
    return frozen_inputs(workspace, "plan", briefing(workspace, "plan", **how).view)


def test_each_canary_in_the_zip_is_in_the_page(full: Workspace) -> None:
    # Taken away is what the zip holds too: that proves nothing.
    pages = (rendered(full, language=language) for language in LANGUAGES)
    page = html.unescape("".join(readable(page, but=["geotrack-taken"]) for page in pages)).lower()
    texts = opened(frozen(full))
    found = {c.lower(): path for path, text in texts.items() for c in _CANARY.findall(path + text)}
    assert {c: path for c, path in found.items() if c not in page} == {}
    assert len(found) > 300, "and what the page shows is in it"


@pytest.mark.slow
def test_notes_are_nowhere_but_where_they_are_asked_for(full: Workspace) -> None:
    definition = (full.root / "maps" / "plan.toml").read_text("utf-8")
    noted = set(_CANARY.findall("".join(re.findall(f"{_NOTES}.*", definition))))
    assert len(noted) == 6
    bare, bare_zip = rendered(full), "".join(opened(frozen(full)).values())
    for text in (bare, bare_zip):
        assert not noted & set(_CANARY.findall(text))
        assert _NOTES not in text
        assert 'class="scene-notes"' not in text
    told = html.unescape(rendered(full, with_notes=True))
    packed = "".join(opened(frozen(full, with_notes=True)).values())
    assert noted <= set(_CANARY.findall(told))
    assert noted <= set(_CANARY.findall(packed))
    assert "map plan --with-notes" in packed
    assert "--with-notes" not in bare_zip


def test_heights_and_numbers_that_the_page_does_not_show_are_left_out(full: Workspace) -> None:
    assert "98765" in full.event_files[0].read_text("utf-8")
    texts = opened(frozen(full))
    assert [path for path, text in texts.items() if "98765" in text] == []
    records = json.loads(texts["plan/events/records.geojson"])["features"]
    assert not {key for r in records for key in r["properties"]} & _NOT_SHOWN


@pytest.mark.slow
@pytest.mark.parametrize("with_notes", [False, True])
def test_the_page_of_it_all_is_built_again_byte_for_byte(
    full: Workspace, tmp_path: Path, with_notes: bool
) -> None:
    packed = frozen(full, with_notes=with_notes)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = open_workspace(tmp_path / "elsewhere" / "plan")
    assert rendered(again, with_notes=with_notes) == rendered(full, with_notes=with_notes)
    assert frozen(again, with_notes=with_notes) == packed


def test_ids_that_the_page_does_not_hold_are_made_up(full: Workspace) -> None:
    texts = opened(frozen(full))
    ids = {
        path.partition("/layers/")[2]: [f["id"] for f in json.loads(text)["features"]]
        for path, text in texts.items()
        if "/layers/" in path and "/files/" not in path
    }
    assert ids == {
        "boundaries.geojson": ["boundary-1"],
        "places.geojson": ["place-1"],
        "regions.geojson": [
            "drawn-canary0x",
            "region-1",
            "named-canary02x",
            "region-2",
            "no-canary04x",
        ],
        "routes.geojson": ["route-1"],
    }
    report = tomllib.loads(texts["plan/seeds/report-1.toml"])
    assert (report["id"], report["marking"]) == ("report-1", "UNCLASSIFIED")
    assert [c["id"] for c in report["claims"]] == ["c1"]


def test_whether_a_region_is_water_is_kept_and_no_other_kind(full: Workspace) -> None:
    regions = json.loads(opened(frozen(full))["plan/layers/regions.geojson"])["features"]
    kinds = {f["id"]: f["properties"].get("kind") for f in regions}
    assert {id_: kind for id_, kind in kinds.items() if kind} == {
        "region-1": "sea",
        "region-2": "island",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "drawn"),
    [
        ("No  go", '"half"'),
        ("nogo", '"half"'),
        ("nogo", '"half", "nogo"'),
        ("Not Here", '"half", "nogo"'),
    ],
)
def test_a_region_that_a_record_excludes_is_found_by_its_word(
    make: Any, feature: Any, tmp_path: Path, word: str, drawn: str
) -> None:
    place = {"regions": ["whole"], "excluding": [word]}
    make(
        feature("a", geometry=None, place=place),
        definition=f'title = "M"\nmarking = "UNCLASSIFIED"\n[layers]\nregions = [{drawn}]\n',
    )
    written(
        tmp_path / "layers" / "regions.geojson",
        region("whole", sector(0, 20, 60, 80)),
        region("half", sector(10, 20, 60, 80)),
        region("nogo", sector(9, 21, 59, 81), name="No go", aliases=["Not here"]),
    )
    workspace = open_workspace(tmp_path)
    page = rendered(workspace)
    with zipfile.ZipFile(io.BytesIO(frozen(workspace))) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = open_workspace(tmp_path / "elsewhere" / "plan")
    assert rendered(again) == page
    (half,) = (r for r in again.regions.values() if r.name == "Half")
    assert select(again, Query(regions=(half.id,))).hits == ()


def test_the_publisher_and_date_of_a_report_and_the_section_of_a_claim_are_kept(
    make: Any, feature: Any, tmp_path: Path
) -> None:
    workspace = make(feature("a", sources=[{"seed": "r", "claim": "C"}]))
    (tmp_path / "seeds" / "r.toml").write_text(
        'id = "r"\ntitle = "T"\npublisher = "Arctic Gazette"\npublished = "2023"\n'
        '[[claims]]\nid = "C"\nsection = "In the east"\nsays = "It is."\nkind = "event"\n'
        'events = "a"\n'
    )
    workspace = open_workspace(tmp_path)
    page = rendered(workspace)
    cited = "T, Arctic Gazette, <span>2023</span>, <span>section</span> <i>In the east</i>;"
    assert cited in page
    report = tomllib.loads(opened(frozen(workspace))["plan/seeds/report-1.toml"])
    stated = (report["publisher"], report["published"], report["claims"][0]["section"])
    assert stated == ("Arctic Gazette", "2023", "In the east")
