"""The tables of docs/howto/engines.md are made of the figures that are kept beside it."""

from __future__ import annotations

from benchmarks.plot_observations import COLOURS, MARKS, PAGE, Figures, read, tables, with_tables


def test_the_page_has_the_figures_that_were_kept() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(page.count(mark) == 1 for mark in MARKS)
    assert with_tables(page, read()) == page


def test_others_are_told_as_ratios_and_what_is_missing_as_such() -> None:
    figures: Figures = {}
    for count in (10, 100):
        for name in (*COLOURS, "cold", "whole", "build"):
            slower = 1 if name in {"geotrack", "cold"} else 12
            for what, value in (("seconds", count / 100), ("mb", 900.0), ("load", 0.01)):
                figures[count, name, what] = value * slower
    figures[10, "SedonaDB", "seconds"] = 0.25
    del figures[100, "SedonaDB", "seconds"], figures[100, "SedonaDB", "mb"]
    text = tables(figures)
    assert "| geotrack | 100 ms | 1.0 s | 900 MB |" in text
    assert "| GeoPandas, plane | 12 × | 12 × | 10.8 GB |" in text
    assert "| SedonaDB | 2.5 × | – | – |" in text
