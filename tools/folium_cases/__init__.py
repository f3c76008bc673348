"""Run folium's own tests and the cells of its documentation with `PolarMap` as `folium.Map`.

``make folium FOLIUM=CHECKOUT`` (``python -m tools.folium_cases CHECKOUT [DATA]``), where CHECKOUT
is a checkout of folium at the installed version and DATA, if given, one of its example data.

* An example of each class (`tools.folium_page`) is put on a map.
* folium's tests run with its own map, and then with `PolarMap`.
* So do the cells of its documentation that show a map; and once more with `tiles` left out, as
  their refusal says. Nothing is fetched: a cell that reads an address receives the file of that
  name in the checkout or in DATA.

| outcome | meaning |
| --- | --- |
| works | as with `folium.Map`; a map of a cell or class also opens offline in Chromium, without a console error or a request |
| drawn anew | a test compares the page with folium's own HTML; PolarMap's opens in the same way |
| refused | a `UsageError` whose first word, a class or an argument, docs/reference/polarmap.md names |
| differs | a test compares something else that is not the same, such as the number of a map's layers |
| fails | anything else |
| cannot run | does not work with `folium.Map` either: no network, or a package is missing |
"""  # noqa: E501  # a row of a table is one line

from __future__ import annotations
