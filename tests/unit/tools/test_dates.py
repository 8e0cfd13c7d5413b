"""Dates in words, as programs get them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from octavo.tools.dates import machine_date


@pytest.mark.parametrize(
    ("written", "lang", "read"),
    [
        ("May 1, 2024", "en", "2024-05-01"),
        ("the 1st of May, 2024", "en", "2024-05-01"),
        ("Wed, 1 May 2024, 10:30", "en", "2024-05-01"),
        ("2024/05/01", "en", "2024-05-01"),
        ("5/1/2024", "en", "2024-05-01"),
        ("31/5/2024", "en", "2024-05-31"),
        ("20240501", "en", "2024-05-01"),
        ("2024-05", "en", "2024-05"),
        ("Spring 2024", "en", "2024"),
        ("1. Mai 2024", "de", "2024-05-01"),
        ("1.5.2024", "de", "2024-05-01"),
        ("3 мая 2024 г.", "ru", "2024-05-03"),
        ("2024年5月1日", "ja", "2024-05-01"),
        ("١ مايو ٢٠٢٤", "ar", "2024-05-01"),
        ("31 February 2024", "en", ""),
        ("May 2023 – June 2024", "en", ""),
        ("today", "en", ""),
        ("`r Sys.Date()`", "en", ""),
    ],
)
def test_a_date_in_words(written: str, lang: str, read: str) -> None:
    assert machine_date(written, lang) == read


def test_a_date_of_the_calendar() -> None:
    assert machine_date(date(2024, 5, 1), "en") == "2024-05-01"
    assert machine_date(datetime(2024, 5, 1, 9, 30), "en") == "2024-05-01"  # noqa: DTZ001  (the author gives no zone)
    assert machine_date(datetime(2024, 5, 1, 9, 30, tzinfo=UTC), "en") == "2024-05-01T09:30:00+00:00"
    assert machine_date(None, "en") == ""
