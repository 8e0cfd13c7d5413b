"""Drawings for paper: in octavo's fonts, and as pixels where WeasyPrint would draw them wrong.

WeasyPrint keeps lines and letters as what they are, but does not know all of SVG. What it does not know is drawn by
resvg, finer than any press prints, and put into a drawing of the same size.
"""

from __future__ import annotations

import atexit
import base64
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from octavo.model.html_elements import Element
from octavo.press import drawings, fonts
from octavo.press.drawings import SVG, is_element, local
from octavo.press.fonts import Face
from octavo.press.pdf.missing_glyphs import is_invisible
from octavo.press.type_rules import TypeStyle
from octavo.tools import picture

_SIGNS = re.compile(
    rb"<(?:\w+:)?(?:text|style|switch|foreignObject)\b|url\(|style\s*=|blend|paint-order|vector-effect|transform-origin"
)
"""Signs of a drawing that has to be looked at; without them, WeasyPrint draws it right."""
_BOX = "\u25a1"
_FAMILIES = {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}
_MONO = re.compile(r"mono|courier|consol|menlo|code|typewriter|terminal", re.IGNORECASE)
_SANS = re.compile(
    r"sans|arial|helvet|verdana|tahoma|calibri|segoe|roboto|inter|lato|trebuchet|system-ui|ubuntu|futura|avenir|gothic"
    r"|grotesk|poppins|fira|cursive|fantasy|humor|comic|virgil|excalifont", re.IGNORECASE
)  # fmt: skip
_WIDEST, _MOST = 2400.0, 8e6
"""The width in pixels of what is drawn as pixels, and the most of them."""


@dataclass(slots=True)
class PrintDrawing:
    """A drawing for paper."""

    svg: bytes
    styles: dict[TypeStyle, set[str]] = field(default_factory=dict)
    """How its text is set, with the characters of each style: none where the text has become pixels."""
    missing: list[str] = field(default_factory=list)
    """The characters that no font has."""


def prepare(svg: bytes, faces: tuple[Face, ...], lang: str, colours: str) -> PrintDrawing:
    """Prepare a drawing. What is no SVG that can be read stays as it is."""
    if not _SIGNS.search(svg):
        return PrintDrawing(svg)
    try:
        root = drawings.parse(svg)
    except etree.XMLSyntaxError:
        return PrintDrawing(svg)
    drawings.choose_alternatives(root, lang)
    drawings.replace_html(root)
    inline_styles(root)
    made = PrintDrawing(svg)
    _set_text(root, faces, made)
    if is_beyond_weasyprint(root):
        made.svg, made.styles = _draw_as_pixels(root, faces, lang, colours), {}
    else:
        made.svg = etree.tostring(root)
    return made


# Styles

_PRESENTATION = frozenset({
    "alignment-baseline", "baseline-shift", "clip-path", "clip-rule", "color", "cx", "cy", "d", "direction", "display",
    "dominant-baseline", "fill", "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "font",
    "font-family", "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "height", "letter-spacing",
    "marker", "marker-end", "marker-mid", "marker-start", "mask", "mask-type", "mix-blend-mode", "opacity", "overflow",
    "paint-order", "r", "rx", "ry", "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor",
    "text-decoration", "text-transform", "transform", "transform-origin", "vector-effect", "visibility", "white-space",
    "width", "word-spacing", "writing-mode", "x", "y",
})  # fmt: skip
"""Properties that are attributes too: SVG 2, 6.6, and those that CSS has added."""


def inline_styles(root: Element) -> None:
    """Write what style sheets say of each element into its attributes (SVG 2, section 6.6)."""
    rules = list(_rules(root))
    found: dict[Any, list[tuple[Any, str, str]]] = {}
    if rules:
        import cssselect2

        for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            for order, (selector, declarations) in enumerate(rules):
                if selector.test(wrapper):
                    found.setdefault(wrapper.etree_element, []).extend(
                        ((important, selector.specificity, order), name, value)
                        for name, value, important in declarations
                    )
    _apply(root, found, {})
    for sheet in [each for each in root.iter() if local(each) == "style"]:
        sheet.text = ""


def _rules(root: Element) -> Iterator[tuple[Any, list[tuple[str, str, bool]]]]:
    import cssselect2
    import tinycss2

    for sheet in root.iter():
        if local(sheet) != "style":
            continue
        text = "".join(map(str, sheet.itertext()))
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude, {None: None, "svg": SVG})
            except cssselect2.SelectorError:
                continue
            declarations = list(_declarations(rule.content))
            for selector in selectors:
                if selector.pseudo_element is None:
                    yield selector, declarations


def _declarations(content: Any) -> Iterator[tuple[str, str, bool]]:
    import tinycss2

    for each in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if each.type == "declaration":
            name = each.name if each.name.startswith("--") else each.lower_name
            yield name, tinycss2.serialize(each.value).strip(), each.important


_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*(?:\([^()]*\)[^()]*)*))?\)")


