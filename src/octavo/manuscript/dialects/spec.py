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
"""The classes of a place in a block of code where a note is called for, and of what holds such calls, behind it."""
_RULE = r"[a-z][\w-]*(?:\.[\w-]+)+"
_PRODUCTION = r"[A-Z]\w+"
_ITEM = r"(?:(?:mod|trait|macro|struct|enum|fn|type|value|prim)@[^\s()]+|(?:\w+::)+[^\s()]+)"
_DEFINED = re.compile(r"[ \t>]*\[(?P<label>[^\]^][^\]]*)\]:")
_DEFINITION = re.compile(
    rf"(?P<head>[ \t>]*\[[^\]^][^\]]*\]:[ \t]*)(?P<to>{_RULE}|(?:grammar-)?{_PRODUCTION}|{_ITEM})[ \t]*$"
)
_LABEL = r"(?:\w+::)+[^\]\s]+|\w+@[^\]\s]+|\w+!"
_LIBRARY = "https://doc.rust-lang.org/std/"
_FILE = re.compile(r"\.(?:md|html|rs|txt|json|png|svg)$")


def marks(lines: Sequence[SourceLine]) -> tuple[InlineRule, ...]:
    """The marks of a chapter, whose own definitions go before those that every chapter has."""
    defined = {_folded(found["label"]) for line in lines if (found := _DEFINED.match(line.text))}

    def shortcut(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        label = found["label"]
        to = None if _folded(label) in defined else _target(label.strip("`"), is_code=label.startswith("`"))
        return found[0] if to is None else f"[{label}]({to})"

    def reference(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        label = found["label"]
        to = None if _folded(label) in defined else _target(label.strip("`"), is_code=label.startswith("`"))
        return found[0] if to is None else f"[{found['text']}]({to})"

    def link(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        to = _target(found["to"])
        return found[0] if to is None else f"]({to})"

    name = rf"`[^`]+`|{_RULE}|{_PRODUCTION}"
    named = rf"`[^`]+`|{_RULE}|[a-z]+|(?:grammar-)?{_PRODUCTION}|{_LABEL}"
    gathered = inline.drop("what mdbook-spec gathers from the whole book")
    return (
        InlineRule("[", rf"(?<![\\!\]r])\[(?P<label>{name})\](?![(\[:{{])", shortcut),
        InlineRule("][", rf"\[(?P<text>(?:[^\[\]`]|`[^`]*`)+)\]\[(?P<label>{named})\]", reference),
        InlineRule("](", rf"\]\((?P<to>{_RULE}|grammar-{_PRODUCTION}|{_ITEM})\)", link),
        InlineRule("{{", r"\{\{\s*(?:grammar-summary|summary-table)\s*\}\}", gathered),
    )


def definition(line: SourceLine) -> SourceLine | None:
    """A line that says where a link leads, with the address in place of a name."""
    found = _DEFINITION.match(line.text)
    to = found and _target(found["to"])
    return line.with_text(found["head"] + to) if found and to else None


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _target(name: str, is_code: bool = False) -> str | None:
    """Where a name leads; nowhere where it is a file's."""
    if not is_code:
        if re.fullmatch(rf"{_RULE}|[a-z]+", name):
            return None if _FILE.search(name) else f"#r-{name}"
        if re.fullmatch(rf"(?:grammar-)?{_PRODUCTION}", name):
            return f"#grammar-{name.removeprefix('grammar-')}"
    item = re.sub(r"^\w+@|[<#].*|\(\)$|!$", "", name)
    # Only rustdoc knows on which page something is; its search does as well.
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
    """A block of productions: each can be linked to, every name in it leads to its own, and notes are notes."""
    calls: list[str] = []
    at, again = fence.opening, fence.continuation
    body = [line.with_text(_marked_up(line.text, calls)).with_lead(again) for line in fence.body]
    first, *others = body or [at.with_text("")]
    last = others[-1] if others else first
    done = [at.with_text(f'{fence.lead}<pre class="grammar"><code>{first.text[len(again) :]}'), *others]
    done[-1] = done[-1].with_text(f"{done[-1].text}</code></pre>")
    tail = [f"::: {{.{CALLS}}}", " ".join(calls), ":::", ""] if calls else []
    return [*done, *(last.with_text((again + text).rstrip()) for text in ("", *tail))]


def _marked_up(text: str, calls: list[str]) -> str:
    """A line of a grammar in HTML; the calls of notes in it are put with the others."""
    done, at = "", 0
    for found in _TOKEN.finditer(text):
        done += escape(text[at : found.start()], quote=False)
        at = found.end()
        if found["name"]:
            done += f'<span id="grammar-{found["name"]}">{found["name"]}</span>'
        elif found["note"]:
            calls.append(f"[^{found['note']}]")
            done += f'<span class="{CALL}"></span>'
        elif found["uses"]:
            done += _link(found["uses"], f"#grammar-{found['uses']}")
        elif found["suffix"]:
            done += _LINKED.sub(_in_words, escape(found["suffix"], quote=False))
        else:
            done += escape(found["plain"], quote=False)
    return done + escape(text[at:], quote=False)


def _in_words(found: re.Match[str]) -> str:
    to = _target(found["to"] or found["text"])
    return _link(found["text"], to) if to else found["text"]


def _link(text: str, to: str) -> str:
    return f'<a href="{to}">{text}</a>'
