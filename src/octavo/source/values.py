"""The values of keys, from what YAML gives to what the model holds: one parser a type. They raise `ValueProblem`."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from octavo.model.diagnostic import Severity
from octavo.model.formats import FORMATS
from octavo.model.identifiers import EDITIONS, Identifier
from octavo.model.keys import Key, Shape, ValueType
from octavo.model.settings import OTHER_PAGE_SIZES, PAGE_SIZES
from octavo.model.standard import STANDARDS, contradiction
from octavo.source import language_tags, layouts, roles
from octavo.source.tree import PlainScalar
from octavo.source.value_problem import TYPE, VALUE, ValueProblem
from octavo.tools.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

WCAG = tuple(f"{version} {level}" for version in ("2.0", "2.1", "2.2") for level in ("A", "AA", "AAA"))
DEEPEST = 6
READERS = (
    "markdown", "markdown_strict", "markdown_phpextra", "markdown_mmd", "markdown_github", "gfm",
    "commonmark", "commonmark_x",
)  # fmt: skip
_MILLIMETRES = {"mm": 1.0, "cm": 10.0, "in": 25.4, "inch": 25.4, "inches": 25.4, '"': 25.4, "″": 25.4, "pt": 25.4 / 72}
_SMALLEST, _LARGEST = 50.0, 1000.0
_INCHES_BELOW = 20.0
_NUMBER = r"(\d+(?:\.\d+)?|\.\d+)"
_LENGTHS = re.compile(rf"{_NUMBER}\s*([a-z\"″]*?)\s*(?:x|by|\s)\s*{_NUMBER}\s*([a-z\"″]*)")
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:(?:[Tt]|\s+)(\d{1,2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|z|[+-]\d{1,2}(?::?\d{2})?)?)?"
)


_NO_SYNONYMS: Mapping[str, str] = MappingProxyType({})


def kind(value: Any) -> str:
    """Return what a value is, in the author's words."""
    if isinstance(value, PlainScalar):
        return f"the {value.kind} {value.text}"
    names = (("a list", list), ("a mapping", dict), ("text", str))
    return next((name for name, type_ in names if isinstance(value, type_)), "empty")


def text(value: Any) -> str:
    """Return text, or a number as the author wrote it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, PlainScalar) and value.kind == "number":
        return value.text
    if isinstance(value, PlainScalar):
        raise ValueProblem(TYPE, f"must be text, not {kind(value)}", f'put it in quotes: "{value.text}"')
    raise ValueProblem(TYPE, "must not be empty" if value is None else f"must be text, not {kind(value)}")


def word(value: Any) -> str:
    """Return a word as the author wrote it, even if YAML takes it for a truth value (`lang: no`, `off`)."""
    return value.text if isinstance(value, PlainScalar) else text(value)


def flag(value: Any) -> bool:
    """Return a truth value."""
    if isinstance(value, PlainScalar) and value.kind == "truth value":
        return value.text.lower() in ("true", "yes", "on")
    raise ValueProblem(TYPE, f"must be true or false, not {kind(value)}")


def amount(value: Any) -> float:
    """Return a number greater than 0."""
    if not isinstance(value, PlainScalar) or value.kind != "number":
        raise ValueProblem(TYPE, f"must be a number, not {kind(value)}")
    try:
        number = float(value.text.replace("_", ""))
    except ValueError:
        number = -1.0
    if not 0 < number < 1e9:
        raise ValueProblem(VALUE, f"must be greater than 0 and less than 1,000,000,000, not {value.text}")
    return number


def count(value: Any) -> int:
    """Return a whole number from 0 to 999."""
    if not isinstance(value, PlainScalar) or not re.fullmatch("[0-9]{1,3}", value.text):
        raise ValueProblem(TYPE, f"must be a whole number from 0 to 999, not {kind(value)}")
    return int(value.text)


def level(value: Any) -> int:
    """Return a number of levels of headings, from 0 to `DEEPEST`."""
    if not isinstance(value, PlainScalar) or value.kind != "number":
        raise ValueProblem(TYPE, f"must be a number from 0 to {DEEPEST}, not {kind(value)}")
    if not re.fullmatch(f"[0-{DEEPEST}]", value.text):
        raise ValueProblem(VALUE, f"must be a whole number from 0 to {DEEPEST}, not {value.text}")
    return int(value.text)


def listed(value: Any) -> list[Any]:
    """Return a list, or a list with the only value."""
    return value if isinstance(value, list) else [value]


def comma_listed(value: Any) -> list[Any]:
    """Return a list, or the parts of a text between its commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return listed(value)


