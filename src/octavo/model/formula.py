"""The plain text of a formula: what stands for it where there is no MathML, such as bookmarks and metadata."""

from __future__ import annotations

import re
import unicodedata

from octavo.model.html_elements import Element

_BELOW = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
_ABOVE = dict(
    zip("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)
)
"""Sub- and superscripts, as far as octavo's fonts have them."""
_RAISED = {each: each for each in "′″‴⁗*†‡°"} | {"∘": "°", "∗": "*", "⋆": "*", "'": "′"}
"""Signs that are as high without being a superscript."""
_COMBINING = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "_": "\u0332",
    "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "ˇ": "\u030c", "´": "\u0301", "`": "\u0300",
    "→": "\u20d7", "\u0305": "\u0304",
    **{each: each for each in "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u0332\u20d7"},
}  # fmt: skip
"""Accents over a letter; also in the form that `shape` gives them."""
_BRACES = frozenset("⏞⏟⎴⎵⏜⏝{}")
_RELATIONS = frozenset("=<>≠≤≥≪≫≈≅≃≡∼≔≕∝∈∉∋⊂⊃⊆⊇⊊⊋∣⊥⊢⊨→←↔⇒⇐⇔↦⟶⟵⟷⟹⟸⟺⟼↪↠≺≻≼≽⊲⊳:∧∨∪∩⊎⊕⊗⊖∖×·⋅∘⋆∗±∓÷∔")
_SIGNS = frozenset("+-−")
_CLOSE = ",;"
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b\ufe00\ufe0e"))
_PLAIN_ALPHABETS = re.compile("[\U0001d400-\U0001d7ff]")
_MEANT = re.compile("DOUBLE-STRUCK|FRAKTUR|SCRIPT")
_SPACE = re.compile(r"([\d.]+)\s*em")
_ATOM = re.compile(r"[^\W_]+[′″]*")
_SCRIPTED = ("msub", "msup", "msubsup", "munder", "mover", "munderover")


def plain_formula(formula: Element) -> str:
    """Return a formula in MathML as one line of Unicode text: `ℤₚ`, `x² + 1`, `(a + b)/2`, `√2`.

    What has no character of its own is written as in a letter: `x_max`, `2^(n+α)`. Nothing is left out.
    """
    return " ".join(_read(formula).split())


def _read(element: Element) -> str:
    reader = _READERS.get(_name(element))
    return reader(element) if reader is not None else _read_row(element)


def _children(element: Element) -> list[Element]:
    return list(element)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _read_row(element: Element) -> str:
    """Return what is in a row, with spaces around the signs and the names that have some."""
    shown, before, written = "", None, ""
    for child in _children(element):
        text = _read(child)
        if not text:
            continue
        operator = text if _name(_core(child)) == "mo" and len(text) == 1 else ""
        is_infix = before is not None and not (_is_operator(before) and shown[-1:] not in ")]}|!′")
        if operator in _RELATIONS or (operator in _SIGNS and is_infix):
            shown = f"{shown.rstrip()} {text} " if shown else f"{text} "
        elif operator and operator in _CLOSE:
            shown += f"{text} "
        else:
            meet = shown[-1:].isalnum() and text[:1].isalnum()
            spaced = before is not None and (_ends_word(before, written) or _is_name(child))
            shown += (" " if meet and spaced else "") + text
        before, written = child, text
    return shown if shown.strip() else ""


def _is_operator(element: Element) -> bool:
    return _name(_core(element)) == "mo"


def _is_name(element: Element) -> bool:
    """Tell whether an element is a name such as `sin`, with or without scripts."""
    core = _core(element)
    inside = _children(core)
    if _name(core) in _SCRIPTED and inside:
        return _is_name(inside[0])
    return _name(core) == "mi" and len(_read(core)) > 1


def _ends_word(element: Element, written: str) -> bool:
    """Tell whether letters behind an element would be read as a part of it."""
    return _is_name(element) or _name(_core(element)) == "mfrac" or "_" in written or "^" in written


def _core(element: Element) -> Element:
    """Return what an element is about where it only holds one other."""
    inside = [child for child in _children(element) if _name(child) != "mo" or _read(child)]
    return _core(inside[0]) if len(inside) == 1 and _name(element) in ("mrow", "mstyle") else element


def _read_token(element: Element) -> str:
    text = "".join(map(str, element.itertext())).translate(_INVISIBLE)
    if _name(element) != "mtext":
        text = text.strip()
    return _PLAIN_ALPHABETS.sub(_fold, text)


def _fold(found: re.Match[str]) -> str:
    """Return a letter without its weight or slope; a double-struck, script or black letter is another letter."""
    return found[0] if _MEANT.search(unicodedata.name(found[0], "")) else unicodedata.normalize("NFKC", found[0])


def _read_space(element: Element) -> str:
    width = _SPACE.match(element.get("width", ""))
    return " " if width and float(width[1]) >= 0.2 else ""


def _read_fraction(element: Element) -> str:
    above, below = (_read(each).strip() for each in _two(element))
    if element.get("linethickness") in ("0", "0pt", "0px"):
        return f"{above} ¦ {below}"
    return f"{_enclose(above)}/{_enclose(below)}"


def _two(element: Element) -> list[Element]:
    inside = _children(element)
    return [*inside, *[element.makeelement("mrow", {})] * 2][:2]


def _enclose(text: str) -> str:
    """Return a text with parentheses around it, unless it is one letter, name or number."""
    return text if _ATOM.fullmatch(text) or len(text) <= 1 or _is_enclosed(text) else f"({text})"


def _is_enclosed(text: str) -> bool:
    """Tell whether a text is in one pair of parentheses."""
    if text[:1] != "(" or text[-1:] != ")":
        return False
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(text) - 1
    return False


def _read_root(element: Element) -> str:
    inside = _children(element)
    if _name(element) == "mroot" and len(inside) == 2:
        degree = _read(inside[1]).strip()
        return f"{_script(degree, _ABOVE, '')}√{_enclose(_read(inside[0]).strip())}"
    return f"√{_enclose(_read_row(element).strip())}"


def _script(text: str, letters: dict[str, str], mark: str) -> str:
    """Return a subscript or a superscript, in characters of its own where there are some for all of it."""
    bare = text.replace(" ", "")
    if not bare:
        return ""
    if letters is _ABOVE and all(each in _RAISED for each in bare):
        return "".join(_RAISED[each] for each in bare)
    if all(each in letters for each in bare):
        return "".join(letters[each] for each in bare)
    return f"{mark}{_enclose(text)}"


def _read_scripts(element: Element) -> str:
    """Read sub- and superscripts, and what is below and above."""
    name, inside = _name(element), [_read(each).strip() for each in _children(element)]
    base, scripts = inside[0] if inside else "", inside[1:]
    if name in ("mover", "munder") and len(scripts) == 1 and (accented := _accent(base, scripts[0])) is not None:
        return accented
    below = scripts[0] if scripts and name not in ("msup", "mover") else ""
    above = scripts[-1] if len(scripts) == 2 or name in ("msup", "mover") else ""
    if not base:
        return _script(below, _BELOW, "_") + _script(above, _ABOVE, "^")
    held = _enclose(base) if " " in base else base
    is_large = len(base) == 1 and unicodedata.category(base) == "Sm" and base not in _SIGNS
    spaced = " " if is_large or (name.startswith("munder") and _is_name(element)) else ""
    return held + _script(below, _BELOW, "_") + _script(above, _ABOVE, "^") + spaced


def _accent(base: str, sign: str) -> str | None:
    """Return a base with a sign over it or under it that is an accent or a brace; None for any other sign."""
    if sign in _BRACES:
        return base
    if sign not in _COMBINING:
        return None
    return unicodedata.normalize("NFC", "".join(each + _COMBINING[sign] for each in base if each != " "))


def _read_pre_scripts(element: Element) -> str:
    """Read `mmultiscripts`: the base, the scripts behind it, and those before it."""
    parts: list[list[str]] = [[], []]
    behind = 0
    inside = _children(element)
    for child in inside[1:]:
        if _name(child) == "mprescripts":
            behind = 1
        else:
            parts[behind].append("" if _name(child) == "none" else _read(child).strip())
    after, before = ("".join(_either_script(text, row % 2 == 1) for row, text in enumerate(each)) for each in parts)
    return before + (_read(inside[0]) if inside else "") + after


def _either_script(text: str, is_above: bool) -> str:
    return _script(text, _ABOVE, "^") if is_above else _script(text, _BELOW, "_")


def _read_table(element: Element) -> str:
    """Read rows with `;` between them; cells with a comma, unless they are parts of one line."""
    rows = []
    for row in _children(element):
        cells = [_read(each).strip() for each in _children(row)]
        aligned = any("padding" in each.get("style", "") for each in _children(row))
        rows.append((" " if aligned else ", ").join(each for each in cells if each))
    return "; ".join(filter(None, rows))


def _read_fenced(element: Element) -> str:
    separator = element.get("separators", ",")[:1]
    inside = f"{separator} ".join(_read(each).strip() for each in _children(element))
    return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"


def _read_first(element: Element) -> str:
    inside = _children(element)
    return _read(inside[0]) if inside else ""


_READERS = {
    **dict.fromkeys(("mi", "mn", "mo", "mtext", "ms"), _read_token),
    **dict.fromkeys(_SCRIPTED, _read_scripts),
    **dict.fromkeys(("msqrt", "mroot"), _read_root),
    **dict.fromkeys(("annotation", "annotation-xml", "mphantom"), lambda _: ""),
    "mspace": _read_space,
    "mfrac": _read_fraction,
    "mmultiscripts": _read_pre_scripts,
    "mtable": _read_table,
    "mfenced": _read_fenced,
    "semantics": _read_first,
}
"""How each element of MathML Core, and of the older MathML that Pandoc writes, is read; others are rows."""
