"""What becomes of each column."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import UsageError
from geotrack.importing import (
    MappingOptions,
    ReadingOptions,
    UnreadableError,
    mapping_text,
    pairs,
    read_mapping,
)
from geotrack.importing.mapping.plan import Plan, plan
from geotrack.importing.table import Table


def table(*columns: str, rows: int = 1, **aliases: str) -> Table:
    cells = {name: ["x"] * rows for name in columns}
    return Table(
        Path("a.csv"), cells, [None] * rows, [f"line {n}" for n in range(rows)], aliases=aliases
    )


def paths(made: Plan) -> dict[str, str]:
    return {column: one.path for column, one in made.columns.items()}


def test_a_column_that_is_told_goes_before_one_by_its_name() -> None:
    made = plan(table("title", "navn"), MappingOptions(columns={"navn": "title"}))
    assert paths(made) == {"navn": "title"}
    assert made.extras == {"title": "title (column)"}


def test_names_go_before_what_a_format_says() -> None:
    made = plan(table("Name", "title", Name="title"), MappingOptions())
    assert (paths(made), made.extras) == ({"title": "title"}, {"Name": "Name"})
    assert paths(plan(table("Name", Name="title"), MappingOptions())) == {"Name": "title"}


def test_no_column_is_lost() -> None:
    columns = ("a", "place_name", "place", "review", "properties", "ID", "fid", "place (column)")
    made = plan(table(*columns), MappingOptions())
    assert {*made.columns, *made.extras} == set(columns)
    assert len(set(made.extras.values())) == len(made.extras)
    assert made.extras["place"] != made.extras["place (column)"]
    assert made.extras["review"] == "review (column)"


def test_a_column_is_kept_under_another_name() -> None:
    made = plan(table("type"), MappingOptions(columns={"type": "extra.ship_type"}))
    assert (paths(made), made.extras) == ({}, {"type": "ship_type"})


def test_a_list_may_come_from_several_columns() -> None:
    given = {"a": "tags", "b": "tags", "c": "sources.url", "d": "sources"}
    assert len(plan(table("a", "b", "c", "d"), MappingOptions(columns=given)).columns) == 4


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"navm": "title"}, "no column is called 'navm'; did you mean 'navn'?"),
        ({"zzz": "title"}, "no column is called 'zzz'; columns are navn, dato"),
        (
            {"navn": "titel"},
            "'titel' is not a property that geotrack defines; did you mean 'title'?",
        ),
        ({"navn": "place.radius"}, "did you mean 'place.radius_km'?"),
        ({"navn": "ship"}, "extra.ship keeps it under that name"),
        ({"navn": "shore_distance"}, "extra.shore_distance keeps it under that name"),
        ({"navn": "magType"}, "extra.magType keeps it under that name"),
        ({"navn": "name"}, "extra.name keeps it under that name"),
        ({"navn": "publisher"}, "did you mean 'sources.publisher'?"),
        ({"title2": "title"}, "no column is called 'title2'; columns are navn, dato"),
        ({"navn": "extra.title"}, "'title' is a property of records; map to 'title' itself"),
        ({"navn": "extra."}, "is not a property"),
        ({"navn": "review"}, "'review' is written by geotrack; leave it out"),
        ({"navn": "revisions.what"}, "'revisions' is written by geotrack"),
        ({"navn": "title", "dato": "title"}, "two columns for 'title': 'navn' and 'dato'"),
        ({"navn": "extra.a", "dato": "extra.a"}, "two columns for 'extra.a'"),
    ],
)
def test_slips_are_told(told: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        plan(table("navn", "dato"), MappingOptions(columns=told))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("constants", "message"),
    [
        ({"type": "coastgard/patrol"}, "did you mean 'coastguard/patrol'?"),
        ({"start": "28.09.2024"}, "--set start=28.09.2024: that is not a date"),
        ({"radius_km": "near"}, "--set place.radius_km=near: that is no number"),
        ({"sequence": "1.5"}, "that is no whole number"),
        ({"titel": "a"}, "did you mean 'title'?"),
        ({"id": "a"}, "--set id gives 2 records one id"),
    ],
)
def test_constants_are_checked(constants: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        plan(table("a", rows=2), MappingOptions(constants=constants))
    assert message in str(refusal.value)


def test_constants_have_their_kind() -> None:
    given = {"radius_km": "30", "sequence": "2", "type": "bomber-sortie", "extra.n": "5"}
    assert plan(table("a"), MappingOptions(constants=given)).constants == {
        "place.radius_km": 30, "sequence": 2, "type": "air/bomber-sortie", "extra.n": "5",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a", "=a", "a=", " = "])
def test_pairs_want_both_sides(text: str) -> None:
    with pytest.raises(UsageError, match="write --map COLUMN=PROPERTY"):
        pairs("--map", [text])


def test_pairs_name_a_thing_once() -> None:
    assert pairs("--set", ["sources.url=https://a.org/?b=c"]) == {
        "sources.url": "https://a.org/?b=c"
    }
    with pytest.raises(UsageError, match="twice"):
        pairs("--set", ["type=a", "type=b"])


def test_a_saved_mapping_says_the_same(tmp_path: Path) -> None:
    told = MappingOptions(
        columns={'na"vn\t': "title", "type": "extra.kind of ship"},
        constants={"radius_km": "2.5", "type": "coastguard/patrol"},
        dates=("%d.%m.%Y",),
    )
    made = plan(table('na"vn\t', "type", "start"), told)
    options = ReadingOptions(
        layers=("ships",), lon="x", lat="y", crs="EPSG:3995", encoding="cp1251"
    )
    path = tmp_path / "m.toml"
    path.write_text(mapping_text(made, options), encoding="utf-8")
    saved = read_mapping(path)
    assert (saved.layer, saved.lon, saved.crs) == (("ships",), "x", "EPSG:3995")
    again = plan(
        table('na"vn\t', "type", "start"),
        MappingOptions(
            saved=saved.columns,
            constants={k: str(v) for k, v in saved.set.items()},
            dates=saved.dates,
        ),
    )
    assert again == made


def test_what_is_told_goes_before_what_was_saved() -> None:
    saved = {"a": "title", "b": "start"}
    made = plan(
        table("a", "b", "c"), MappingOptions(saved=saved, columns={"c": "title", "b": "end"})
    )
    assert paths(made) == {"c": "title", "b": "end"}
    assert made.extras == {"a": "a"}


def test_a_saved_mapping_may_name_columns_that_are_not_there() -> None:
    made = plan(table("navn"), MappingOptions(saved={"navn": "title", "dato": "start"}))
    assert paths(made) == {"navn": "title"}
    assert made.notes == ("no column 'dato', which the saved mapping names",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[column]\n",
            "m.toml:1: column: 'column' is not a property that geotrack defines; did you",
        ),
        ("a = ", "m.toml: not TOML"),
        ("[columns]\na = 1\n", "m.toml:2: columns.a: "),
    ],
)
def test_a_mapping_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError) as refusal:
        read_mapping(path)
    assert str(refusal.value).startswith(message)


def column(name: str, *cells: object, **more: list[object]) -> Table:
    rows = [f"line {n}" for n in range(2, len(cells) + 2)]
    return Table(Path("a.csv"), {name: list(cells), **more}, [None] * len(cells), rows)


FOREIGN = [
    ("type", "Cargo", "coastguard/patrol"),
    ("symbol", "star", "30031000001211000000"),
    ("symbol", "Flag, Blue", "SFGPUCI----K---"),
    ("kind", "ship", "statement"),
    ("status", "Under way", "occurred"),
    ("verification", "yes", "reported"),
    ("confidence", "n", "low"),
    ("precision", "10 m", "near"),
]


@pytest.mark.parametrize(("name", "foreign", "ours"), FOREIGN)
def test_a_column_that_is_only_called_like_a_property_is_none(
    name: str, foreign: str, ours: str
) -> None:
    made = plan(column(name, None, foreign, foreign), MappingOptions())
    assert (paths(made), made.extras) == ({}, {name: f"{name} (column)"} | own(name))
    (note,) = made.notes
    assert note.startswith(f"{name}: no cell is a ")
    assert f"and the column is kept as {made.extras[name]!r}; first line 3, {foreign!r}" in note
    # One cell that is of it makes the column one of ours; told, it is one whatever is in it.
    assert list(paths(plan(column(name, foreign, ours), MappingOptions()))) == [name]
    told = plan(column(name, foreign), MappingOptions(columns={name: name}))
    assert (list(paths(told)), told.notes) == ([name], ())
    assert list(paths(plan(column(name, None, None), MappingOptions()))) == [name]


def own(name: str) -> dict[str, str]:
    """Return the name under which a column is kept that no property is called like."""
    return {name: name} if name == "precision" else {}


@pytest.mark.parametrize(
    ("name", "cell", "constant"),
    [
        *((n, f, o) for n, f, o in FOREIGN),
        ("start", "Murmansk", "2024"),
        ("radius_km", "n/a", "30"),
    ],
)
def test_a_constant_goes_before_a_column_that_holds_none_of_its_kind(
    name: str, cell: str, constant: str
) -> None:
    made = plan(column(name, cell), MappingOptions(constants={name: constant}))
    assert paths(made) == {}
    assert len(made.constants) == len(made.notes) == len(made.extras) == 1


def test_a_slip_in_the_only_type_is_told() -> None:
    (note,) = plan(column("type", "coastgard/patrol"), MappingOptions()).notes
    assert note.endswith("'coastgard/patrol'; did you mean 'coastguard/patrol'?")


@pytest.mark.parametrize(
    ("name", "cell"), [("actor_country", "Russia"), ("title", "x"), ("tags", "1")]
)
def test_a_column_of_another_kind_of_name_stays_what_it_is_called(name: str, cell: str) -> None:
    made = plan(column(name, cell), MappingOptions())
    assert (list(paths(made)), made.notes) == ([name], ())
