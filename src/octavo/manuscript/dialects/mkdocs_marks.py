"""The marks within a line that the extensions and plug-ins of MkDocs add: keys, icons, edits, variables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from octavo.manuscript.dialects import code, inline
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import SourceLine

MACROS = {"macros", "macros-plugin", "zensical.extensions.macros"}


_KEYS = {"ctrl": "Ctrl", "cmd": "Cmd", "alt": "Alt", "shift": "Shift", "enter": "Enter", "esc": "Esc", "tab": "Tab",
         "space": "Space", "arrow-up": "↑", "arrow-down": "↓", "arrow-left": "←", "arrow-right": "→", "up": "↑",
         "down": "↓", "left": "←", "right": "→", "del": "Del", "delete": "Delete", "backspace": "Backspace",
         "comma": ",", "period": ".", "slash": "/", "plus": "+", "minus": "-", "question": "?",
         "page-up": "Page Up", "page-down": "Page Down", "win": "Win", "windows": "Win",
         "option": "Option"}  # fmt: skip


def _keys(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    parts = [each.strip("\"'") for each in found["keys"].split("+")]
    names = (_KEYS.get(each, each.upper() if len(each) == 1 else each[:1].upper() + each[1:]) for each in parts)
    return "+".join(f"[{inline.escape(each)}]{{.kbd}}" for each in names)


def _filter_attributes(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Keep the attributes of a link or picture that have a use outside a screen."""
    info = code.parse_info(f"{{{found['attributes'].removeprefix(':')}}}")
    attributes = [f"#{info.id}"] if info.id else []
    attributes += [f".{each}" for each in (info.lang, *info.words) if each and re.fullmatch(r"[A-Za-z_][\w-]*", each)
             and f".{each}" in found["attributes"]]  # fmt: skip
    attributes += [
        f'{key}="{value}"' for key, value in info.values.items() if key in ("width", "height", "alt", "title")
    ]
    return f"]({found['target']}){{{' '.join(attributes)}}}" if attributes else f"]({found['target']})"


