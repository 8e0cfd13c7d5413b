"""What mdbook-spec adds to mdBook: links to rules, to productions of a grammar, and to the standard library of Rust."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from octavo.manuscript.dialects import inline
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.inline import InlineRule
from octavo.manuscript.dialects.lines import Fence, SourceLine

CALL, CALLS = "octavo-call", "octavo-calls"
"""The classes of a place in code at which a note is called, and of the div after the code with those calls."""
_RULE = r"[a-z][\w-]*(?:\.[\w-]+)+"
_PRODUCTION = r"[A-Z]\w+"
_ITEM = r"(?:(?:mod|trait|macro|struct|enum|fn|type|value|prim)@[^\s()]+|(?:\w+::)+[^\s()]+)"
_OWN_LABEL = re.compile(r"[ \t>]*\[(?P<label>[^\]^][^\]]*)\]:")
_DEFINITION = re.compile(
    rf"(?P<head>[ \t>]*\[[^\]^][^\]]*\]:[ \t]*)(?P<to>{_RULE}|(?:grammar-)?{_PRODUCTION}|{_ITEM})[ \t]*$"
)
_LABEL = r"(?:\w+::)+[^\]\s]+|\w+@[^\]\s]+|\w+!"
_LIBRARY = "https://doc.rust-lang.org/std/"
_FILE = re.compile(r"\.(?:md|html|rs|txt|json|png|svg)$")


def marks(lines: Sequence[SourceLine]) -> tuple[InlineRule, ...]:
    """Return the marks of a chapter, whose own definitions take precedence over those of the book."""
    own_labels = {_fold_label(found["label"]) for line in lines if (found := _OWN_LABEL.match(line.text))}

    def shortcut(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        label = found["label"]
        to = None if _fold_label(label) in own_labels else _target(label.strip("`"), is_code=label.startswith("`"))
        return found[0] if to is None else f"[{label}]({to})"

    def reference(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        label = found["label"]
        to = None if _fold_label(label) in own_labels else _target(label.strip("`"), is_code=label.startswith("`"))
        return found[0] if to is None else f"[{found['text']}]({to})"

    def link(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        to = _target(found["to"])
        return found[0] if to is None else f"]({to})"

    name = rf"`[^`]+`|{_RULE}|{_PRODUCTION}"
    named = rf"`[^`]+`|{_RULE}|[a-z]+|(?:grammar-)?{_PRODUCTION}|{_LABEL}"
    summary = inline.drop("a summary that mdbook-spec would generate")
    return (
        InlineRule("[", rf"(?<![\\!\]r])\[(?P<label>{name})\](?![(\[:{{])", shortcut),
        InlineRule("][", rf"\[(?P<text>(?:[^\[\]`]|`[^`]*`)+)\]\[(?P<label>{named})\]", reference),
        InlineRule("](", rf"\]\((?P<to>{_RULE}|grammar-{_PRODUCTION}|{_ITEM})\)", link),
        InlineRule("{{", r"\{\{\s*(?:grammar-summary|summary-table)\s*\}\}", summary),
    )


def definition(line: SourceLine) -> SourceLine | None:
    """Return a link definition with a URL in place of a name."""
    found = _DEFINITION.match(line.text)
    to = found and _target(found["to"])
    return line.with_text(found["head"] + to) if found and to else None


def _fold_label(label: str) -> str:
    return " ".join(label.split()).casefold()


def _target(name: str, is_code: bool = False) -> str | None:
    """Return where a name links to; None for the name of a file."""
    if not is_code:
        if re.fullmatch(rf"{_RULE}|[a-z]+", name):
            return None if _FILE.search(name) else f"#r-{name}"
        if re.fullmatch(rf"(?:grammar-)?{_PRODUCTION}", name):
            return f"#grammar-{name.removeprefix('grammar-')}"
    item = re.sub(r"^\w+@|[<#].*|\(\)$|!$", "", name)
    # Only rustdoc knows on which page an item is, but its search finds it.
    return f"{_LIBRARY}?search={quote(item, safe=':')}" if re.fullmatch(r"\w+(?:::\w+)*", item) else None


_TOKEN = re.compile(
    r"""(?P<new>^(?:@root[ ]+)?(?P<name>\w+)(?=[ ]*->))
    |(?P<plain>//.*|`[^`]*`|<[^>]*>|U\+[0-9A-F]+)
    |\[\^(?P<note>[^\]]+)\]
    |(?P<suffix>(?<=[ ])_(?:[^_`]|`[^`]*`)*_)
    |(?P<uses>\b[A-Z]\w+)""",
    re.VERBOSE,
)
_LINKED = re.compile(rf"\[(?P<text>[^\[\]]+)\](?:\[(?P<to>{_RULE})\])?")


def grammar(fence: Fence) -> list[SourceLine]:
    """Return a block of productions with anchors, links between them, and notes."""
    calls: list[str] = []
    at, indent = fence.opening, fence.continuation
    body = [line.with_text(_link_line(line.text, calls)).with_lead(indent) for line in fence.body]
    first, *others = body or [at.with_text("")]
    last = others[-1] if others else first
    result = [at.with_text(f'{fence.lead}<pre class="grammar"><code>{first.text[len(indent) :]}'), *others]
    result[-1] = result[-1].with_text(f"{result[-1].text}</code></pre>")
    tail = [f"::: {{.{CALLS}}}", " ".join(calls), ":::", ""] if calls else []
    return [*result, *(last.with_text((indent + text).rstrip()) for text in ("", *tail))]


def _link_line(text: str, calls: list[str]) -> str:
    """Return a line of a grammar in HTML; adds the calls of its notes to `calls`."""
    result, at = "", 0
    for found in _TOKEN.finditer(text):
        result += escape(text[at : found.start()], quote=False)
        at = found.end()
        if found["name"]:
            result += f'<span id="grammar-{found["name"]}">{found["name"]}</span>'
        elif found["note"]:
            calls.append(f"[^{found['note']}]")
            result += f'<span class="{CALL}"></span>'
        elif found["uses"]:
            result += _link(found["uses"], f"#grammar-{found['uses']}")
        elif found["suffix"]:
            result += _LINKED.sub(_link_name, escape(found["suffix"], quote=False))
        else:
            result += escape(found["plain"], quote=False)
    return result + escape(text[at:], quote=False)


def _link_name(found: re.Match[str]) -> str:
    to = _target(found["to"] or found["text"])
    return _link(found["text"], to) if to else found["text"]


def _link(text: str, to: str) -> str:
    return f'<a href="{to}">{text}</a>'
