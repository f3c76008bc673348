"""The figures of `benchmarks/observations.py --keep` as tables and a picture in its page of docs/.

python benchmarks/plot_observations.py
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

__all__ = ["FIGURES", "PAGE", "Figures", "read", "tables", "with_tables"]

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "docs" / "images" / "observations.csv"
PICTURE = FIGURES.with_suffix(".svg")
PAGE = ROOT / "docs" / "howto" / "engines.md"
MARKS = "<!-- made by benchmarks/plot_observations.py -->\n", "<!-- made until here -->\n"

Figures = dict[tuple[int, str, str], float]
"""By count, engine and what it is."""

PAPER, INK, FAINT, GRID = "#fbfaf7", "#16242c", "#5b6b72", "#dfe3e0"
OURS = "geotrack"
COLOURS = {
    OURS: "#c2410c",
    "GeoPandas, plane": "#0f766e",
    "GeoPandas, lon/lat": "#5d7f90",
    "SedonaDB": "#1d4ed8",
    "DuckDB spatial": "#a16207",
    "PostGIS": "#7e22ce",
}
_GAP, _ROUNDS = 0.055, 200  # of the height of a panel, between names


def read() -> Figures:
    """Return the figures that were kept."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return {
            (int(row["positions"]), row["engine"], row["what"]): float(row["value"])
            for row in csv.DictReader(file)
        }


def tables(figures: Figures) -> str:
    """Return the tables in Markdown."""
    counts = sorted({count for count, *_ in figures})
    engines = [name for name in COLOURS if (counts[0], name, "seconds") in figures]

    def cells(name: str, what: str) -> Iterator[str]:
        for count in counts:
            taken, ours = (figures.get((count, n, what)) for n in (name, OURS))
            if taken is None or ours is None:
                yield "–"
            else:
                yield _seconds(taken) if name == OURS else _times(taken / ours)

    def memory(name: str, what: str) -> str:
        return _megabytes(figures.get((counts[-1], name, what)))

    heads = [f"{count:,}" for count in counts]
    parts = []
    for title, of in (("in which region", ""), ("within a radius, in a summer", "discs_")):
        rows = [
            (name, *cells(name, f"{of}seconds"), memory(name, f"{of}mb"))
            for name in engines
            if (counts[0], name, f"{of}seconds") in figures
        ]
        parts.append(_table([title, *heads, f"memory at {heads[-1]}"], rows))

    def read_beside(count: int) -> str:
        theirs, ours = (figures[count, n, "load"] for n in ("GeoPandas, lon/lat", OURS))
        return f"{_seconds(ours)}; {_times(theirs / ours)}"

    def strait(count: int) -> str:
        theirs, ours = (figures[count, name, "seconds"] for name in ("whole", "cold"))
        return f"{_seconds(ours)}; {_times(theirs / ours)}"

    def built(count: int) -> str:
        seconds, held = (figures[count, "build", what] for what in ("seconds", "mb"))
        return f"{_seconds(seconds)}, {_megabytes(held)}"

    last = [
        ("to load the positions; `geopandas.read_parquet` of the geometry", read_beside),
        ("the Bering Strait in a month, cold; GeoPandas, which reads the file", strait),
        ("to build the dataset of a CSV, and the most memory", built),
    ]
    parts.append(_table(["", *heads], [(name, *(cell(n) for n in counts)) for name, cell in last]))
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _times(ratio: float) -> str:
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:,.1f} s"


def _megabytes(held: float | None) -> str:
    return "–" if held is None else f"{held / 1000:.1f} GB" if held >= 1000 else f"{held:,.0f} MB"


def with_tables(page: str, figures: Figures) -> str:
    """Return the text of the page with the tables of these figures."""
    begin, end = MARKS
    return re.sub(
        f"{re.escape(begin)}.*?{re.escape(end)}",
        lambda _: f"{begin}\n{tables(figures)}\n{end}",
        page,
        flags=re.DOTALL,
    )


def draw(figures: Figures) -> None:
    """Draw what each takes by the number of positions."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    settings = {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.color": INK,
        "svg.hashsalt": "geotrack",
        "axes.edgecolor": FAINT,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
    }
    with mpl.rc_context(settings):
        figure, panels = plt.subplots(1, 2, figsize=(9.6, 4.4), sharey=True, facecolor=PAPER)
        titles = ("In which of twenty regions?", "And within a radius, in a summer?")
        ends = [
            _panel(panel, title, what, figures)
            for panel, title, what in zip(panels, titles, ("seconds", "discs_seconds"), strict=True)
        ]
        panels[0].yaxis.set_major_formatter(lambda value, _: _tick(value))
        figure.subplots_adjust(left=0.07, right=0.87, top=0.88, bottom=0.12, wspace=0.42)
        # Only now do both have the scale that they share.
        for panel, lines in zip(panels, ends, strict=True):
            _name(panel, lines)
        figure.savefig(PICTURE, metadata={"Date": None, "Creator": None}, facecolor=PAPER)


def _tick(seconds: float) -> str:
    return f"{seconds * 1000:g} ms" if seconds < 1 else f"{seconds:g} s"


def _panel(
    panel: Any, title: str, what: str, figures: Figures
) -> list[tuple[int, float, str, str]]:
    """Draw the lines, and return where each ends, its name and its colour."""
    panel.set_facecolor(PAPER)
    panel.set(xscale="log", yscale="log")
    ends = []
    for name, colour in COLOURS.items():
        line = sorted((n, v) for (n, of, w), v in figures.items() if (of, w) == (name, what))
        if not line:
            continue
        ours = name == OURS
        panel.plot(
            *zip(*line, strict=True),
            color=colour,
            linewidth=2.6 if ours else 1.3,
            marker="o",
            markersize=5.5 if ours else 3.5,
            zorder=3 if ours else 2,
        )
        ends.append((*line[-1], name, colour))
    panel.set_title(title, loc="left", fontfamily="DejaVu Serif", fontsize=11, color=INK, pad=10)
    panel.grid(which="major", color=GRID, linewidth=0.7)
    panel.minorticks_off()
    panel.tick_params(length=0)
    for side in ("top", "right", "left"):
        panel.spines[side].set_visible(False)
    counts = sorted({count for count, *_ in figures})
    panel.set_xticks(counts, [f"{count:,}" for count in counts])
    panel.set_xlabel("positions", color=FAINT)
    return ends


def _name(panel: Any, ends: Sequence[tuple[int, float, str, str]]) -> None:
    """Write the names beside the ends of the lines, moved apart where they would touch."""
    panel.figure.canvas.draw()
    place = panel.transAxes.inverted().transform
    ends = sorted(ends, key=lambda end: end[1])
    right = place(panel.transData.transform(ends[0][:2]))[0] + 0.03
    heights = [place(panel.transData.transform(end[:2]))[1] for end in ends]
    for _ in range(_ROUNDS):
        for i in range(len(heights) - 1):
            lacking = max(0.0, _GAP - (heights[i + 1] - heights[i])) / 2
            heights[i] -= lacking
            heights[i + 1] += lacking
    for height, (*_, name, colour) in zip(heights, ends, strict=True):
        panel.annotate(
            name,
            (right, height),
            xycoords="axes fraction",
            color=colour,
            fontweight="bold" if name == OURS else "normal",
            va="center",
            annotation_clip=False,
        )


def main() -> None:
    """Draw the picture and write the tables."""
    figures = read()
    draw(figures)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")


if __name__ == "__main__":
    main()
