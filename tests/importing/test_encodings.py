"""Text out of bytes."""

from __future__ import annotations

import pytest

from geotrack.errors import UsageError
from geotrack.importing import UnreadableError
from geotrack.importing.encodings import guess_encoding
from tests.importing.conftest import Import, Written, properties

RUSSIAN = "title,lon,lat\nЛедокол Арктика вышел из Мурманска,30,70\n"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_another_encoding_is_proposed_and_then_told(
    csv: Written, imported: Import, encoding: str
) -> None:
    path = csv(RUSSIAN, encoding=encoding)
    with pytest.raises(UnreadableError) as refusal:
        imported(path)
    assert str(refusal.value) == f"a.csv:2: byte 14 is not UTF-8; perhaps --encoding {encoding}"
    made = imported(path, encoding=encoding)
    assert properties(made) == [{"title": "Ледокол Арктика вышел из Мурманска"}]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Tromsø", "cp1252"),
        ("Fartøyet lå ved øya", "cp1252"),
        ("Þór við Grímsey", "cp1252"),
        ("海警船在白令海巡航", "gb18030"),
    ],
)
def test_a_guess(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


def test_utf_16_without_its_mark_is_seen() -> None:
    assert guess_encoding("title".encode("utf-16-le")) == "utf-16-le"
    assert guess_encoding("title".encode("utf-16-be")) == "utf-16-be"


@pytest.mark.parametrize("name", ["nonsense", "rot13", "hex", "zlib"])
def test_a_name_that_is_no_encoding_of_text(csv: Written, imported: Import, name: str) -> None:
    with pytest.raises(UsageError, match=f"no encoding is called '{name}'"):
        imported(csv(RUSSIAN), encoding=name)


def test_a_told_encoding_that_does_not_fit(csv: Written, imported: Import) -> None:
    with pytest.raises(UnreadableError, match="is not ASCII; perhaps --encoding"):
        imported(csv(RUSSIAN), encoding="ascii")
