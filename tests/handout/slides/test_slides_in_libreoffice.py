"""Slides as another program shows them: LibreOffice sets every one, and nothing runs over its foot.

LibreOffice is hundreds of megabytes (`apt-get install libreoffice-impress`); where it is missing,
that is said and nothing is shown.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation

from geotrack.handout import Options, slides
from geotrack.mapview.open import open_map
from geotrack.workspace import open_workspace

ROOT = Path(__file__).parents[3]
POINTS = 72


@pytest.fixture(scope="module", autouse=True)
def _there() -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-impress")


def test_all_slides_are_set_within_their_frame(tmp_path: Path) -> None:
    page = open_map(open_workspace(ROOT), "overview")
    content = slides.write(page, Options(), lambda _: None)
    path = tmp_path / "overview.pptx"
    path.write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
    )
    edition = f"{page.definition.title} · {page.frame.as_of} · digest {page.digest}"
    deck = Presentation(io.BytesIO(content))
    document = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    try:
        assert len(document) == len(deck.slides)
        for number, (slide, sheet) in enumerate(zip(deck.slides, document, strict=True), 1):
            text = sheet.get_textpage()
            said = " ".join(text.get_text_range().split())
            assert said.count("UNCLASSIFIED // FOR BRIEFING") == 2
            assert slide.shapes.title.text_frame.text in said
            # Above the marking stands the line of the edition, and no table has run into it.
            foot = text.get_text_bounded(0, 0.3 * POINTS, 14 * POINTS, 0.68 * POINTS)
            rest = " ".join(foot.split()).replace(edition, "").strip()
            assert rest == (str(number) if number > 1 else ""), foot
    finally:
        document.close()
