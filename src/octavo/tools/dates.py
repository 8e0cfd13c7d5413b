"""Dates that an author writes as text, in the words of a language, read for programs."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache

_ISO = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBERS = (
    re.compile(r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?:(?P=sign)(?P<d>\d{1,2}))?\.?"),
    re.compile(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})\.?"),
    re.compile(r"(?P<m>\d{1,2})(?P<sign>[-/])(?P<d>\d{1,2})(?P=sign)(?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<y>\d{4})"),
    re.compile(r"(?P<y>(?:1[5-9]|20)\d\d)(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월](?:\s*(?P<d>\d{1,2})\s*[日号號일])?.{0,6}"),
)
"""A month, then a day, is how Americans write a date, and how Pandoc reads `5/1/2024`."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}.*")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_NOW = re.compile(r"today|now|last[- ]modified|`r .*|\\today", re.IGNORECASE)


def is_moving(text: str) -> bool:
    """Tell whether a date is that of the run, which octavo leaves to the author: editions are made again the same."""
    return bool(_NOW.match(text.strip()))


def machine_date(value: date | datetime | str | None, lang: str) -> str:
    """Return a date in the W3C format (a profile of ISO 8601), to the day, the month or the year.

    Empty where a text cannot be read as one. A time of day is only part of it with its time zone.
    """
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") if value.tzinfo else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _plain(value or "")
    if not text or is_moving(text):
        return ""
    if _ISO.fullmatch(text):
        return text
    for pattern in _NUMBERS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return _written(*(int(parts.get(key) or 0) for key in "ymd"))
    return _with_words(text, lang)


def _plain(text: str) -> str:
    """Return a text with ASCII digits, and without marks of Markdown."""
    bare = "".join(str(unicodedata.digit(char)) if char.isdigit() and char.isdecimal() else char for char in text)
    return " ".join(re.sub(r"[*_\u200e\u200f]", "", bare).split())


def _with_words(text: str, lang: str) -> str:
    """Read a date with the name of its month; of a text with other words, only a year that is the only number."""
    years = _YEAR.findall(text)
    if len(years) != 1:
        return ""
    rest = _CLOCK.sub("", _YEAR.sub(" ", text)).casefold()
    months = {number for name, number in _months(lang).items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)}
    days = _DAY.findall(re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º|ª)\b", "", rest))
    if len(months) == 1 and len(days) <= 1:
        return _written(int(years[0]), months.pop(), int(days[0]) if days else 0)
    return years[0] if not days and not months else ""


def _written(year: int, month: int, day: int) -> str:
    """Return a date; empty where there is no such day. A month above 12 is a day, and the day a month."""
    if month > 12 >= day > 0:
        month, day = day, month
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])


@cache
def _months(lang: str) -> dict[str, int]:
    """Return the numbers of the months by their names in a language and in English."""
    from babel import Locale, UnknownLocaleError

    found: dict[str, int] = {}
    for tag in ("en", lang):
        try:
            locale = Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = locale.months[form].get(width) or {}
                found |= {name.casefold().rstrip("."): number for number, name in names.items() if not name.isdigit()}
    return found | {"sept": 9}
