"""Blocks of code: their info strings, read in the manner of every tool and written in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine
from octavo.tools.markdown_scan import fence_around

_PAIR = re.compile(
    r"""(?P<key>[A-Za-z_][\w.-]*)\s*=\s*(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s,}]+))
    |(?P<highlighted>\{[\d\s,-]*\})
    |(?P<word>[^\s,{}]+)""",
    re.VERBOSE,
)
_SAFE = re.compile(r"[\w+#-]+(?:\.[\w+#-]+)*")
_ALIASES = {"c++": "cpp", "c#": "cs", "f#": "fsharp", "objective-c": "objectivec", "rs": "rust", "shell": "bash",
          "sh": "bash", "jsonc": "json", "json5": "json", "text": "", "plaintext": "", "txt": "",
          "plain": "", "none": "", "py3": "python"}  # fmt: skip
"""Names of languages for which the highlighter has another name or none."""


@dataclass
class InfoString:
    """What an info string says: `words` are what follows the language, without dots and without values."""

    lang: str = ""
    words: list[str] = field(default_factory=list)
    id: str = ""
    values: dict[str, str] = field(default_factory=dict)
    highlight: str = ""
    """The numbers of the highlighted lines: `2-3 5`."""

    @property
    def title(self) -> str:
        """The title of the code."""
        return next((self.values[key] for key in ("title", "filename", "file", "file-name") if key in self.values), "")


def parse_info(text: str) -> InfoString:
    """Parse an info string: `rust,ignore`, `py hl_lines="2" title="x"`, `{ .sh .no-copy }`, `{lang: x}`, `js{1,3}`."""
    text = text.strip()
    if yaml := re.fullmatch(r"\{\s*lang\s*:\s*[\"']?([\w+#.-]*)[\"']?.*\}", text):
        return InfoString(yaml[1])
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
        in_braces = True
    else:
        in_braces = False
    if literal := re.fullmatch(r"\{\{\s*(\w+).*\}\}", f"{{{text}}}" if in_braces else text):
        return InfoString(literal[1])
    info = InfoString()
    for found in _PAIR.finditer(text):
        if found["key"]:
            value = next(v for v in (found["double"], found["single"], found["bare"]) if v is not None)
            info.values[found["key"]] = re.sub(r"\\(.)", r"\1", value)
        elif found["highlighted"]:
            info.highlight = found["highlighted"]
        elif in_braces and found["word"].startswith("#"):
            info.id = found["word"][1:]
        elif found["word"] not in ("{", "}"):
            word = found["word"].removeprefix(".") if in_braces or found["word"].startswith(".") else found["word"]
            if info.lang or (found.start() > 0 and not in_braces):
                info.words.append(word)
            else:
                info.lang = word
    if ":" in info.lang and not in_braces:
        info.lang, _, named = info.lang.partition(":")
        info.values.setdefault("title", named)
    info.highlight = line_ranges(info.values.pop("hl_lines", info.highlight))
    return info


_DRAWINGS = {"mermaid", "bob", "svgbob", "plantuml", "puml", "dot", "graphviz", "nomnoml", "pikchr", "tikz", "ditaa",
             "d2", "kroki", "wavedrom", "vega-lite", "markmap", "ojs"}  # fmt: skip
"""Languages of drawings, and of scripts for a screen."""


def report_drawing(context: DialectContext, lang: str, fence: Fence) -> None:
    """Report code that other tools make a drawing of."""
    if lang in _DRAWINGS or lang.startswith("kroki-"):
        message = f"the drawing in '{lang}' is not rendered"
        context.report("dialect.not-run", message, fence.opening, "its source is shown instead")


def language(name: str) -> str:
    """Return the name of a language as a class."""
    name = name.lower()
    name = _ALIASES.get(name, name)
    return name if _SAFE.fullmatch(name) else re.sub(r"[^\w-]+", "-", name).strip("-")


def line_ranges(text: str) -> str:
    """Return numbers and ranges of lines as the attribute of a block has them: `2-3 5`."""
    return " ".join(re.findall(r"\d+(?:-\d+)?", text))


def write(fence: Fence, lang: str = "", highlight: str = "", before: str = "", title: str = "", name: str = "",
          body: tuple[SourceLine, ...] | None = None, label: str = "") -> list[SourceLine]:  # fmt: skip
    """Return a block of code as Pandoc reads it, after a paragraph `before` and under a `title`.

    A block with a `label` is a numbered listing, and its title is Markdown.
    """
    body = strip_line_ends(fence.body if body is None else body)
    lang = language(lang)
    marks = fence_around(line.text for line in body)
    opening = f"{marks}{lang}"
    if highlight or name:
        parts = [f"#{name}" if name else "", f".{lang}" if lang else "", f'marked="{highlight}"' if highlight else ""]
        opening = f"{marks} {{{' '.join(filter(None, parts))}}}"
    indent = fence.continuation
    at = fence.opening
    lines = [at.with_text(indent + opening), *(line.with_lead(indent) for line in body)]
    lines.append(line_after(at, body).with_text(indent + marks))
    if title:
        lines = listing(at, indent, title, lines, label, plain=not label)
    if before:
        first = () if fence.lead.strip() else ("",)
        lines = [
            *(at.with_text((indent + text).rstrip()) for text in (*first, "::: {.code-note}", before, ":::", "")),
            *lines,
        ]
    lines[0] = at.with_text(fence.lead + lines[0].text[len(indent) :])
    return lines


def strip_line_ends(body: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Return code without the white space at the ends of its lines, which is invisible and makes lines wrap."""
    return tuple(line.with_text(line.text.rstrip()) if line.text[-1:].isspace() else line for line in body)


def display(at: SourceLine, inside: Sequence[Item]) -> list[SourceLine]:
    """Return mathematics as a block of its own, which Pandoc's reader of CommonMark accepts next to dollars."""
    lead = at.text[: len(at.text) - len(at.text.lstrip())]
    tex = [item for item in inside if isinstance(item, SourceLine) and item.text.strip()]
    return [at.with_text(""), at.with_text(f"{lead}```math"), *tex, at.with_text(f"{lead}```"), at.with_text("")]


def line_after(opening: SourceLine, body: tuple[SourceLine, ...]) -> SourceLine:
    """Return an empty line after the last one."""
    last = body[-1] if body else opening
    return SourceLine("", last.file, last.number + (last.file == opening.file), None)


def listing(
    at: SourceLine, lead: str, title: str, lines: list[SourceLine], name: str = "", plain: bool = True
) -> list[SourceLine]:
    """Return code with a title, as the listing that `labels.py` knows; a `plain` title is escaped."""
    attributes = " ".join(filter(None, [f"#{name}" if name else "", ".octavo-listing"]))
    head = (f"::: {{{attributes}}}", "", "::: {.octavo-caption}", as_title(title) if plain else title, ":::", "")
    return [
        *(at.with_text((lead + text).rstrip()) for text in head),
        *lines,
        *(at.with_text((lead + text).rstrip()) for text in ("", ":::")),
    ]


def as_title(title: str) -> str:
    """Return a title as Markdown: the name of a file as code."""
    if re.fullmatch(r"[\w./\\:@-]*[./_][\w./\\:@-]*", title):
        return f"`{title}`"
    return re.sub(r"([\\*_<>\[\]{}$~^#@|])", r"\\\1", title) if "`" not in title else title
