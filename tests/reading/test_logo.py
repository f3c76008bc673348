"""Logos: what is a picture is read as Pillow reads it, and all else is refused in one line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from geotrack.reading.logo import MOST_BYTES, LogoError, read_logo
from tests.logos import SVG, chunk, png

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
IN_PLACE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refused(folder: Path, data: bytes | str) -> LogoError:
    (folder / "a.png").write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(LogoError) as error:
        read_logo(folder, "a.png")
    assert error.value.problem
    assert error.value.remedy
    assert "\n" not in str(error.value)
    return error.value


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_is_what_pillow_reads(tmp_path: Path, mode: str) -> None:
    Image.linear_gradient("L").resize((31, 7)).convert(mode).save(tmp_path / "a.png")
    logo = read_logo(tmp_path, "a.png")
    written, kept = (Image.open(f) for f in (tmp_path / "a.png", io.BytesIO(logo.data)))
    assert (logo.kind, logo.width, logo.height) == ("png", 31, 7)
    assert kept.convert("RGBA").tobytes() == written.convert("RGBA").tobytes()
    assert logo.address.startswith("data:image/png;base64,iVBORw0KGgo")


def test_what_a_png_does_not_show_is_left_out(tmp_path: Path) -> None:
    said = [chunk(kind, b"canary\0of its author") for kind in (b"tEXt", b"eXIf", b"prVt", b"acTL")]
    (tmp_path / "a.png").write_bytes(png(12, 8, *said) + b"canary behind the end")
    assert b"canary" not in read_logo(tmp_path, "a.png").data


def test_each_changed_byte_and_each_cut_is_seen(tmp_path: Path) -> None:
    whole = png(3, 2)
    for n in range(len(whole)):
        changed = bytes([*whole[:n], whole[n] ^ 0x20, *whole[n + 1 :]])
        for broken in (changed, whole[:n]):
            assert str(refused(tmp_path, broken)).startswith("'a.png' ")


@IN_PLACE
@given(
    st.binary(max_size=40), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"<svg ", b"<!DOCTYPE "])
)
def test_any_bytes_are_refused_in_one_line(tmp_path: Path, data: bytes, start: bytes) -> None:
    refused(tmp_path, start + data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xd8\xff\xe0", "'a.png' is a JPEG, not a PNG or SVG; export it again as PNG"),
        (b"GIF89a", "is a GIF"),
        (b"no picture", "'a.png' is neither a PNG nor an SVG"),
        (b"", "neither a PNG nor an SVG"),
        ("<html><svg/></html>", "neither a PNG nor an SVG"),
        ('<svg viewBox="0 0 1 1"/>', "neither a PNG nor an SVG"),
        (bytes(2_000_000), "'a.png' has 2,000,000 bytes; a logo has at most 100,000; scale"),
        (png() + bytes(MOST_BYTES), "bytes; a logo has at most 100,000"),
        (png(2_001, 1), "'a.png' has 2001 × 1 pixels, at most 2000 a side fit"),
        (png(0, 4), "damaged PNG"),
        (png(12, 8, rows=7), "damaged PNG"),
        (SVG[:-4], "'a.png' is a damaged SVG; export it again"),
        (SVG.replace("viewBox", "box"), "'a.png' has no size; give its <svg> a viewBox"),
        (SVG.replace("30 10", "30 0"), "has no size"),
        (SVG.replace("30 10", "30 -10"), "has no size"),
        (SVG.replace("30 10", f"{'9' * 400} 10"), "has no size"),
        (SVG.replace("0 0 30 10", "0 " * 40_000), "has no size"),
        (SVG.replace("viewBox", f"width='{'1' * 90_000}x' box"), "has no size"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, data: bytes | str, said: str) -> None:
    assert said in str(refused(tmp_path, data))


@pytest.mark.parametrize(
    "inside",
    [
        " width='3' height='1'/>",
        " width='3mm' height='1mm'/>",
        " width='100%' height='100%' viewBox='0,0,3,1'/>",
        " viewBox='0 0 3 1'><use xlink:href='#a'/><path fill='url(#b)'/></svg>",
        " viewBox='0 0 3 1'><image href='data:image/png;base64,AA=='/></svg>",
        " viewBox='0 0 3 1'><style>path { fill: url(#b) }</style><a href='https://x.no'/></svg>",
        " viewBox='0 0 3 1' xmlns:ink='http://x.no' ink:onexport='a'/>",
    ],
)
def test_an_svg_of_shapes_has_its_ratio(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a.svg").write_text(f"<?xml version='1.0'?><!DOCTYPE svg>{HEAD}{inside}")
    logo = read_logo(tmp_path, "a.svg")
    assert (logo.kind, logo.width / logo.height) == ("svg", 3)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "it has a <script>, which an image does not run"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<path onload='alert(1)'/>", "it has a script, onload="),
        ("<image xlink:href='https://x.no/a.png'/>", "refers to 'https://x.no/a.png'"),
        ("<use href='other.svg#a'/>", "refers to 'other.svg#a'"),
        ("<image href='data:image/svg+xml,a'/>", "which an image does not load"),
        ("<path style='fill: url(\"//x.no\")'/>", "refers to '//x.no'"),
        ("<style>@import 'https://x.no'; </style>", "refers to a style sheet"),
        ("<style>a{fill:url(https://x.no)}</style>", "refers to 'https://x.no'"),
        ("<?xml-stylesheet href='https://x.no'?>", "refers to a style sheet"),
        (r"<path style='fill: u\72l(https://x.no)'/>", "refers to 'https://x.no'"),
        (r"<style>@\69mport 'https://x.no'; </style>", "refers to a style sheet"),
        ("<style>a{}<b/>@import 'https://x.no'; </style>", "refers to a style sheet"),
        ("<path style='fill: image-set(\"https://x.no\" 1x)'/>", "refers to a style sheet"),
        ("<image><set attributeName='href' to='https://x.no'/></image>", "changes what it refers"),
        ("<animate attributeName='xlink:href' values='https://x.no'/>", "changes what it refers"),
        ("<path xml:base='https://x.no'/>", "refers to 'https://x.no'"),
        ("<a href='javascript:alert(1)'/>", "refers to 'javascript:alert(1)'"),
    ],
)
def test_an_svg_with_more_than_shapes_is_refused(tmp_path: Path, inside: str, said: str) -> None:
    text = str(refused(tmp_path, f"{HEAD} viewBox='0 0 3 1'>{inside}</svg>"))
    assert text.startswith("'a.png' is more than a picture: ")
    assert said in text
    assert text.endswith("save it as a plain SVG, with shapes alone")


def test_an_svg_that_grows_by_entities_is_refused_at_its_start(tmp_path: Path) -> None:
    bomb = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    text = f"<!DOCTYPE svg [<!ENTITY a0 'ha'>{bomb}]>{HEAD} viewBox='0 0 3 1'>&a9;</svg>"
    assert "it defines entities" in str(refused(tmp_path, text))


def test_a_logo_lies_in_the_workspace(tmp_path: Path) -> None:
    root = tmp_path / "w"
    root.mkdir()
    (tmp_path / "out.png").write_bytes(png())
    (root / "link.png").symlink_to(tmp_path / "out.png")
    (root / "logo.png").write_bytes(png())
    (root / "folder").mkdir()
    for file, said in {
        "link.png": "'link.png' leads out of the workspace",
        "../out.png": "leads out of the workspace",
        "lgo.png": "there is no 'lgo.png' in the workspace; did you mean 'logo.png'?",
        "folder": "'folder' cannot be read",
    }.items():
        with pytest.raises(LogoError) as error:
            read_logo(root, file)
        assert said in str(error.value)
