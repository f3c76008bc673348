"""`python -m geotrack` is the command line."""

from __future__ import annotations

from geotrack.cli import main

if __name__ == "__main__":
    main(prog_name="geotrack")