def _apply(element: Element, found: dict[Any, list[tuple[Any, str, str]]], variables: dict[str, str]) -> None:
    if not is_element(element):
        return
    own = sorted(found.get(element, ()), key=lambda each: each[0])
    if style := element.attrib.pop("style", ""):
        own += [((False,), name, value) for name, value, important in _declarations(str(style)) if not important]
        own += [((True,), name, value) for name, value, important in _declarations(str(style)) if important]
    own.sort(key=lambda each: bool(each[0][0]))
    custom = {name: value for _, name, value in own if name.startswith("--")}
    variables = variables | custom if custom else variables
    for _, name, value in own:
        if name in _PRESENTATION:
            _set(element, name, _resolve(value, variables))
    for key, value in [(str(key), str(value)) for key, value in element.attrib.items()]:
        if "var(" in value:
            element.set(key, _resolve(value, variables))
    for child in element:
        _apply(child, found, variables)


def _resolve(value: str, variables: dict[str, str]) -> str:
    for _ in range(8):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda found: variables.get(found[1], found[2] or ""), value)
    return value


_SHORTHAND = re.compile(r"(?P<before>.*?)(?P<size>[\d.]+(?:px|pt|em|rem|%))(?:/\S+)?\s+(?P<family>.+)", re.DOTALL)


def _set(element: Element, name: str, value: str) -> None:
    if name == "font":
        if found := _SHORTHAND.fullmatch(value):
            element.set("font-size", found["size"])
            element.set("font-family", found["family"])
            for word in found["before"].split():
                if word in ("italic", "oblique"):
                    element.set("font-style", word)
                elif word in ("bold", "bolder", "lighter") or word.isdigit():
                    element.set("font-weight", word)
    elif name == "marker":
        for which in ("start", "mid", "end"):
            element.set(f"marker-{which}", value)
    elif name == "transform" and value != "none":
        element.set("transform", re.sub(r"(?<=[\d.])(?:px|deg)\b", "", value))
    else:
        element.set(name, value)


# Text

_SHOWS_TEXT = frozenset({"text", "tspan", "textPath", "a", "tref"})


def _set_text(root: Element, faces: tuple[Face, ...], made: PrintDrawing) -> None:
    """Set the text of a drawing in octavo's families, with a box for what none of them has."""
    families = _families(faces)
    covered = frozenset().union(*(fonts.covers(face) for face in faces))

    def walk(element: Element, style: tuple[str, int, bool], in_text: bool) -> None:
        name = local(element)
        if not name or name in ("title", "desc", "metadata", "style", "script"):
            return
        style = _inherit(element, style)
        in_text = in_text or name == "text"
        if name == "text" or ("font-family" in element.attrib and in_text):
            element.set("font-family", families[style[0]][0])
        elif "font-family" in element.attrib:
            del element.attrib["font-family"]
        if in_text and name in _SHOWS_TEXT:
            element.text = _show(element.text, style, families, covered, made)
        for child in element:
            walk(child, style, in_text)
            if in_text and child.tail:
                child.tail = _show(child.tail, style, families, covered, made)

    walk(root, ("serif", 400, False), False)


_WEIGHTS = {"normal": 400, "bold": 700, "bolder": 700, "lighter": 400}


def _inherit(element: Element, style: tuple[str, int, bool]) -> tuple[str, int, bool]:
    kind, weight, italic = style
    if family := element.get("font-family"):
        kind = "mono" if _MONO.search(family) else "sans" if _SANS.search(family) else "serif"
    if given := element.get("font-weight"):
        weight = _WEIGHTS.get(given.strip(), int(given) if given.strip().isdigit() else weight)
    if slope := element.get("font-style"):
        italic = slope.strip() in ("italic", "oblique")
    return kind, weight, italic


def _families(faces: tuple[Face, ...]) -> dict[str, tuple[str, ...]]:
    """Return the families of each kind of type, the one for text first, then those that help out."""
    helpers = tuple(dict.fromkeys(face.family for face in faces if face.helps))
    found: dict[str, tuple[str, ...]] = {}
    for kind in _FAMILIES:
        own = [face.family for face in faces if face.kind == kind and not face.helps and face.weight == 400]
        own.sort(key=lambda family: family.endswith((" Display", " Small")))
        found[kind] = (*own[:1], *helpers)
    first = next((each for each in found.values() if each), ("serif",))
    return {kind: families or first for kind, families in found.items()}


def _show(
    text: str | None, style: tuple[str, int, bool], families: dict[str, tuple[str, ...]], covered: frozenset[int],
    made: PrintDrawing,
) -> str | None:  # fmt: skip
    if not text:
        return text
    kind, weight, italic = style
    shown = "".join(
        letter if letter.isspace() or ord(letter) in covered or is_invisible(letter) else _BOX for letter in text
    )
    made.missing += [each for each, box in zip(text, shown, strict=True) if each != box and each not in made.missing]
    made.styles.setdefault(TypeStyle(families[kind], 700 if weight > 550 else 400, italic), set()).update(shown)
    return shown


# What WeasyPrint does not draw

