"""From the text of a report to draft records, each value with the characters that it was read from.

No model and no network is used: words of a lexicon, the notations of dates and the gazetteer find
what a sentence states, and a person decides.
"""

from __future__ import annotations

from geotrack.extraction.extract import Extraction, extract

__all__ = ["Extraction", "extract"]
