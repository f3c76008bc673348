"""Requests of the desk by subject: each module has `routes`, which reads a request and answers it.

What a request does is done by functions that the command line calls too.
"""

from __future__ import annotations

__all__: list[str] = []