_UNKNOWN_ELEMENTS = frozenset({"textPath", "tref", "hatch", "mesh"})
_UNKNOWN_PROPERTIES = ("mix-blend-mode", "vector-effect", "transform-origin", "writing-mode", "text-decoration",
                       "baseline-shift", "word-spacing", "text-transform", "font-variant")  # fmt: skip
_NO_EFFECT = frozenset(
    {"", "normal", "none", "auto", "inherit", "initial", "horizontal-tb", "lr-tb", "lr", "0", "baseline"}
)
_URL = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")


def is_beyond_weasyprint(root: Element) -> bool:
    """Tell whether a drawing, its styles inlined, has something that WeasyPrint 70 draws wrong or not at all."""
    named = {each.get("id"): each for each in root.iter() if is_element(each) and each.get("id")}
    for element in root.iter():
        name = local(element)
        if name in _UNKNOWN_ELEMENTS:
            return True
        for key in ("filter", "mask"):
            if (element.get(key) or "none").strip() != "none":
                return True
        if any((element.get(key) or "").strip() not in _NO_EFFECT for key in _UNKNOWN_PROPERTIES):
            return True
        if "stroke" in (element.get("paint-order") or "") or "context-" in (element.get("fill") or ""):
            return True
        clip = (element.get("clip-path") or "none").strip()
        if clip != "none" and not _URL.match(clip):
            return True
        if _URL.match(element.get("stroke") or ""):
            return True
        if found := _URL.match(element.get("fill") or ""):
            if name in _SHOWS_TEXT or any(local(each) in _SHOWS_TEXT for each in element.iter()):
                return True
            if not _is_plain_paint(named.get(found[1])):
                return True
    return False


def _is_plain_paint(paint: Element | None) -> bool:
    """Tell whether WeasyPrint draws a gradient or a pattern right."""
    if paint is None:
        return False
    keys = {str(key).rpartition("}")[2] for key in paint.attrib}
    if local(paint) == "pattern":
        return paint.get("patternUnits") == "userSpaceOnUse" and keys.isdisjoint(
            {"href", "patternTransform", "patternContentUnits", "viewBox"}
        )
    if not keys.isdisjoint({"href", "gradientTransform", "spreadMethod", "fx", "fy", "fr"}):
        return False
    return not any("stop-opacity" in stop.attrib or "rgba" in (stop.get("stop-color") or "") for stop in paint)


def _draw_as_pixels(root: Element, faces: tuple[Face, ...], lang: str, colours: str) -> bytes:
    """Draw with resvg, and return a drawing of the same size that holds the pixels."""
    import resvg_py

    seen = picture.measure_drawing(root)
    width, height = seen
    scale = max(1.0, min(_WIDEST / width, (_MOST / (width * height)) ** 0.5))
    real = _real_names(faces)
    has_text = any(local(each) == "text" for each in root.iter())
    for element in root.iter():
        family = element.get("font-family") if is_element(element) else None
        if family in real:
            element.set("font-family", f"'{real[str(family)]}'")
        if is_element(element) and (blend := element.get("mix-blend-mode")):  # no attribute of its own
            element.set("style", f"mix-blend-mode:{blend}")
    pixels = bytes(
        resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"),
            skip_system_fonts=True,
            font_files=_font_files(faces) if has_text else [],
            languages=[lang],
            width=max(1, round(width * scale)),
            height=max(1, round(height * scale)),
        )
    )
    if colours == "grey":
        pixels = _grey(pixels)
    url = base64.b64encode(pixels).decode("ascii")
    return (
        f'<svg xmlns="{SVG}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
        f'<image width="{width:g}" height="{height:g}" preserveAspectRatio="none" '
        f'href="data:image/png;base64,{url}"/></svg>'
    ).encode()


def _grey(pixels: bytes) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.open(io.BytesIO(pixels)).convert("LA").save(target, "PNG")
    return target.getvalue()


def _real_names(faces: tuple[Face, ...]) -> dict[str, str]:
    return {face.family: _real_name(face) for face in faces}


@cache
def _real_name(face: Face) -> str:
    """Return the family that a font file itself names."""
    from fontTools.ttLib import TTFont

    with TTFont(io.BytesIO(fonts.whole(face)), lazy=True) as font:
        return str(font["name"].getBestFamilyName())


_FOLDERS: list[str] = []


def _font_files(faces: tuple[Face, ...]) -> list[str]:
    """Return files of the faces for text: resvg reads no others, and no variable ones."""
    used = [face for face in faces if not face.family.endswith((" Display", " Caption", " Marks"))]
    return [_font_file(face) for face in used]


@cache
def _font_file(face: Face) -> str:
    if not _FOLDERS:
        _FOLDERS.append(tempfile.mkdtemp(prefix="octavo-fonts-"))
    file = Path(_FOLDERS[0]) / f"{face.name}.ttf"
    file.write_bytes(fonts.static_face(face))
    return str(file)


def _clean_up() -> None:
    _font_file.cache_clear()
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


atexit.register(_clean_up)
