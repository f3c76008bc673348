"""Open an exported GeoPackage in QGIS: what it makes of each layer, and a picture.

Run by the Python of the system, which has QGIS (Debian: `apt install python3-qgis`):
`/usr/bin/python3 tools/open_in_qgis.py out.gpkg docs/images/qgis.png`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsDataProvider,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage

_WIDTH, _HEIGHT = 1400, 1000
_REACH_M = 3_900_000.0


def layers_of(path: Path) -> list[QgsVectorLayer]:
    """Return the layers as QGIS lists them, each with the style that the file gives it."""
    probe = QgsVectorLayer(str(path), "probe", "ogr")
    names = [
        s.split(QgsDataProvider.sublayerSeparator())[1] for s in probe.dataProvider().subLayers()
    ]
    layers = [QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names]
    for layer in layers:
        layer.loadDefaultStyle()
    return layers


def main(path: Path, picture: Path) -> None:
    """Tell of the layers of a file, and draw them."""
    application = QgsApplication([], True)
    application.initQgis()
    layers = layers_of(path)
    for layer in layers:
        renderer = type(layer.renderer()).__name__ if layer.isSpatial() else "a table"
        print(f"{layer.name()}: {layer.featureCount()} in {layer.crs().authid()}, {renderer}")
    drawn = [layer for layer in reversed(layers) if layer.isSpatial()]
    settings = QgsMapSettings()
    settings.setLayers(drawn)
    settings.setOutputSize(QSize(_WIDTH, _HEIGHT))
    settings.setDestinationCrs(drawn[0].crs())
    settings.setBackgroundColor(QColor("#f4f6f7"))
    settings.setExtent(QgsRectangle(-_REACH_M, -_REACH_M, _REACH_M, _REACH_M))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().convertToFormat(QImage.Format_Indexed8, Qt.AvoidDither).save(str(picture))
    # QGIS takes itself apart badly where Python ends first.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
