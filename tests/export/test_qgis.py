"""The GeoPackage in QGIS itself: it opens themed, in the polar CRS, with every row that it holds.

QGIS is 200 MB of Debian's packages (`make qgis`); where it is missing, that is said and nothing
is shown.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geotrack.export import Product
from tests.export.conftest import Put

pytestmark = pytest.mark.slow

PYTHON = "/usr/bin/python3"
TOOL = Path(__file__).parents[2] / "tools" / "open_in_qgis.py"
THEMED = {"regions", "footprints", "areas", "lines", "multipoints", "points"}
# The map tip of each row of a layer, as QGIS makes it.
TIPS = """
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import QgsExpression, QgsExpressionContext, QgsVectorLayer
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(sys.argv[1] + "|layername=points", "points", "ogr")
layer.loadDefaultStyle()
for feature in layer.getFeatures():
    context = QgsExpressionContext()
    context.setFields(layer.fields())
    context.setFeature(feature)
    print(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
sys.stdout.flush()
os._exit(0)
"""
LINE = re.compile(r"(\w+): (\d+) in (\S*), (.+)")


@pytest.fixture(scope="module", autouse=True)
def _there() -> None:
    done = subprocess.run([PYTHON, "-c", "import qgis.core"], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("QGIS is not installed: make qgis")


def test_it_opens_themed_with_all_its_rows(product: Product, put: Put, tmp_path: Path) -> None:
    path = put(product, "gpkg")[0]
    picture = tmp_path / "opened.png"
    done = subprocess.run(
        [PYTHON, str(TOOL), str(path), str(picture)], check=True, capture_output=True, text=True
    )
    told = {name: rest for name, *rest in LINE.findall(done.stdout)}
    with closing(sqlite3.connect(path)) as file:
        for name, (count, crs, renderer) in told.items():
            rows = file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (its own tables)
            assert int(count) == rows, name
            if name in THEMED:
                assert crs == "EPSG:3995", name
                assert renderer == "QgsCategorizedSymbolRenderer", name
    assert set(told) >= THEMED
    assert set(told) >= {"without_geometry", "sources", "about"}
    drawn = np.asarray(Image.open(picture).convert("RGB"))
    assert len(np.unique(drawn.reshape(-1, 3), axis=0)) > 8, "more than the paper is drawn"


def test_map_tips_show_texts_and_run_none(product: Product, put: Put) -> None:
    path = put(product, "gpkg")[0]
    done = subprocess.run(
        [PYTHON, "-c", TIPS, str(path)], check=True, capture_output=True, text=True
    )
    assert "<b>&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;" in done.stdout
    assert "<script" not in done.stdout
