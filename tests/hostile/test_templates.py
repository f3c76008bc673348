"""Presentations as templates: what runs, points away or swells does not reach the slides."""

from __future__ import annotations

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from geotrack.errors import UsageError
from geotrack.handout import slides
from geotrack.handout.options import Options
from geotrack.mapview.map_view import MapView
from geotrack.mapview.open import open_map
from tests.hostile.limits import bounded
from tests.records import feature, point, written

pytestmark = pytest.mark.slow

AWAY = "https://evil.example/x"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
OPEN = "application/vnd.openxmlformats-officedocument.presentationml"
MACRO = "application/vnd.ms-powerpoint.presentation.macroEnabled"
MASTER_RELS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def plain() -> dict[str, bytes]:
    out = io.BytesIO()
    Presentation().save(out)
    return parts_of(out.getvalue())


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> MapView:
    folder = tmp_path_factory.mktemp("page")
    written(folder / "events" / "e.geojson", feature("a", point(5, 72)))
    return open_map(folder / "events" / "e.geojson")


@pytest.fixture
def filled(tmp_path: Path, page: MapView) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def fill(parts: dict[str, bytes]) -> dict[str, bytes]:
        path = tmp_path / "house.pptx"
        path.write_bytes(packed(parts))
        return parts_of(slides.write(page, Options(template=path), lambda _: None))

    return fill


def related(rels: bytes, *relations: str) -> bytes:
    return rels.replace(b"</Relationships>", "".join(relations).encode() + b"</Relationships>")


def test_nothing_points_away_runs_or_is_embedded(
    plain: dict[str, bytes], filled: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    parts = dict(plain)
    parts["ppt/vbaProject.bin"] = b"macros"
    parts["ppt/embeddings/sheet.xlsx"] = b"a sheet"
    defaults = (
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Default Extension="xlsx" ContentType="application/x"/></Types>'
    )
    types = parts["[Content_Types].xml"].decode()
    types = types.replace(f"{OPEN}.presentation.main+xml", f"{MACRO}.main+xml")
    parts["[Content_Types].xml"] = types.replace("</Types>", defaults).encode()
    rels = "ppt/_rels/presentation.xml.rels"
    parts[rels] = related(
        parts[rels], f'<Relationship Id="rId90" Type="{MACROS}" Target="vbaProject.bin"/>'
    )
    away = f'Target="{AWAY}" TargetMode="External"'
    parts[MASTER_RELS] = related(
        parts[MASTER_RELS],
        f'<Relationship Id="rId91" Type="{OFFICE}/hyperlink" {away}/>',
        f'<Relationship Id="rId92" Type="{OFFICE}/image" {away}/>',
        f'<Relationship Id="rId93" Type="{OFFICE}/package" Target="../embeddings/sheet.xlsx"/>',
    )  # fmt: skip
    master = "ppt/slideMasters/slideMaster1.xml"
    parts[master] = re.sub(
        rb'(<p:cNvPr id="\d+" name="[^"]*")/>', rb'\1><a:hlinkClick r:id="rId91"/></p:cNvPr>',
        parts[master], count=1,
    )  # fmt: skip
    assert b"hlinkClick" in parts[master]
    made = filled(parts)
    assert not [n for n in made if re.search(r"vba|embeddings|[.]bin|[.]xlsx", n)]
    for name, content in made.items():
        assert b"evil.example" not in content, name
        assert b"vbaProject" not in content, name
        assert b"macroEnabled" not in content, name
        assert b"hlinkClick" not in content or name.startswith("ppt/slides/"), name


def test_a_part_that_swells_is_refused(folder: Path, plain: dict[str, bytes]) -> None:
    parts = {**plain, "ppt/media/image9.png": bytes(200 << 20)}
    (folder / "house.pptx").write_bytes(packed(parts))
    done = bounded(folder, "map", "plan", "--format", "pptx", "--template", "house.pptx")
    assert done.code == 2
    assert "it holds more than 128 MB unpacked" in done.errors


@pytest.mark.parametrize("size", ["0", "-1", "99999999999", "1"])
def test_slides_of_no_size_are_refused(
    plain: dict[str, bytes], filled: Callable[[dict[str, bytes]], dict[str, bytes]], size: str
) -> None:
    name = "ppt/presentation.xml"
    parts = {**plain, name: re.sub(rb'cx="\d+"', f'cx="{size}"'.encode(), plain[name], count=1)}
    with pytest.raises(UsageError, match=r"house\.pptx"):
        filled(parts)


@pytest.mark.parametrize("seed", range(6))
def test_a_broken_template_is_used_or_refused(
    plain: dict[str, bytes], filled: Callable[[dict[str, bytes]], dict[str, bytes]], seed: int
) -> None:
    with contextlib.suppress(UsageError):
        filled(broken(plain, random.Random(seed)))  # noqa: S311 (no secret)


def broken(plain: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """Leave out or change parts, elements and attributes of a presentation."""
    parts = dict(plain)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(sorted(parts))
        if chance.random() < 0.2:
            del parts[name]
            continue
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(parts[name])
        one = chance.choice(list(root.iter(etree.Element)))
        if chance.random() < 0.5 and one.getparent() is not None:
            one.getparent().remove(one)
        elif one.attrib:
            one.attrib[chance.choice(list(one.attrib))] = chance.choice(["", "-1", "x", "rId99"])
        parts[name] = etree.tostring(root)
    return parts
