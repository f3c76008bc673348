"""The sample workspace with a taxonomy and a look of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from geotrack.files.resources import sample_workspace
from tests.logos import png

TAXONOMY = """\
# A theme of its own, one in another colour and a type under another name.

[themes.drones]
label = { en = "Drones & <b>boats</b>", nb = "Droner og båter" }
colour = "#365314"
shape = "octagon"

[themes.coastguard]
change = true
colour = "#115e59"

[types]
"drones/boat" = { label = { en = "Drone boat", nb = "Dronebåt" }, medium = "sea" }
"drones/strike" = { label = { en = "Not on any map", nb = "Ikke på noe kart" } }
"coastguard/patrol" = { change = true, label = { en = "Patrol of theirs", nb = "Deres patrulje" } }

[types."drones/flight"]
label = { en = "Flight of a drone", nb = "Droneflyging" }
medium = "air"
app6 = "10010100001103000000"
"""
LOOK = """
logo = "logo.png"
logo_alt = "A <house>"
organisation = "Institute & Sons"
accent = "#12407a"
typeface = "sans"
colours = { naval = "#7a1240" }
"""
RETYPED = {
    "2024-09-17-flying-fish-1-bering-strait": "drones/flight",
    "2024-10-01-patrol-off-cape-rodney": "drones/boat",
}
"""Records of the map `bering-strait` that are of the own theme here."""
_SCENE = '\n[[scenes]]\ntitle = "Drones"\nthemes = "drones"\ntypes = ["boat", "drones/flight"]\n'


def write_own_sample(folder: Path) -> Path:
    """Write the sample workspace with a taxonomy and a look of its own."""
    sample = sample_workspace()
    for name in ("events", "seeds", "maps"):
        shutil.copytree(sample / name, folder / name, ignore=shutil.ignore_patterns("*.html"))
    shutil.copytree(sample / "layers", folder / "layers")
    settings = (sample / "geotrack.toml").read_text(encoding="utf-8")
    (folder / "geotrack.toml").write_text(f"{settings}\n[look]\n{LOOK}", encoding="utf-8")
    (folder / "logo.png").write_bytes(png())
    (folder / "taxonomy.toml").write_text(TAXONOMY, encoding="utf-8")
    left = set(RETYPED)
    for path in (folder / "events").rglob("*.geojson"):
        value = json.loads(path.read_text(encoding="utf-8"))
        for feature in value["features"]:
            if feature["id"] in RETYPED:
                feature["properties"]["type"] = RETYPED[feature["id"]]
                left.discard(feature["id"])
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    assert not left
    with (folder / "maps" / "bering-strait.toml").open("a", encoding="utf-8") as file:
        file.write(_SCENE)
    return folder
