"""Maps at the desk: definitions are edited as text that stays, and built by `geotrack map`."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from starlette.testclient import TestClient

from folium_polar.geometry import area_km2, unproject
from geotrack.errors import UsageError
from geotrack.model.query import Query
from geotrack.queries import select
from geotrack.queries.marking_ceiling import banner
from geotrack.server.desk import Desk
from geotrack.workspace.edit.maps import MAP_KEYS, map_text, scenes_text
from tests.logos import png
from tests.repositories import commit, repository
from tests.server.conftest import ROOT, WRITES

OVERVIEW = (ROOT / "maps" / "overview.toml").read_text(encoding="utf-8")


@pytest.fixture
def maps(folder: Path, desk: Desk) -> Path:
    """The folder of definitions of the desk."""
    (folder / "maps").mkdir()
    for name in ("overview.toml", "overview.numbers.json"):
        shutil.copy(ROOT / "maps" / name, folder / "maps")
    desk.refresh()
    return folder / "maps"


def _save(client: TestClient, name: str, values: Any, base: str | None) -> Any:
    return client.post(f"/api/maps/{name}", json={"values": values, "base": base}, headers=WRITES)


def test_a_definition_is_edited_and_the_rest_of_it_stays(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    assert (entry["name"], len(entry["scenes"]), entry["findings"]) == ("overview", 6, [])
    answer = _save(client, "overview", {**entry["values"], "subtitle": "In brief"}, entry["base"])
    assert answer.json() == {"findings": []}
    text = (maps / "overview.toml").read_text(encoding="utf-8")
    old = tomllib.loads(OVERVIEW)
    assert tomllib.loads(text) == {**old, "subtitle": "In brief"}
    assert text.splitlines()[0] == OVERVIEW.splitlines()[0]
    again = _save(client, "overview", {"title": "Late"}, entry["base"])
    assert again.status_code == 409
    assert "Late" not in (maps / "overview.toml").read_text(encoding="utf-8")


def test_a_change_of_a_definition_is_taken_back(client: TestClient, maps: Path) -> None:
    repository(maps.parent)
    commit(maps.parent, "2026-01-05T12:00:00Z")
    path = maps / "overview.toml"
    for subtitle in ("In brief", "In short"):
        entry = client.get("/api/maps").json()[0]
        _save(client, "overview", {"subtitle": subtitle}, entry["base"])
    first, second = client.get("/api/maps/overview/history").json()
    assert (first["keys"], second["keys"]) == (["subtitle"], ["subtitle"])
    assert "In brief" in first["text"]
    # The committed text is that of before the first change.
    assert second["text"] == OVERVIEW
    last = client.get("/api/undo").json()
    assert (last["kind"], last["n"]) == ("map", 1)
    assert client.post("/api/undo", json={"by": "Kari"}, headers=WRITES).status_code == 200
    assert path.read_text(encoding="utf-8") == first["text"]
    path.write_text(OVERVIEW + "# by hand\n", encoding="utf-8")
    client.post("/api/undo", json={"by": "Kari"}, headers=WRITES)
    # A file that was changed since keeps its text.
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")


def test_a_committed_definition_is_known_by_a_new_desk(client: TestClient, maps: Path) -> None:
    repository(maps.parent)
    commit(maps.parent, "2026-01-05T12:00:00Z")
    path = maps / "overview.toml"
    path.write_text(OVERVIEW.replace("Arctic", "Northern"), encoding="utf-8")
    commit(maps.parent, "2026-01-12T12:00:00Z")
    (version,) = client.get("/api/maps/overview/history").json()
    assert (version["when"], version["text"]) == ("2026-01-05", OVERVIEW)
    assert client.get("/api/maps/none/history").json() == []


def test_a_logo_is_stored_without_what_it_does_not_show(client: TestClient, maps: Path) -> None:
    def send(name: str, content: bytes) -> Any:
        return client.post(f"/api/logos/{name}", content=content, headers=WRITES)

    first, second = png(12, 8), png(9, 9)
    assert send("house.png", first).json() == {"path": "maps/logos/house.png"}
    assert send("house.png", first).json() == {"path": "maps/logos/house.png"}
    assert send("house.png", second).json() == {"path": "maps/logos/house-2.png"}
    assert (maps / "logos" / "house.png").read_bytes()[:8] == first[:8]
    entry = client.get("/api/maps").json()[0]
    look = {"look.logo": "maps/logos/house.png", "look.logo_alt": "The house"}
    colours = {"look.colours": {"air": "#8a2be2"}}
    assert _save(client, "overview", look | colours, entry["base"]).json() == {"findings": []}
    assert tomllib.loads((maps / "overview.toml").read_text("utf-8"))["look"]["colours"] == {
        "air": "#8a2be2"
    }
    for name, content, said in (
        ("a.png", b"GIF89a", "GIF"),
        ("a.svg", b"<svg><script/></svg>", "neither"),
        ("con.png", first, "no name of a file"),
        ("big.png", bytes(200_000), "100"),
    ):
        answer = send(name, content)
        assert answer.status_code == 422, name
        assert said in answer.json()["error"]
    assert sorted(path.name for path in (maps / "logos").iterdir()) == ["house-2.png", "house.png"]


def test_a_new_map_is_removed_by_undo_unless_it_was_changed(client: TestClient, maps: Path) -> None:
    values = {"title": "New", "marking": "UNCLASSIFIED"}
    for is_changed in (False, True):
        assert _save(client, "new", values, None).json() == {"findings": []}
        if is_changed:
            (maps / "new.toml").write_text("# mine\n", encoding="utf-8")
        answer = client.post("/api/undo", json={"by": "Kari"}, headers=WRITES)
        assert answer.status_code == (422 if is_changed else 200)
        assert (maps / "new.toml").exists() == is_changed


def test_a_draft_is_shown_and_not_stored(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    body = {"values": {"title": "A draft"}, "base": entry["base"]}
    answer = client.post("/api/maps/overview/draft", json=body, headers=WRITES)
    assert answer.json() == {"findings": []}
    assert "<h1>A draft" in client.get("/maps/overview?draft=1").text.replace(" data-w", "")
    assert "A draft" not in client.get("/maps/overview").text
    assert (maps / "overview.toml").read_text(encoding="utf-8") == OVERVIEW
    wrong = {"values": {"since": "week"}, "base": entry["base"]}
    (finding,) = client.post("/api/maps/overview/draft", json=wrong, headers=WRITES).json()[
        "findings"
    ]
    assert finding["pointer"] == "/since"
    page = client.get("/maps/overview?draft=1")
    assert page.status_code == 422
    assert "<p>" in page.text
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_text_is_edited_in_the_language_that_changed(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    values = {"title": {**entry["values"]["title"], "nb": "Nytt"}, "subtitle": "In brief"}
    first = {"was": 0, **entry["scenes"][0], "notes": {"nb": "Av\n\nto.\n"}}
    scenes = [first, *({"was": n} for n in range(1, 6))]
    body = {"values": values, "scenes": scenes, "base": entry["base"]}
    answer = client.post("/api/maps/overview", json=body, headers=WRITES)
    assert answer.json() == {"findings": []}
    text = (maps / "overview.toml").read_text(encoding="utf-8")
    old, new = tomllib.loads(OVERVIEW), tomllib.loads(text)
    assert new["title"] == {"en": old["title"]["en"], "nb": "Nytt"}
    assert (new["subtitle"], new["lead"]) == ("In brief", old["lead"])
    assert new["scenes"][0] == {**old["scenes"][0], "notes": first["notes"]}
    assert 'title.nb = "Nytt"\n' in text
    assert 'notes.nb = """\nAv\n\nto.\n"""\n' in text


def test_a_faulty_value_is_not_written(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    found = _save(client, "overview", {"as_of": "2026-13-01"}, entry["base"]).json()["findings"]
    assert found[0]["pointer"] == "/as_of"
    assert (maps / "overview.toml").read_text(encoding="utf-8") == OVERVIEW


def test_a_new_map_shows_all_records(client: TestClient, maps: Path) -> None:
    values = {"title": "All of it", "marking": "UNCLASSIFIED // FOR BRIEFING"}
    assert _save(client, "all", values, None).json() == {"findings": []}
    assert _save(client, "all", values, None).status_code == 409
    for name in ("../all", ".all", "a/b", "CON"):
        assert _save(client, name, values, None).status_code in {404, 405, 422}
    assert {p.name for p in maps.iterdir()} >= {"all.toml"}
    page = client.get("/maps/all")
    assert "All of it" in page.text
    policy = page.headers["content-security-policy"]
    assert "sandbox allow-scripts " in policy
    assert "same-origin" not in policy  # it reaches nothing of the desk
    assert '"present"' in page.text  # the script that tells the desk what is shown


def test_a_copy_has_all_of_a_map_but_its_title(client: TestClient, maps: Path) -> None:
    body = {"values": {"title": "A copy"}, "copy_of": "overview", "base": None}
    answer = client.post("/api/maps/a-copy", json=body, headers=WRITES)
    assert answer.json() == {"findings": []}
    copy = tomllib.loads((maps / "a-copy.toml").read_text(encoding="utf-8"))
    assert copy == {**tomllib.loads(OVERVIEW), "title": "A copy"}
    assert client.post("/api/maps/a-copy", json=body, headers=WRITES).status_code == 409


def test_findings_across_files_keep_a_map_from_being_written(
    client: TestClient, maps: Path
) -> None:
    entry = client.get("/api/maps").json()[0]
    values = {
        "select.regions": ["no-such-sea"],
        "layers.routes": ["transpolar", "nowhere"],
        "marking": "NO SUCH MARKING",
        "select.of": "Vardo",
        "select.within": "300",
    }
    for keys in (("select.regions", "layers.routes", "marking"), ("select.of", "select.within")):
        some = {key: values[key] for key in keys}
        found = _save(client, "overview", some, entry["base"]).json()["findings"]
        pointers = {finding["pointer"] for finding in found if finding["severity"] == "error"}
        assert pointers >= {"/select"} if "select.of" in keys else {f"/{k}" for k in keys}
        assert all(finding["line"] for finding in found)
    assert (maps / "overview.toml").read_text(encoding="utf-8") == OVERVIEW


def test_the_text_of_a_definition_is_written_as_it_is(client: TestClient, maps: Path) -> None:
    base = client.get("/api/maps").json()[0]["base"]

    def save(text: str) -> Any:
        body = {"text": text, "base": base}
        return client.post("/api/maps/overview", json=body, headers=WRITES).json()["findings"]

    lines = OVERVIEW.splitlines()
    assert [one["line"] for one in save("\n".join([*lines[:6], "= x", *lines[6:]]))] == [7]
    new = OVERVIEW.replace("relief = true", "relief = false  # flat")
    assert save(new) == []
    assert (maps / "overview.toml").read_text(encoding="utf-8") == new


def test_the_present_view_becomes_a_scene(client: TestClient, maps: Path) -> None:
    base = client.get("/api/maps").json()[0]["base"]
    body = {
        "base": base,
        "hash": "p=EPSG:3571&t=2024-07-01..2024-07-31&q=bear&f=theme:air"
        "&l=-region:northern-sea-route",
        "view": {"lat": 65.5, "lon": -170, "radius_km": 800},
        "card": "2024-07-24-joint-bomber-sortie",
        "title": "Over the strait",
        "text": "They [[2024-07-24-joint-bomber-sortie|flew together]].",
    }
    answer = client.post("/api/maps/overview/scenes", json=body, headers=WRITES)
    assert answer.json() == {"findings": [], "left": ["q"]}
    text = (maps / "overview.toml").read_text(encoding="utf-8")
    assert text.startswith(OVERVIEW)
    assert tomllib.loads(text)["scenes"][6] == {
        "title": body["title"],
        "text": body["text"],
        "view": body["view"],
        "card": body["card"],
        "from": "2024-07-01",
        "to": "2024-07-31",
        "themes": ["air"],
        "projection": "EPSG:3571",
        "layers": [],
    }
    assert client.post("/api/maps/overview/scenes", json=body, headers=WRITES).status_code == 409


def test_a_scene_takes_the_present_view_and_keeps_its_texts(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    before = tomllib.loads(OVERVIEW)["scenes"]
    body = {
        "base": entry["base"],
        "hash": "t=2024-07-01..2024-07-31",
        "view": {"lat": 65.5, "lon": -170, "radius_km": 800},
        "card": None,
        "at": 1,
    }
    answer = client.post("/api/maps/overview/scenes", json=body, headers=WRITES)
    assert answer.json() == {"findings": [], "left": []}
    after = tomllib.loads((maps / "overview.toml").read_text(encoding="utf-8"))["scenes"]
    assert [*after[:1], *after[2:]] == [*before[:1], *before[2:]]
    own = ("title", "text", "notes", "labels", "highlight")
    kept = {key: before[1][key] for key in own if key in before[1]}
    assert after[1] == {
        **kept,
        "view": body["view"],
        "from": "2024-07-01",
        "to": "2024-07-31",
    }
    body["base"] = client.get("/api/maps").json()[0]["base"]
    wrong = client.post("/api/maps/overview/scenes", json={**body, "at": 99}, headers=WRITES)
    assert "no such scene" in wrong.json()["error"]


def test_scenes_are_ordered_edited_and_removed(client: TestClient, maps: Path) -> None:
    entry = client.get("/api/maps").json()[0]
    old = tomllib.loads(OVERVIEW)
    scenes = [{"was": 2}, {"was": 0, "title": "Other", "notes": ""}, {"was": 5}]
    body = {"scenes": scenes, "base": entry["base"]}
    assert client.post("/api/maps/overview", json=body, headers=WRITES).json()["findings"] == []
    stored = tomllib.loads((maps / "overview.toml").read_text(encoding="utf-8"))
    kept = {key: value for key, value in old["scenes"][0].items() if key != "notes"}
    assert stored == {
        **old,
        "scenes": [old["scenes"][2], {**kept, "title": "Other"}, old["scenes"][5]],
    }


def test_a_question_becomes_a_map(client: TestClient, maps: Path, desk: Desk) -> None:
    near = "a=300km@66,-170&f=theme:coastguard&t=2024-01-01..2024-12-31"
    query = Query.parse(
        within="300km", of=(-170.0, 66.0), themes="coastguard", start="2024", end="2024"
    )
    ids = [event.id for event in select(desk.workspace, query).events]
    assert ids
    asked = client.post(
        "/api/question", json={"hash": near, "shown": ids[1:]}, headers=WRITES
    ).json()
    assert (asked["count"], asked["left"], asked["fewer"]) == (len(ids), [], [])
    assert asked["more"] == [desk.workspace.by_id[ids[0]].title]
    assert asked["marking"] == banner([desk.workspace.by_id[id_] for id_ in ids], desk.workspace)
    values = {**asked["values"], "title": "Near", "marking": "UNCLASSIFIED // FOR BRIEFING"}
    assert _save(client, "near", values, None).json() == {"findings": []}
    drawn = {"hash": "a=66,-170;66,-168;65,-169", "shown": ["no-record", 3]}
    assert client.post("/api/question", json=drawn, headers=WRITES).json()["left"] == ["a"]


AREA = {
    "type": "Polygon",
    "coordinates": [[[179, 66], [-178, 66], [-178, 68], [179, 68], [179, 66]]],
}


def test_an_area_becomes_a_region_that_is_asked_by_name(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    path = folder / "layers" / "regions.geojson"
    before = path.read_text(encoding="utf-8")
    properties = {
        "name": "Wrangel box",
        "definition": {"text": "Drawn here."},
        "licence": "CC0-1.0",
    }
    region = {"type": "Feature", "id": "wrangel-box", "properties": properties, "geometry": AREA}

    def add(**changes: Any) -> list[str]:
        body = {"feature": {**region, **changes}}
        found = client.post("/api/regions", json=body, headers=WRITES).json()["findings"]
        return [finding["pointer"] for finding in found]

    assert add(id="Two words") == ["/id"]
    assert add(id="bering-strait") == ["/id"]
    assert add(properties={**properties, "name": "Barentshavet"}) == ["/properties/name"]
    assert add(properties={**properties, "definition": {"text": ""}}) == [
        "/properties/definition/text"
    ]
    assert add(geometry={"type": "Point", "coordinates": [0, 80]}) == ["/geometry/type"]
    assert path.read_text(encoding="utf-8") == before
    assert add() == []
    assert desk.workspace.regions.named("wrangel BOX").has_shape
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before[: before.rindex("}\n]")])


def test_what_is_within_a_distance_becomes_a_region(client: TestClient, desk: Desk) -> None:
    properties = {"name": "Near", "definition": {"text": "A disc."}, "licence": "CC0-1.0"}
    region = {"type": "Feature", "id": "near", "properties": properties, "geometry": None}
    for at in ([179.5, 71.0], [0.0, 90.0]):
        body = {
            "feature": {**region, "id": f"near-{at[1]:.0f}"},
            "disc": {"at": at, "radius_km": 300},
        }
        body["feature"]["properties"] = {**properties, "name": f"Near {at[1]}"}
        answer = client.post("/api/regions", json=body, headers=WRITES)
        assert answer.json() == {"findings": []}
        stored = desk.workspace.regions[body["feature"]["id"]]
        lon, lat = unproject(*shapely.get_coordinates(stored.plane).T)
        metres = Geod(ellps="WGS84").inv(
            np.full(len(lon), at[0]), np.full(len(lon), at[1]), lon, lat
        )[2]
        # The outline is off by metres, and its edges along 180 degrees and the pole are no edges.
        assert metres.max() == pytest.approx(300_000, abs=30)
        assert area_km2(stored.plane) == pytest.approx(np.pi * 300**2, rel=2e-3)
    wrong = client.post(
        "/api/regions", json={"feature": region, "disc": {"at": [0]}}, headers=WRITES
    )
    assert wrong.json()["error"] == "a disc needs a position and a radius"


def test_a_workspace_without_layers_gets_all_packaged_ones_with_its_region(
    client: TestClient, folder: Path, desk: Desk
) -> None:
    shutil.rmtree(folder / "layers")
    desk.refresh()
    properties = {"name": "Box", "definition": {"text": "Drawn here."}, "licence": "CC0-1.0"}
    region = {"type": "Feature", "id": "box", "properties": properties, "geometry": AREA}
    answer = client.post("/api/regions", json={"feature": region}, headers=WRITES)
    assert answer.json() == {"findings": []}
    names = {path.name for path in (folder / "layers").iterdir()}
    packaged = {path.name for path in (ROOT / "layers").iterdir()}
    assert names == packaged - {"administrative.geojson"}  # which is read from the package
    assert {"box", "bering-strait"} <= set(desk.workspace.regions)


@pytest.mark.slow
def test_a_map_is_built_by_the_command_line(client: TestClient, maps: Path) -> None:
    answer = client.post("/api/maps/overview/md", headers=WRITES)
    assert answer.headers["content-type"].startswith("text/markdown")
    assert "China and Russia in the Arctic" in answer.text
    for path in ("overview/exe", "nowhere/md"):
        assert client.post(f"/api/maps/{path}", headers=WRITES).status_code == 422


def test_a_name_is_no_option(
    client: TestClient, maps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (maps / "-x.toml").write_text('title = "A map"\n', encoding="utf-8")

    async def refused(_: Path, *arguments: str, **__: Any) -> bytes:
        raise UsageError(" ".join(arguments[-2:]))

    monkeypatch.setattr("geotrack.server.routes.maps.run_command", refused)
    assert client.post("/api/maps/-x/md", headers=WRITES).json()["error"] == "-- -x"


def test_read_only_builds_and_saves_nothing(client: TestClient, maps: Path, desk: Desk) -> None:
    desk.read_only = True
    assert client.post("/api/maps/overview/md", headers=WRITES).status_code == 403
    assert _save(client, "overview", {"title": "x"}, None).status_code == 403


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=40)
WORDS = st.lists(TEXT, max_size=3)
VALUES = st.none() | TEXT | st.booleans() | WORDS | st.integers(-9, 9) | st.floats(-9, 9)


def _wanted(values: dict[str, Any]) -> dict[str, Any]:
    """The values of the sample map with others, empty ones left out; an own reading of the rule."""
    wanted = tomllib.loads(OVERVIEW)
    for key, value in values.items():
        *tables, name = key.split(".")
        inside = wanted.setdefault(tables[0], {}) if tables else wanted
        empty = value is None or value is False or value == "" or (value == [] and name != "labels")
        if empty:
            inside.pop(name, None)
        else:
            inside[name] = value
    return {k: v for k, v in wanted.items() if v != {} or k in {"select", "view", "layers"}}


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(MAP_KEYS), VALUES, max_size=5))
def test_other_keys_and_comments_stay(values: dict[str, Any]) -> None:
    text = map_text(OVERVIEW, values)
    read = tomllib.loads(text)
    assert {k: v for k, v in read.items() if v != {} or k in {"select", "view", "layers"}} == (
        _wanted(values)
    )
    assert text.splitlines()[0] == OVERVIEW.splitlines()[0]


@settings(max_examples=25)
@given(
    st.permutations(range(6)).flatmap(lambda order: st.integers(0, 6).map(lambda n: order[:n])),
    st.dictionaries(st.sampled_from(["title", "text", "notes"]), TEXT),
)
def test_scenes_keep_what_is_not_edited(order: list[int], texts: dict[str, str]) -> None:
    old = tomllib.loads(OVERVIEW)
    new = {key: value for key, value in texts.items() if value}
    text = scenes_text(OVERVIEW, [*({"was": at} for at in order), texts])
    read = tomllib.loads(text)
    assert read == {**old, "scenes": [*(old["scenes"][at] for at in order), new]}
    # No line of the file is lost or changed but those of scenes that are left out.
    assert set(text.splitlines()) >= set(OVERVIEW.split("[[scenes]]", 1)[0].splitlines())


def test_a_definition_that_a_form_cannot_change_is_refused() -> None:
    for text, values in (("look = 3", {"look.accent": "#fff"}), ("= x", {"title": "A"})):
        with pytest.raises(UsageError, match="text"):
            map_text(text, values)
    with pytest.raises(UsageError, match="asked for twice"):
        scenes_text(OVERVIEW, [{"was": 1}, {"was": 1}])
    with pytest.raises(UsageError, match="no key of a scene"):
        scenes_text(OVERVIEW, [{"titel": "A"}])
