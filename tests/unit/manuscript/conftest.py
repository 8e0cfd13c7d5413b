"""What the manuscript's tests can ask for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from typesetter import Make, set_book


@pytest.fixture
def book(tmp_path: Path) -> Make:
    """Sets a book whose files lie in an empty folder."""
    return partial(set_book, tmp_path)
