"""The author's own fonts: the faces that an `@font-face` rule describes (CSS Fonts 4, section 4)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from octavo.press import cssom, fonts
from octavo.press.cssom import CssRule, Declaration, Tokens
from octavo.press.fonts import Face
from octavo.tools import sandbox

_FORMATS = frozenset({"woff2", "woff", "truetype", "opentype", "collection"})
"""The formats that can be read; with `-variations` too."""
_NAMED = {"normal": 400.0, "bold": 700.0}


@dataclass(frozen=True, slots=True)
class FontProblem:
    """Why a rule describes no font; `line` is 0 where the rule as a whole is meant."""

    rule: str
    message: str
    hint: str
    line: int = 0


def weights(rules: Sequence[CssRule | Declaration]) -> frozenset[int]:
    """Return the weights that rules ask for, with the two of every text."""
    found = {400, 700}
    for each in rules:
        if isinstance(each, CssRule):
            found |= weights(each.content or ()) if each.keyword != "font-face" else set()
        elif each.name in ("font-weight", "font"):
            found |= {int(token.value) for token in each.value if token.type == "number" and 1 < token.value <= 1000}
    return frozenset(found)


def faces(rule: CssRule, root: Path, base: str, wanted: frozenset[int]) -> tuple[Face, ...] | FontProblem:
    """Return the faces of an `@font-face` rule in a sheet in the folder `base`: of a variable font one for each weight.

    `wanted` are the weights that are asked for.
    """
    said = {each.name.lower(): each for each in rule.content or () if isinstance(each, Declaration)}
    if "font-family" not in said or "src" not in said:
        hint = 'write: @font-face { font-family: "Name"; src: url("font.woff2") }'
        return FontProblem("css.font-file", "this @font-face has no font-family or no src", hint)
    found = _source(said["src"], root, base)
    if isinstance(found, FontProblem):
        return found
    name, source, data = found
    digest = hashlib.sha256(data).hexdigest()[:16]
    style = cssom.text(said["font-style"].value).split()[0].lower() if "font-style" in said else "normal"
    style = "italic" if style in ("italic", "oblique") else "normal"
    first, last = _range(said["font-weight"].value if "font-weight" in said else ())
    only = code_points(cssom.text(said["unicode-range"].value)) if "unicode-range" in said else None
    scale = _percentage(said.get("size-adjust"))
    settings = dict(_settings(said.get("font-variation-settings")))
    try:
        axes = _axes(data)
        made = []
        for weight in sorted({each for each in wanted if first <= each <= last} or {int(min(max(400, first), last))}):
            at = {tag: value for tag, value in {"wght": float(weight), **settings}.items() if tag in axes}
            at = {tag: min(max(value, axes[tag][0]), axes[tag][1]) for tag, value in at.items()}
            made.append(Face(family(rule), weight, style, digest, tuple(sorted(at.items())), only, scale, source))
        is_sound = bool(fonts.covers(made[0])) and fonts.is_printable(made[0])
    except (ValueError, OSError, RuntimeError, KeyError) as wrong:
        return _unreadable(name, str(wrong), said["src"])
    return (
        tuple(made)
        if is_sound
        else _unreadable(name, "it has no characters, or outlines of a kind that print cannot embed", said["src"])
    )


def family(rule: CssRule) -> str:
    """Return the family that an `@font-face` rule describes; empty where it names none."""
    said = (each for each in rule.content or () if isinstance(each, Declaration) and each.name.lower() == "font-family")
    return " ".join(str(token.value) for each in said for token in each.value if token.type in ("string", "ident"))


def _unreadable(name: str, why: str, declared: Declaration) -> FontProblem:
    message = f"'{name}' cannot be read as a font: {why}"
    return FontProblem("css.font-file", message, "use a sound WOFF2, WOFF, TTF or OTF file", _line(declared))


def _source(declared: Declaration, root: Path, base: str) -> tuple[str, Path | bytes, bytes] | FontProblem:
    """Return the first of several sources that can be used: its name, the file or the bytes, and the bytes."""
    problem = None
    for url, kind in _sources(declared.value):
        if kind and kind.removesuffix("-variations") not in _FORMATS:
            continue
        if url.startswith("data:"):
            data = _decode(url)
            if data is not None:
                return "data: URL", data, data
            continue
        fetched = sandbox.fetch(root, url, fonts.LIMIT, base)
        if isinstance(fetched, sandbox.LocalFile):
            try:
                return url, fetched.path, fonts.read_source(fetched.path)
            except OSError as wrong:
                problem = problem or FontProblem("css.font-file", f"'{url}' cannot be read: {wrong}", "check the file")
        else:
            problem = problem or FontProblem(*missing(url, fetched))
    if problem is None:
        message = "this @font-face names no file that can be used, and octavo uses no font of your machine"
        hint = 'save the font as WOFF2, TTF or OTF in the folder, and write: src: url("font.woff2")'
        problem = FontProblem("css.font-file", message, hint)
    return FontProblem(problem.rule, problem.message, problem.hint, _line(declared))


def _sources(value: Tokens) -> Iterator[tuple[str, str]]:
    """Yield the URLs of a `src`, each with its format where that is named; `local()` is left out."""
    url, kind = "", ""
    for token in (*value, None):
        if token is None or (token.type == "literal" and token.value == ","):
            if url:
                yield url, kind
            url, kind = "", ""
        elif token.type == "function" and token.lower_name == "format":
            kind = next((str(each.value).lower() for each in token.arguments if each.type in ("string", "ident")), "")
        else:
            url = url or cssom.url_of(token)


def missing(url: str, found: sandbox.Fetched) -> tuple[str, str, str]:
    """Return the rule, the message and the hint for a file that a sheet names and that cannot be used."""
    match found:
        case sandbox.MissingFile(_, near):
            hint = f"did you mean '{near}'?" if near else "give its path relative to the style sheet"
            return "css.missing", f"the file '{url}' does not exist", hint
        case sandbox.FileTooBig():
            return "css.too-large", f"'{url}' is too large", "use a smaller file"
        case sandbox.RemoteAddress():
            hint = "save the file in the publication's folder, and name that copy"
            return "css.url", f"'{url}' is not included in the editions", hint
        case sandbox.NotAFile():
            return "css.missing", f"'{url}' is not a file", "name a file"
        case _:
            return "css.outside", f"'{url}' is outside the publication's folder", "copy it into the folder"


def _decode(url: str) -> bytes | None:
    head, _, data = url.partition(",")
    try:
        plain = unquote_to_bytes(data)
        return base64.b64decode(plain, validate=False) if head.lower().endswith(";base64") else plain
    except binascii.Error:
        return None


def code_points(ranges: str) -> frozenset[int]:
    """Return the code points of a `unicode-range`. Raises `ValueError` where it cannot be read."""
    found: set[int] = set()
    for part in ranges.upper().replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        lowest, highest = first.replace("?", "0"), (last or first).replace("?", "F")
        found.update(range(int(lowest, 16), min(int(highest, 16), 0x10FFFF) + 1))
    return frozenset(found)


def _range(value: Tokens) -> tuple[float, float]:
    found = [
        float(token.value) if token.type == "number" else _NAMED.get(token.lower_value, 400.0)
        for token in value
        if token.type in ("number", "ident")
    ]
    return (min(found), max(found)) if found else (400.0, 400.0)


def _percentage(declared: Declaration | None) -> float:
    shown = next((each.value for each in declared.value if each.type == "percentage"), 100) if declared else 100
    return float(shown) / 100 or 1.0


def _settings(declared: Declaration | None) -> Iterator[tuple[str, float]]:
    tag = ""
    for token in declared.value if declared else ():
        if token.type == "string":
            tag = token.value
        elif token.type == "number" and tag:
            yield tag, float(token.value)


def _axes(data: bytes) -> dict[str, tuple[float, float]]:
    """Return the axes of a variable font, each with its range; nothing for another font."""
    import uharfbuzz

    from octavo.press.woff2 import unpack

    face = uharfbuzz.Face(uharfbuzz.Blob(unpack(data)))
    if not face.glyph_count:
        raise ValueError("it has no glyphs")
    return {axis.tag: (axis.min_value, axis.max_value) for axis in face.axis_infos}


def _line(declared: Declaration) -> int:
    return declared.origin.line if declared.origin else 0
