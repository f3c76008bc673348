"""Pack geotrack and all that it needs for a network without registries: `make offline`.

`uv` resolves the dependencies for a platform and a version of Python, `pip` fetches their wheels.
"""

from __future__ import annotations

import argparse
import csv
import email
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = ("office", "parquet", "static", "symbols")
"""Extras that are packed where none are named."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LICENCE = re.compile(
    r"\.dist-info/(?:licenses/.+|(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*)$", re.I
)


@dataclass(frozen=True)
class Platform:
    """A platform as `uv` names it, and the tags of its wheels for `pip`.

    Parameters
    ----------
    target : str
        Name for `uv pip compile --python-platform`.
    tags : tuple of str
        Platform tags, the best first.
    python : str
        Path of Python in a virtual environment there.
    """

    target: str
    tags: tuple[str, ...]
    python: str = "geotrack-env/bin/python"


def _manylinux(machine: str) -> tuple[str, ...]:
    """Return the tags for glibc 2.28 and older."""
    return (*(f"manylinux_2_{n}_{machine}" for n in range(28, 16, -1)), f"manylinux2014_{machine}")


PLATFORMS = {
    "linux": Platform("x86_64-manylinux_2_28", _manylinux("x86_64")),
    "linux-arm64": Platform("aarch64-manylinux_2_28", _manylinux("aarch64")),
    "windows": Platform("x86_64-pc-windows-msvc", ("win_amd64",), r"geotrack-env\Scripts\python"),
    "macos": Platform("aarch64-apple-darwin", ("macosx_13_0_arm64",)),
    "macos-x86_64": Platform("x86_64-apple-darwin", ("macosx_13_0_x86_64",)),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Resolve, fetch and pack; print the path of the ZIP file."""
    parser = argparse.ArgumentParser(prog="python -m tools.offline", description=__doc__)
    parser.add_argument("--platform", choices=PLATFORMS, default="linux")
    parser.add_argument("--python", metavar="X.Y", default="3.12")
    parser.add_argument("--extras", metavar="NAME,…", default=",".join(EXTRAS))
    parser.add_argument("--out", metavar="DIR", type=Path, default=ROOT / "dist")
    chosen = parser.parse_args(arguments)
    if not re.fullmatch(r"3\.\d+", chosen.python):
        parser.error(f"--python {chosen.python}: write a version such as 3.12")
    extras = [extra for extra in chosen.extras.split(",") if extra]
    platform = PLATFORMS[chosen.platform]
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        _fetch(platform, chosen.python, extras, wheels)
        own = next(wheels.glob("geotrack-*.whl"))
        version = own.name.split("-")[1]
        name = f"geotrack-{version}-{chosen.platform}-python{chosen.python}"
        chosen.out.mkdir(exist_ok=True)
        path = chosen.out / f"{name}.zip"
        guide = _guide(name, platform, chosen.python, extras)
        path.write_bytes(pack(name, sorted(wheels.glob("*.whl")), guide))
    print(path)


def _fetch(platform: Platform, python: str, extras: Iterable[str], wheels: Path) -> None:
    """Build the wheels of this checkout, and fetch those of their dependencies."""
    pip = [sys.executable, "-m", "pip", "--quiet"]
    packages = sorted((ROOT / "packages").iterdir())
    # pyarrow, which geotrack-observations needs, and pypdfium2, which geotrack-extraction needs.
    extras = sorted({*extras, "parquet", "reports"})
    _run(*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT), *map(str, packages))
    pins = _run(
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml",
        *(f"--extra={extra}" for extra in extras), "--python-platform", platform.target,
        "--python-version", python, "--only-binary", ":all:", "--no-header", "--no-annotate",
        "--generate-hashes", *(f"--no-emit-package={path.name}" for path in packages),
    )  # fmt: skip
    pinned = wheels.parent / "pinned.txt"
    pinned.write_text(pins, encoding="utf-8")
    _run(
        *pip, "download", "--no-deps", "--require-hashes", "--only-binary", ":all:",
        *(f"--platform={tag}" for tag in platform.tags), "--python-version", python,
        "--implementation", "cp", "--dest", str(wheels), "--requirement", str(pinned),
    )  # fmt: skip


def _run(*command: str) -> str:
    """Return the output of a command, run in the repository."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    )
    return done.stdout


def pack(name: str, wheels: Sequence[Path], guide: str) -> bytes:
    """Return a ZIP file of wheels with their hashes and licences.

    Parameters
    ----------
    name : str
        Folder of all files in the archive.
    wheels : sequence of pathlib.Path
        The wheels.
    guide : str
        Text of INSTALL.txt.

    Returns
    -------
    bytes
        The archive; the same wheels give the same bytes.
    """
    files: dict[str, bytes] = {"INSTALL.txt": guide.encode()}
    lines, table = [], [("package", "version", "licence", "texts")]
    for wheel in wheels:
        content = wheel.read_bytes()
        metadata, texts = _read_wheel(content)
        package, version = metadata["Name"], metadata["Version"]
        lines.append(f"{package}=={version} --hash=sha256:{hashlib.sha256(content).hexdigest()}\n")
        folder = f"licences/{package}-{version}"
        table.append((package, version, _licence(metadata), folder if texts else ""))
        files.update((f"{folder}/{path}", text) for path, text in texts.items())
        files[f"wheels/{wheel.name}"] = content
    rows = io.StringIO(newline="")
    csv.writer(rows).writerows(table)
    files["licences.csv"] = rows.getvalue().encode()
    files["requirements.txt"] = "".join(lines).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{name}/{path}", _EPOCH), files[path])
    return packed.getvalue()


def _read_wheel(content: bytes) -> tuple[Message, dict[str, bytes]]:
    """Return a wheel's metadata, and its licence texts by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        metadata = next(n for n in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        texts = {n.partition("/")[2]: archive.read(n) for n in names if _LICENCE.search(n)}
        return email.message_from_bytes(archive.read(metadata)), texts


def _licence(metadata: Message) -> str:
    """Return the name of a licence, as the metadata of a wheel state it."""
    classified = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    stated = [metadata.get("License-Expression"), "; ".join(classified), metadata.get("License")]
    words = next((text.strip() for text in stated if text and text.strip()), "see its texts")
    return words.splitlines()[0]


def _guide(name: str, platform: Platform, python: str, extras: Sequence[str]) -> str:
    """Return the text of INSTALL.txt."""
    launcher = f"py -{python}" if "windows" in platform.target else f"python{python}"
    return (
        f"{name}\n\nIt needs Python {python} and no network. In this folder:\n\n"
        f"    {launcher} -m venv geotrack-env\n"
        f"    {platform.python} -m pip install --no-index --find-links wheels --require-hashes "
        "-r requirements.txt\n\n"
        "pip compares each wheel with its SHA-256 in requirements.txt.\n"
        f"Extras: {', '.join(extras) or 'none'}. Licences: licences.csv.\n"
    )


if __name__ == "__main__":
    main()
