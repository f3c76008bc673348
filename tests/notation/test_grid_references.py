"""References of MGRS, UTM and UPS, against the `mgrs` package (GEOTRANS) and PROJ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geotrack.notation.grid_references import parse_grid_reference

WGS84 = Geod(ellps="WGS84")
# Written by mgrs 1.6.0, whose code is NGA's GEOTRANS.
WRITTEN_BY_GEOTRANS = [
    ("ZAH0000000000", 0, 90),
    ("ZAG0787792176", 45.2, 89.9),
    ("YZJ6884686165", -170.5, 88.3),
    ("YZA4408591482", -5.25, 84.5),
    ("ZAP01166561", 179.9, 84.01),
    ("ZBC0337533703", 12.5, 85.7),
    ("YTH557038", -90.5, 86),
    ("BCS904471", 33, -85.2),
    ("AZM04534331", -120.7, -89),
    ("33XWG1481383004", 15.65, 78.22),
    ("31XFG4232409731", 8.9, 77.5),
    ("35XLH7340365215", 21.1, 78.9),
    ("37XCJ8885498294", 33.2, 80.1),
    ("37XEA9945002482", 41.9, 72.1),
    ("32VKN96190168", 5.3, 60.4),
    ("31VDL950858", 2.9, 63.9),
    ("02WPT05598840", -168.7, 65.7),
    ("36WUC85813517", 30.05, 69.7),
    ("35WMV53481135", 25.7, 71.3),
    ("26XMU64421785", -30, 83.9),
    ("01UET2739872236", -176.6, 52.1),
    ("54XVG673007", 140.0, 73.0),
    ("19FEV450272", -68.3, -54.8),
    ("36NVF5549033159", 32.6, 0.3),
    ("37MBU5521734081", 36.8, -1.5),
    ("37UDB120735", 37.6, 55.7),
    ("52VEP3666374377", 129.7, 62.0),
    ("22WEV13132026", -50.7, 66.9),
    ("19XEE0781790998", -68.7, 76.5),
    ("28XDR7227860585", -16.7, 81.6),
]


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(WGS84.inv(*one, *other)[2])


@pytest.mark.parametrize(("text", "lon", "lat"), WRITTEN_BY_GEOTRANS)
def test_a_reference_of_geotrans_is_read_within_its_square(
    text: str, lon: float, lat: float
) -> None:
    digits = len(text.lstrip("0123456789").lstrip("ABCDEFGHJKLMNPQRSTUVWXYZ"))
    metres = 10 ** (5 - digits // 2)
    for spelling in (text, text.lower(), f"{text[:-digits]} {text[-digits:]}"):
        found = parse_grid_reference(spelling)
        assert found is not None
        # Half the diagonal, at the scale of UPS at the pole (0.994).
        assert distance(found, (lon, lat)) <= 0.715 * metres


@given(st.floats(-180, 180), st.floats(84.0, 90.0))
def test_ups_is_read_as_proj_writes_it(lon: float, lat: float) -> None:
    to_ups = Transformer.from_crs(4326, 5041, always_xy=True)
    east, north = to_ups.transform(lon, lat)
    zone = "Y" if round(east, 3) < 2_000_000 else "Z"
    found = parse_grid_reference(f"{zone} {east:.3f} {north:.3f}")
    assert found is not None
    assert distance(found, (lon, lat)) < 0.002


@given(st.integers(1, 60), st.floats(-2.9, 2.9), st.floats(56.0, 83.9))
def test_utm_is_read_as_proj_writes_it(zone: int, off: float, lat: float) -> None:
    lon = 6.0 * zone - 183.0 + off
    east, north = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWXX"[int((lat + 80) // 8)]
    for text in (
        f"{zone}{band} {east:.2f} {north:.2f}",
        f"{zone} N {east:.2f} {north:.2f}",
        f"UTM {zone} N {north:.2f} Ø {east:.2f}",
        f"{east:.2f}E {north:.2f}N {zone}{band}",
        f"sone {zone}: {north:.2f}N, {east:.2f}Ø".replace(".", ","),
    ):
        found = parse_grid_reference(text)
        assert found is not None, text
        assert distance(found, (lon, lat)) < 0.02


@pytest.mark.parametrize(
    "text",
    [
        "33XVG 7457 4359 1",  # three numbers
        "33XVG 745 43",
        "33XVG 74574359123",  # six digits
        "33XVG",  # a square alone may be a word
        "61XVG 7457 4359",
        "32XMG 7457 4359",  # Svalbard has no zone 32
        "33XIG 7457 4359",
        "33XAG 7457 4359",  # not a column of zone 33
        "YAH 12345 12345",  # west of the pole, in a column of the east
        "Y 2100000 2000000",
        "33S 500000 3800000",  # the band, or the southern hemisphere?
        "33W 500000 4000000",  # not in its band
        "33W 50000 7780000",
        "0W 500000 7780000",
        "E 650000 E 7780000 UTM 33",
        "12345678",
        "",
    ],
)
def test_a_text_that_is_no_reference(text: str) -> None:
    assert parse_grid_reference(text) is None


@given(st.text(alphabet="0123456789 NSEWØXYZABCUTM,.:;"))
def test_no_text_breaks_a_reference(text: str) -> None:
    found = parse_grid_reference(text)
    assert found is None or (abs(found[0]) <= 180 and abs(found[1]) <= 90)
