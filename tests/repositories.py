"""Made-up git repositories, with nothing of the machine's own settings in them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["commit", "git", "repository"]

_SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Kari",
    "GIT_AUTHOR_EMAIL": "kari@example.org",
    "GIT_COMMITTER_NAME": "Kari",
    "GIT_COMMITTER_EMAIL": "kari@example.org",
}


def git(folder: Path, *arguments: str, at: str = "2025-10-01T12:00:00Z") -> str:
    """Run git in a folder, its clock at a moment."""
    when = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        check=True,
        text=True,
        env={**kept, **_SETTINGS, **when},
    )
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, at: str = "2025-10-01T12:00:00Z") -> str:
    """Commit all that is there, and return the commit's hash."""
    git(folder, "add", "--all", at=at)
    git(folder, "commit", "--quiet", "--allow-empty", "--message=x", at=at)
    return git(folder, "rev-parse", "HEAD")
