"""Words by which sentences are read: a language's own, names of actors, and words of own types.

`en.toml` and `nb.toml` have the words of a language, `types.toml` says which words make which type,
`actors.toml` has the names of actors. A language is added as a file of the same keys.
"""

from __future__ import annotations

from geotrack_extraction.lexicon.lexicon import LANGUAGES, Lexicon, lexicon_of, listed

__all__ = ["LANGUAGES", "Lexicon", "lexicon_of", "listed"]