def mapping(value: Any, hint: str = "") -> dict[str, Any]:
    """Return a mapping; an empty value is an empty mapping. `hint` is what to do about another value."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise ValueProblem(TYPE, f"must be a mapping of keys to values, not {kind(value)}", hint)


def person(value: Any) -> dict[str, Any]:
    """Return a contributor as a mapping, also if only the name is given."""
    if not isinstance(value, dict):
        return {"name": text(value)}
    name = _name(value)
    if name is None:
        raise ValueProblem(TYPE, "must have a name", "write name: and, for anyone but an author, role:")
    return {**value, "name": name}


def _by_role(value: Mapping[str, Any]) -> list[Any]:
    """Return the people of a mapping of roles to names, each as a mapping; nothing where it has other keys."""
    if not value or any(name in _OF_A_PERSON for name in value):
        return []
    return [
        {"role": name, **(each if isinstance(each, dict) else {"name": each})}
        for name, given in value.items()
        for each in listed(given)
    ]


NAME_PARTS = (
    "given", "given-names", "first", "firstname", "dropping-particle", "non-dropping-particle", "family", "surname",
    "last", "lastname", "suffix",
)  # fmt: skip
"""Keys of the parts of a name in Quarto, JATS and CSL, in the order in which they are read."""
_OF_A_PERSON = frozenset({"name", "text", "literal", "role", "file-as", "label", *NAME_PARTS})


def _name(value: Mapping[str, Any]) -> Any:
    """Return the name in a mapping, which other tools also keep in parts, or None."""
    for key in ("name", "text", "literal"):  # `text` is Pandoc's, for EPUB
        if isinstance(found := value.get(key), dict):
            return _name(found)
        if key in value:
            return found
    return " ".join(text(value[key]) for key in NAME_PARTS if value.get(key) is not None) or None


def role(value: Any) -> str:
    """Return a role as MARC relator code."""
    return roles.code(word(value))


def lang(value: Any) -> str:
    """Return a language tag."""
    return language_tags.tag(word(value))


def identifiers(value: Any) -> tuple[Identifier, ...]:
    """Return identifiers: one or more, as text or as Pandoc's mapping of scheme and text, or a mapping of editions."""
    found: list[Identifier] = []
    for each in listed(value):
        if isinstance(each, dict) and "text" not in each:
            found += (of_edition for name, given in each.items() for of_edition in _of_edition(name, given))
        else:
            found.append(Identifier(_identifier(each)))
    numbers = [each.text for each in found if each.isbn and not each.edition]
    if len(numbers) > 1:
        hint = f"say which is whose: identifier: {{print: {numbers[0]}, epub: {numbers[1]}}}"
        raise ValueProblem(VALUE, "has more than one ISBN, but an ISBN belongs to one edition", hint)
    return tuple(found)


_EDITION_WORDS = {
    "paper": "print", "softcover": "paperback", "softback": "paperback", "hardback": "hardcover", "ebook": "epub",
    "web": "html", "site": "html",
}  # fmt: skip
_SCHEMES = ("isbn", "doi", "uuid", "issn", "url", "uri", "urn")


def _of_edition(name: str, value: Any) -> Iterator[Identifier]:
    """Yield the identifiers of an edition; where the name is that of a scheme, they are for all editions."""
    written = name.casefold().replace("_", "-").removesuffix("-edition")
    edition = _EDITION_WORDS.get(written, written)
    if edition not in EDITIONS and written not in _SCHEMES:
        known = f"the editions are {', '.join(EDITIONS)}"
        meant = did_you_mean(written, (*EDITIONS, *_EDITION_WORDS), known)
        raise ValueProblem(VALUE, f"has '{name}', which is not an edition", meant)
    for each in listed(value):
        if edition in EDITIONS:
            yield Identifier(_identifier(each), edition)
        else:
            yield Identifier(_identifier({"scheme": written, "text": each}))