def _variable(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    value = context.value(found["name"])
    if value is None:
        context.report_dropped("'{{ … }}'", line, "a plug-in would compute the value")
    return value or ""


_INLINE = (InlineRule("`#!", r"`#!\w+[ \t]+(?P<code>[^`]+)`", inline.template("`{code}`")),)


_NAME = r":(?:material|octicons|fontawesome|simple|custom)-[\w-]+:(?:\{[^{}]*\})?"


_SIGNS = (
    (
        re.compile(
            r"-(?:check|check-all|check-bold|checkbox-marked(?:-circle)?(?:-outline)?"
            r"|(?:circle-)?check(?:-circle)?(?:-fill|-outline)?)(?:-\d+)?:"
        ),
        "✓",
    ),
    (
        re.compile(
            r"-(?:close|close-thick|cancel|x|x-circle|x-circle-fill|close-circle(?:-outline)?|(?:circle-)?xmark)"
            r"(?:-\d+)?:"
        ),
        "✗",
    ),
)
"""Icons with a meaning, for example in the cells of a table of comparisons."""


def _icon(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    sign = next((sign for pattern, sign in _SIGNS if pattern.search(found["name"])), "")
    return sign + found["after"] if sign else ""


def _flag(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Return the flag of a country by its two letters (Unicode's regional indicators)."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in found["land"])


def _icon_alone(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Give a link that consists of an icon its title as text."""
    title = code.parse_info(f"{{{found['attributes']}}}").values.get("title", "")
    return f"[{inline.escape(title)}]({found['target']})" if title else found[0]


_LABEL = re.compile(r"[ \t>]*\[(?P<label>[^\[\]]+)\]:")


def learn_labels(context: DialectContext, lines: Iterable[SourceLine]) -> None:
    """Learn the labels of links that a text defines; others are names in a generated reference."""
    for line in lines:
        if found := _LABEL.match(line.text):
            context.texts[f"[{_normal(found['label'])}]"] = ""


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()


def _reference(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Return the text of a link to a place in a reference that a plug-in would generate."""
    if f"[{_normal(found['label'] or found['text'])}]" in context.texts or found["label"].startswith("^"):
        return found[0]
    message = "a link leads to a reference that would be generated from a program"
    context.report("dialect.not-run", message, line, "its text is shown")
    return found["text"]


_ACTS = "bowing|raising_hand|pouting|frowning|walking|running|climbing|lotus_position|surfing|swimming|biking|golfing"


_ALWAYS = (
    InlineRule(":flag_", r":flag_(?P<land>[a-z]{2}):", _flag),
    # Pandoc has the words of these names in the other order.
    InlineRule("man_", rf":(?P<who>woman|man)_(?:in_)?(?P<act>{_ACTS}):", inline.template(":{act}_{who}:")),
    InlineRule(
        "[:",
        rf"\[[ \t]*(?:{_NAME}[ \t]*)+\]\((?P<target>[^()\s]*)\)[ \t]?"
        r"\{(?P<attributes>[^{}%]*title=[^{}%]*)\}",
        _icon_alone,
    ),
    InlineRule("[](){", r"\[\]\(\)\{[ \t]*(?P<id>#[\w.:-]+)[ \t]*\}", inline.template("[]{{{id}}}")),
    InlineRule(":", rf"(?P<name>{_NAME})(?P<after>[ \t]?)", _icon),
    InlineRule(
        "](", r"\]\((?P<target>[^()\s]*(?:[ \t]+\"[^\"]*\")?)\)[ \t]?\{(?P<attributes>[^{}%]+)\}", _filter_attributes
    ),
    InlineRule(
        " markdown",
        r"(?P<tag><\w+[^<>]*?)[ \t]markdown(?:=[\"']?\w+[\"']?)?(?=[\s>])",
        inline.template("{tag}"),
    ),
    InlineRule("{", r"(?<=[\w)*_.:])\{[ \t]*\.annotate[ \t]*\}", inline.remove),
)


_EXTENSIONS = {
    "pymdownx.keys": (InlineRule("++", r"\+\+(?P<keys>[\w\"'-]+(?:\+[\w\"'-]+)*)\+\+", _keys),),
    "pymdownx.caret": (
        InlineRule("^^", r"\^\^(?P<text>[^\s^](?:[^^]*[^\s^])?)\^\^", inline.template("[{text}]{{.underline}}")),
    ),
    "pymdownx.critic": (
        InlineRule("{++", r"\{\+\+(?P<text>.*?)\+\+\}", inline.template("{text}")),
        InlineRule("{--", r"\{--(?P<text>.*?)--\}", inline.remove),
        InlineRule("{~~", r"\{~~(?P<text>.*?)~>(?P<new>.*?)~~\}", inline.template("{new}")),
        InlineRule("{>>", r"\{>>(?P<text>.*?)<<\}", inline.remove),
        InlineRule("{==", r"\{==(?P<text>.*?)==\}", inline.template("[{text}]{{.mark}}")),
    ),
    "mkdocstrings": (
        InlineRule(
            "][",
            r"(?<![!\\\]\w])\[(?P<text>(?:`[^`]*`|[^\[\]`]|\[[^\[\]]*\])+)\]\[(?P<label>(?:[^\W\d][^\[\]]*)?)\]",
            _reference,
        ),
    ),
    "macros": (
        InlineRule("{{", r"\{\{\s*(?P<name>[^{}]*?)\s*\}\}", _variable),
        InlineRule("{%", r"\{%[^{}]*%\}", inline.drop("'{% … %}'", "a plug-in would generate the text")),
        InlineRule("{#", r"\{#[^{}]*#\}", inline.remove),
    ),
}  # fmt: skip


def marks(context: DialectContext) -> InlineRules:
    extensions = context.dialect.extensions
    names = {"macros" if each in MACROS else "mkdocstrings" if each == "autorefs" else each for each in extensions}
    extra = [mark for name, marks in _EXTENSIONS.items() if name in names for mark in marks]
    return InlineRules((*extra, *_ALWAYS), _INLINE)
