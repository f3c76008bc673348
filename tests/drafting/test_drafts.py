"""What is said of a draft."""

from __future__ import annotations

from tests.drafting.conftest import Import, Written


def test_all_that_happened_is_told(csv: Written, imported: Import) -> None:
    made = imported(
        csv("titel,start,lon,lat,fart\nA,2024,30,70,12\nB,,31,71,3\n"),
        set={"type": "coastguard/patrol"},
    )
    assert made.said == (
        "a.csv: 2 features, 2 with geometry",
        "lon, lat → geometry",
        "by their names: start",
        "'coastguard/patrol' → type, where no column gives it",
        "kept as extra properties: titel (--map titel=title?), fart",
        "missing: no column gives 'title': --map COLUMN=title",
        "missing: 1 of 2 without 'start', first line 3",
        "missing: no column gives 'sources': --map COLUMN=sources.url, "
        "or --set sources.url=https://…",
    )


def test_many_lines_of_one_kind_are_cut(csv: Written, imported: Import) -> None:
    rows = "".join(f"x{n},70\n" for n in range(10))
    said = imported(csv(f"lon,lat\n{rows}")).said
    assert "… and 5 more such lines" in said
    assert sum("is no position" in line for line in said) == 5


def test_a_file_without_positions_is_told(csv: Written, imported: Import) -> None:
    said = imported(csv("title,tags\na,b\n")).said
    assert said[0] == "a.csv: 1 feature, 0 with geometry"
    assert any(line.startswith("no feature has a geometry") for line in said)


def test_every_feature_is_a_draft(csv: Written, imported: Import) -> None:
    made = imported(csv("title,review\na,released\n"))
    given = made.features[0]["properties"]
    assert given == {"title": "a", "review (column)": "released", "review": "draft"}