def _identifier(value: Any) -> str:
    if not isinstance(value, dict):
        return text(value)
    if "text" not in value:
        raise ValueProblem(TYPE, "must have a text", "write scheme: and text:")
    number, scheme = text(value["text"]), word(value.get("scheme") or "").upper()
    for name, prefix in (("ISBN", "urn:isbn:"), ("DOI", "doi:"), ("UUID", "urn:uuid:")):
        if scheme.startswith(name) and not re.match(r"[A-Za-z]+:", number):
            return prefix + number
    return number


def references(value: Any) -> str | None:
    """Return entries of a bibliography as CSL JSON; None if the list has another meaning, as some tools have for it."""
    entries = listed(value)
    if not any(isinstance(each, dict) and "id" in each for each in entries):
        return None
    for each in entries:
        if not isinstance(each, dict) or "id" not in each:
            raise ValueProblem(TYPE, "must be a list of entries, each with an id", "write - id: and title:, author: …")
    return json.dumps(_plain_data(entries), ensure_ascii=False)


def _plain_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain_data(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain_data(each) for each in value]
    return value.text if isinstance(value, PlainScalar) else value


def moment(value: Any) -> date | datetime | str:
    """Return a date, a date with a time, or other text as it is."""
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
        raise ValueProblem(VALUE, f"is '{written}', a day or time that does not exist") from None


def page_size(value: Any) -> tuple[float, float]:
    """Return width and height in millimetres, from a name or from two lengths."""
    written = " ".join(text(each) for each in value) if isinstance(value, list) else text(value)
    plain = re.sub(r"(?<=\d),(?=\d)", ".", " ".join(written.casefold().replace("×", "x").split()))
    name, _, turn = re.sub(r"^us[- ]", "", plain).partition(" ")
    names = {each.casefold(): size for each, size in (OTHER_PAGE_SIZES | PAGE_SIZES).items()}
    if name in names and turn in ("", "portrait", "landscape"):
        return names[name][::-1] if turn == "landscape" else names[name]
    found = _LENGTHS.fullmatch(plain)
    if found is None:
        usual = f"write {', '.join(PAGE_SIZES)}, or a width and a height such as 5.5x8.5 (inches) or 170mm 240mm"
        hint = did_you_mean(plain, names, usual) if re.search("[a-z]", plain) else usual
        raise ValueProblem(VALUE, f"is '{written}', which is not a known page size", hint)
    width, width_unit, height, height_unit = found.groups()
    if not width_unit and not height_unit and _is_inches(width) and _is_inches(height):
        width_unit = "in"
    unit = width_unit or height_unit
    if not unit:
        hint = f"add the unit: {width}mm {height}mm, or cm, in or pt; without one, numbers below 20 are inches"
        raise ValueProblem(VALUE, f"is '{written}': in what unit?", hint)
    return _length(width, unit), _length(height, height_unit or unit)


def _is_inches(number: str) -> bool:
    """Return whether a length without a unit is in inches: no page is so small in another unit."""
    return bool(re.fullmatch(r"\d+(\.\d+)?", number)) and float(number) < _INCHES_BELOW


def standard(value: Any) -> str:
    """Return a standard of PDF, given by Quarto's name (`a-2b`) or its own (`PDF/A-2b`)."""
    return choice(re.sub("^pdf/?", "", word(value).casefold()), STANDARDS)


def wcag(value: Any) -> str:
    """Return a version and level of the Web Content Accessibility Guidelines."""
    written = " ".join(text(value).upper().replace("WCAG", "").replace("LEVEL", "").replace(",", " ").split())
    if written not in WCAG:
        raise ValueProblem(VALUE, f"is '{text(value)}', which is not a level of WCAG", "write, for example, 2.1 AA")
    return written


def url(value: Any) -> str:
    """Return a URL of the web."""
    written = text(value)
    if not re.fullmatch(r"https?://[^\s/]+\S*", written):
        raise ValueProblem(VALUE, f"is '{written}', which is not a URL", "begin it with https://")
    return written


