"""From the text of a report to draft records, each value with the characters that it was read from.

No model and no network is used: words of a lexicon, the notations of dates and the gazetteer find
what a sentence states, and a person decides.
"""

from __future__ import annotations

# A process that only reads a PDF imports this package too: `extract.py`, with the gazetteer, is not
# imported here.
__all__: list[str] = []
