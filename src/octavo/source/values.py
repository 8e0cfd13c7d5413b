"""Values of a header, one function a kind: from what YAML gave to what the model holds, or the mistake in it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from octavo.model.diagnostic import Severity
from octavo.model.dialect import TOOLS
from octavo.model.formats import FORMATS
from octavo.model.settings import PAGE_SIZES
from octavo.model.standard import STANDARDS, contradiction
from octavo.source import languages, roles
from octavo.source.tree import PlainScalar
from octavo.source.value_problem import TYPE, VALUE, ValueProblem
from octavo.tools.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

PRINT_LINKS = ("footnote", "inline", "none")
PRINT_COLOURS = ("rgb", "cmyk", "grey")
NUMBERED = ("all", "labelled", "none")
LISTS = ("figures", "tables", "listings")
WCAG = tuple(f"{version} {level}" for version in ("2.0", "2.1", "2.2") for level in ("A", "AA", "AAA"))
CHAPTERS_OPEN = ("page", "recto")
CHAPTER_KINDS = (
    "chapter", "appendix", "copyright", "dedication", "epigraph", "foreword", "preface", "acknowledgments",
    "introduction", "prologue", "epilogue", "afterword", "conclusion", "glossary", "bibliography", "index", "colophon",
)  # fmt: skip
"""What an author may say that a chapter is."""
DEEPEST = 6
READERS = (
    "markdown", "markdown_strict", "markdown_phpextra", "markdown_mmd", "markdown_github", "gfm",
    "commonmark", "commonmark_x",
)  # fmt: skip
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "inches": 25.4, '"': 25.4, "″": 25.4, "pt": 25.4 / 72}
_SMALLEST, _LARGEST = 50.0, 1000.0
_LENGTHS = re.compile(r"([\d.]+)\s*([a-z\"″]*?)\s*(?:[x×]|\s)\s*([\d.]+)\s*([a-z\"″]*)")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:(?:[Tt]|\s+)(\d{1,2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?)?"
)


def kind(value: Any) -> str:
    """What a value is, in words of the author's."""
    if isinstance(value, PlainScalar):
        return f"the {value.kind} {value.text}"
    names = (("a list", list), ("a mapping", dict), ("text", str))
    return next((name for name, type_ in names if isinstance(value, type_)), "empty")


def text(value: Any) -> str:
    """Text, or a number as it is written."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, PlainScalar) and value.kind == "number":
        return value.text
    if isinstance(value, PlainScalar):
        raise ValueProblem(TYPE, f"must be text, not {kind(value)}", f'put it in quotes: "{value.text}"')
    raise ValueProblem(TYPE, "must not be empty" if value is None else f"must be text, not {kind(value)}")


def word(value: Any) -> str:
    """A word that YAML may take for a truth value (`lang: no`, `off`), as it is written."""
    return value.text if isinstance(value, PlainScalar) else text(value)


def flag(value: Any) -> bool:
    """A truth value."""
    if isinstance(value, PlainScalar) and value.kind == "truth value":
        return value.text.lower() in ("true", "yes", "on")
    raise ValueProblem(TYPE, f"must be true or false, not {kind(value)}")


def amount(value: Any) -> float:
    """A number greater than nothing."""
    if not isinstance(value, PlainScalar) or value.kind != "number":
        raise ValueProblem(TYPE, f"must be a number, not {kind(value)}")
    try:
        number = float(value.text.replace("_", ""))
    except ValueError:
        number = -1.0
    if not 0 < number < 1e9:
        raise ValueProblem(VALUE, f"must be greater than 0 and less than 1,000,000,000, not {value.text}")
    return number


def level(value: Any) -> int:
    """How many levels of headings."""
    if not isinstance(value, PlainScalar) or value.kind != "number":
        raise ValueProblem(TYPE, f"must be a number from 0 to {DEEPEST}, not {kind(value)}")
    if not re.fullmatch(f"[0-{DEEPEST}]", value.text):
        raise ValueProblem(VALUE, f"must be a whole number from 0 to {DEEPEST}, not {value.text}")
    return int(value.text)


def listed(value: Any) -> list[Any]:
    """A list, or one thing that stands for a list of one."""
    return value if isinstance(value, list) else [value]


def comma_listed(value: Any) -> list[Any]:
    """A list, or text with commas in it."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return listed(value)


