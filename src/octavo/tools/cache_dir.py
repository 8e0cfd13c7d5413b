"""Where octavo keeps what it need not do again."""

from __future__ import annotations

import os
from pathlib import Path


def folder(cwd: Path | None = None) -> Path:
    """The folder that `OCTAVO_CACHE` names, else `.octavo/cache` in the current folder; it need not be there."""
    base = cwd or Path.cwd()
    named = os.environ.get("OCTAVO_CACHE")
    return base / named if named else base / ".octavo" / "cache"
