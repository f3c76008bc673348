"""The ZIP file for closed networks: what it holds of the wheels that are packed."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tools.offline import PLATFORMS, main, pack


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    """Return two small wheels: one with a licence expression and a text, one with neither."""
    facts = {
        "a": "Name: a\nVersion: 1.0\nLicense-Expression: MIT\n",
        "b": "Name: b\nVersion: 2\nClassifier: License :: OSI Approved :: BSD License\n",
        "c": "Name: c\nVersion: 3\n",
    }
    for name, metadata in facts.items():
        version = metadata.split()[3]
        with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}-{version}.dist-info/METADATA", metadata)
            wheel.writestr(f"{name}/LICENSE.py", "no licence")
            if name == "a":
                wheel.writestr("a-1.0.dist-info/licenses/LICENSE", "Permission")
    return sorted(tmp_path.glob("*.whl"))


def test_it_holds_each_wheel_with_its_hash_and_licence(wheels: list[Path]) -> None:
    packed = pack("geotrack-x", wheels, "guide")
    assert packed == pack("geotrack-x", wheels, "guide")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {name.partition("/")[0] for name in files} == {"geotrack-x"}
    inside = {name.partition("/")[2]: content for name, content in files.items()}
    assert inside["INSTALL.txt"] == b"guide"
    assert {w.name: w.read_bytes() for w in wheels} == {
        name.partition("/")[2]: c for name, c in inside.items() if name.startswith("wheels/")
    }
    lines = inside["requirements.txt"].decode().splitlines()
    hashes = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels]
    pins = zip(("a==1.0", "b==2", "c==3"), hashes, strict=True)
    assert lines == [f"{pin} --hash=sha256:{digest}" for pin, digest in pins]
    table = list(csv.reader(io.StringIO(inside["licences.csv"].decode())))
    assert table[1:] == [
        ["a", "1.0", "MIT", "licences/a-1.0"],
        ["b", "2", "BSD License", ""],
        ["c", "3", "see its texts", ""],
    ]
    texts = {n: c for n, c in inside.items() if n.startswith("licences/")}
    assert texts == {"licences/a-1.0/licenses/LICENSE": b"Permission"}


@pytest.mark.parametrize("wrong", [["--python", "3"], ["--python", "2.7"], ["--platform", "dos"]])
def test_what_is_no_version_or_platform_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(wrong)
    assert "error: " in capsys.readouterr().err


def test_the_docs_list_every_platform() -> None:
    text = (Path(__file__).parents[2] / "docs" / "howto" / "offline.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in PLATFORMS)