def mapping(value: Any) -> dict[str, Any]:
    """A mapping; nothing at all is an empty one."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise ValueProblem(TYPE, f"must be a mapping of keys to values, not {kind(value)}")


def person(value: Any) -> dict[str, Any]:
    """A contributor, given as name alone or as mapping."""
    if not isinstance(value, dict):
        return {"name": text(value)}
    if "name" not in value and "text" not in value:  # `text` is Pandoc's, for EPUB
        raise ValueProblem(TYPE, "must have a name", "write name: and, where it is not the author, role:")
    return {"name": value.get("text"), **value}


def role(value: Any) -> str:
    """A role as MARC relator code."""
    return roles.code(word(value))


def lang(value: Any) -> str:
    """The tag of a language."""
    return languages.tag(word(value))


def identifier(value: Any) -> str:
    """An identifier, given as text or as Pandoc's mapping of scheme and text; the first of several."""
    if isinstance(value, list) and value:
        return identifier(value[0])
    if not isinstance(value, dict):
        return text(value)
    if "text" not in value:
        raise ValueProblem(TYPE, "must have a text", "write scheme: and text:")
    number, scheme = text(value["text"]), word(value.get("scheme") or "").upper()
    for name, prefix in (("ISBN", "urn:isbn:"), ("DOI", "doi:"), ("UUID", "urn:uuid:")):
        if scheme.startswith(name) and not re.match(r"[A-Za-z]+:", number):
            return prefix + number
    return number


def moment(value: Any) -> date | datetime | str:
    """A date, a date with a time, or other text as it is."""
    written = text(value)
    found = _MOMENT.fullmatch(written)
    if found is None:
        return written
    day, clock, seconds, fraction, zone = found.groups()
    try:
        if clock is None:
            return date.fromisoformat(day)
        micro = (fraction or "0")[:6].ljust(6, "0")
        stamp = f"{day}T{clock.zfill(5)}:{seconds or '00'}.{micro}"
        return datetime.fromisoformat(stamp).replace(tzinfo=_zone(zone))
    except ValueError:
        raise ValueProblem(VALUE, f"is '{written}', and there is no such day or time") from None


def page_size(value: Any) -> tuple[float, float]:
    """Width and height in millimetres, of a name or of two lengths."""
    written = " ".join(text(value).casefold().split())
    for name, size in PAGE_SIZES.items():
        if written == name.casefold():
            return size
    bare = re.sub(r"\s*(in|inch|inches)$", "", written.replace("×", "x")).replace(" ", "")
    if bare in PAGE_SIZES:
        return PAGE_SIZES[bare]
    found = _LENGTHS.fullmatch(written)
    if found is None:
        otherwise = f"write {', '.join(PAGE_SIZES)}, or a width and a height such as 170mm 240mm"
        hint = did_you_mean(written, PAGE_SIZES, otherwise) if re.search("[a-z]", written) else otherwise
        raise ValueProblem(VALUE, f"is '{text(value)}', which is no size that octavo knows", hint)
    width, width_unit, height, height_unit = found.groups()
    return _length(width, width_unit or height_unit), _length(height, height_unit or width_unit)


def output_format(value: Any) -> str:
    """One output format."""
    return choice(value, FORMATS)