def reader(value: Any) -> str:
    """Return one of Pandoc's readers of Markdown, with extensions switched on and off (`gfm+footnotes`)."""
    written = text(value)
    found = re.fullmatch(r"([a-z_]+)((?:[+-][a-z_0-9]+)*)", written)
    if found is None:
        raise ValueProblem(
            VALUE, f"is '{written}', which is not one of Pandoc's readers", "write, for example, gfm+footnotes"
        )
    return choice(found[1], READERS) + found[2]


def severity(value: Any) -> Severity | None:
    """Return the severity of a rule; None is off."""
    chosen = choice(value, (*Severity, "off"))
    return None if chosen == "off" else Severity(chosen)


def choice(value: Any, choices: Sequence[str], synonyms: Mapping[str, str] = _NO_SYNONYMS) -> str:
    """Return one of several words, in lower case."""
    written = word(value)
    meant = synonyms.get(written.casefold(), written.casefold())
    if meant in choices:
        return meant
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
        raise ValueProblem(VALUE, f"has no unit '{unit}'", _UNITS)
    try:
        length = float(number) * _MILLIMETRES[unit]
    except ValueError:
        raise ValueProblem(VALUE, f"has a length that is not a number: {number}") from None
    if not _SMALLEST <= length <= _LARGEST:
        raise ValueProblem(VALUE, f"has a side of {length:g} mm; a page is from 50 to 1000 mm wide and high")
    return round(length, 3)


_UNITS = "write mm, cm, in or pt after the number, as in 170mm 240mm"


def dialect(value: Any) -> str:
    """Return the dialect of a tool."""
    return choice(value, tuple(layouts.dialects()))


PARSERS: Mapping[ValueType, Callable[[Any], Any]] = {
    ValueType.TEXT: text,
    ValueType.WORD: word,
    ValueType.FLAG: flag,
    ValueType.AMOUNT: amount,
    ValueType.LEVEL: level,
    ValueType.COUNT: count,
    ValueType.LANGUAGE: lang,
    ValueType.ROLE: role,
    ValueType.MOMENT: moment,
    ValueType.IDENTIFIER: identifiers,
    ValueType.REFERENCES: references,
    ValueType.FORMAT: partial(choice, choices=FORMATS),
    ValueType.DIALECT: dialect,
    ValueType.PAGE_SIZE: page_size,
    ValueType.STANDARD: standard,
    ValueType.READER: reader,
    ValueType.URL: url,
    ValueType.WCAG: wcag,
    ValueType.SEVERITY: severity,
}
"""The parser of each type of value but those that depend on the key, `CHOICE` and `PERSON`."""


def parse(key: Key, value: Any) -> Any:
    """Return one value of a key as the model holds it. Raises `ValueProblem`."""
    if key.value is ValueType.CHOICE:
        return choice(value, key.choices, key.synonyms)
    return PARSERS[key.value](value)


def members(key: Key, value: Any) -> list[Any]:
    """Return the members of a list, each yet to be parsed; one value counts as a list of one."""
    if key.value is ValueType.PERSON and isinstance(value, dict) and (known := _by_role(value)):
        return known
    return comma_listed(value) if key.shape is Shape.WORDS else listed(value)


def collect(key: Key, parsed: list[Any]) -> list[Any]:
    """Return the parsed members of a list as the model holds them. Raises `ValueProblem`.

    Members of a fixed set are put in its order, without repetition.
    """
    if key.value is ValueType.PERSON:
        return [each for each in parsed if each["name"]]
    known, name = {
        ValueType.FORMAT: (FORMATS, "format"),
        ValueType.STANDARD: (STANDARDS, "standard"),
        ValueType.CHOICE: (key.choices, ""),
    }.get(key.value, ((), ""))
    if not known:
        return parsed
    if name and not parsed:
        raise ValueProblem(VALUE, f"names no {name}", f"name one or more of {', '.join(known)}")
    if key.value is ValueType.STANDARD and (against := contradiction(parsed)):
        raise ValueProblem(VALUE, *against)
    return [each for each in known if each in parsed]