def formats(wanted: list[str]) -> list[str]:
    """Output formats, in the order of the catalogue, none of them twice."""
    if not wanted:
        raise ValueProblem(VALUE, "names no format", f"name one or more of {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in wanted]


def print_links(value: Any) -> str:
    """How addresses are shown on paper."""
    return choice("none" if value is None else value, PRINT_LINKS)


def standard(value: Any) -> str:
    """What a PDF conforms to, by Quarto's name (`a-2b`) or its own (`PDF/A-2b`)."""
    return choice(re.sub("^pdf/?", "", word(value).casefold()), STANDARDS)


def standards(wanted: list[str]) -> list[str]:
    """What a PDF conforms to, in the order of the table, none of them twice."""
    if not wanted:
        raise ValueProblem(VALUE, "names no standard", f"name one or more of {', '.join(STANDARDS)}")
    if against := contradiction(wanted):
        raise ValueProblem(VALUE, *against)
    return [name for name in STANDARDS if name in wanted]


def print_colours(value: Any) -> str:
    """The colours that a print shop asks for."""
    written = word(value).casefold()
    return choice({"gray": "grey", "black": "grey", "bw": "grey"}.get(written, value), PRINT_COLOURS)


def numbered(value: Any) -> str:
    """Which of a kind are numbered."""
    return choice(value, NUMBERED)


def list_of(value: Any) -> str:
    """What a list behind the contents is of."""
    return choice(value, LISTS)


def lists(wanted: list[str]) -> list[str]:
    """The lists behind the contents, in their usual order, none of them twice."""
    return [name for name in LISTS if name in wanted]


def chapters_open(value: Any) -> str:
    """On what page chapters open."""
    return choice(value, CHAPTERS_OPEN)


def wcag(value: Any) -> str:
    """Version and level of the Web Content Accessibility Guidelines."""
    written = " ".join(text(value).upper().replace("WCAG", "").replace("LEVEL", "").replace(",", " ").split())
    if written not in WCAG:
        raise ValueProblem(VALUE, f"is '{text(value)}', which is no level of WCAG", "write, for example, 2.1 AA")
    return written


def url(value: Any) -> str:
    """An address on the web."""
    written = text(value)
    if not re.fullmatch(r"https?://[^\s/]+\S*", written):
        raise ValueProblem(VALUE, f"is '{written}', which is no address on the web", "begin it with https://")
    return written


def chapter_kind(value: Any) -> str:
    """What a chapter is."""
    return choice(value, CHAPTER_KINDS)


def reader(value: Any) -> str:
    """A Pandoc reader of Markdown, with extensions switched on and off (`gfm+footnotes`)."""
    written = text(value)
    found = re.fullmatch(r"([a-z_]+)((?:[+-][a-z_0-9]+)*)", written)
    if found is None:
        raise ValueProblem(
            VALUE, f"is '{written}', which is not a reader of Pandoc's", "write, for example, gfm+footnotes"
        )
    return choice(found[1], READERS) + found[2]


def tool(value: Any) -> str:
    """A tool that books are made for."""
    return choice(value, TOOLS)


def severity(value: Any) -> Severity | None:
    """How seriously a rule is to be taken; None is off."""
    chosen = choice(value, (*Severity, "off"))
    return None if chosen == "off" else Severity(chosen)


def choice(value: Any, choices: Sequence[str]) -> str:
    """One of several words, in any case."""
    written = word(value)
    if written.casefold() in choices:
        return written.casefold()
    wanted = f"{', '.join(choices[:-1])} or {choices[-1]}"
    raise ValueProblem(VALUE, f"is '{written}', not {wanted}", did_you_mean(written, choices))


def _zone(text: str | None) -> timezone | None:
    if text is None or text in "Zz":
        return UTC if text else None
    hours, minutes = re.fullmatch(r"(\d{1,2}?):?(\d{2})?", text[1:]).groups()  # type: ignore[union-attr]
    span = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-span if text[0] == "-" else span)


def _length(number: str, unit: str) -> float:
    if unit not in _MILLIMETRES:
        raise ValueProblem(
            VALUE, f"has a length without a unit: {number}" if not unit else f"has no unit '{unit}'", _UNITS
        )
    try:
        length = float(number) * _MILLIMETRES[unit]
    except ValueError:
        raise ValueProblem(VALUE, f"has a length that is no number: {number}") from None
    if not _SMALLEST <= length <= _LARGEST:
        raise ValueProblem(VALUE, f"has a side of {length:g} mm; a page is from 50 to 1000 mm wide and high")
    return round(length, 3)


_UNITS = "write mm, cm, in or pt behind the number, as in 170mm 240mm"
