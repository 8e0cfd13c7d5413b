"""Blocks of code: what is said behind their fences, read from every tool's way of saying it, and written in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine

_PAIR = re.compile(
    r"""(?P<key>[A-Za-z_][\w.-]*)\s*=\s*(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s,}]+))
    |(?P<highlighted>\{[\d\s,-]*\})
    |(?P<word>[^\s,{}]+)""",
    re.VERBOSE,
)
_SAFE = re.compile(r"[\w+#-]+(?:\.[\w+#-]+)*")
_SPELT = {"c++": "cpp", "c#": "cs", "f#": "fsharp", "objective-c": "objectivec", "rs": "rust", "shell": "bash",
          "sh": "bash", "jsonc": "json", "json5": "json", "text": "", "plaintext": "", "txt": "",
          "plain": "", "none": "", "py3": "python"}  # fmt: skip
"""Names of languages that the highlighter has under another one, or that are none."""


@dataclass
class InfoString:
    """What an info string says: `words` are those behind the language, without dots and values."""

    lang: str = ""
    words: list[str] = field(default_factory=list)
    id: str = ""
    values: dict[str, str] = field(default_factory=dict)
    marked: str = ""
    """Numbers of lines that are marked: `2-3 5`."""

    @property
    def title(self) -> str:
        """What is written over the code."""
        return next((self.values[key] for key in ("title", "filename", "file", "file-name") if key in self.values), "")


def parse_info(text: str) -> InfoString:
    """Read an info string: `rust,ignore`, `py hl_lines="2" title="x"`, `{ .sh .no-copy }`, `{lang: x}`, `js{1,3}`."""
    text = text.strip()
    if yaml := re.fullmatch(r"\{\s*lang\s*:\s*[\"']?([\w+#.-]*)[\"']?.*\}", text):
        return InfoString(yaml[1])
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
        braced = True
    else:
        braced = False
    if literal := re.fullmatch(r"\{\{\s*(\w+).*\}\}", f"{{{text}}}" if braced else text):
        return InfoString(literal[1])
    said = InfoString()
    for found in _PAIR.finditer(text):
        if found["key"]:
            value = next(v for v in (found["double"], found["single"], found["bare"]) if v is not None)
            said.values[found["key"]] = re.sub(r"\\(.)", r"\1", value)
        elif found["highlighted"]:
            said.marked = found["highlighted"]
        elif braced and found["word"].startswith("#"):
            said.id = found["word"][1:]
        elif found["word"] not in ("{", "}"):
            word = found["word"].removeprefix(".") if braced or found["word"].startswith(".") else found["word"]
            if said.lang or (found.start() > 0 and not braced):
                said.words.append(word)
            else:
                said.lang = word
    if ":" in said.lang and not braced:
        said.lang, _, named = said.lang.partition(":")
        said.values.setdefault("title", named)
    said.marked = line_ranges(said.values.pop("hl_lines", said.marked))
    return said


_DRAWN = {"mermaid", "bob", "plantuml", "dot", "nomnoml", "tikz", "ditaa", "d2", "kroki", "ojs"}
"""Languages that are a drawing's, or a script's for a screen."""


def report_drawing(context: DialectContext, lang: str, fence: Fence) -> None:
    """Say of code that other tools make a drawing of, that it is not drawn."""
    if lang in _DRAWN:
        message = f"a drawing in '{lang}' is not drawn"
        context.report("dialect.not-run", message, fence.opening, "its source is shown")


def language(name: str) -> str:
    """A language's name as a class."""
    name = name.lower()
    name = _SPELT.get(name, name)
    return name if _SAFE.fullmatch(name) else re.sub(r"[^\w-]+", "-", name).strip("-")


def line_ranges(text: str) -> str:
    """Numbers and ranges of lines, as they are written on a block: `2-3 5`."""
    return " ".join(re.findall(r"\d+(?:-\d+)?", text))


def write(fence: Fence, lang: str = "", marked: str = "", before: str = "", title: str = "", name: str = "",
          body: tuple[SourceLine, ...] | None = None, label: str = "") -> list[SourceLine]:  # fmt: skip
    """A block of code as Pandoc reads it: `before` is a paragraph that goes with it, `title` what stands over it.

    With a `label`, it is a listing with a number, and the title is Markdown.
    """
    body = strip_line_ends(fence.body if body is None else body)
    lang = language(lang)
    most = max((len(run) for line in body for run in re.findall(r"`{3,}", line.text)), default=2)
    marks = "`" * (most + 1)
    opening = f"{marks}{lang}"
    if marked or name:
        parts = [f"#{name}" if name else "", f".{lang}" if lang else "", f'marked="{marked}"' if marked else ""]
        opening = f"{marks} {{{' '.join(filter(None, parts))}}}"
    again = fence.continuation
    at = fence.opening
    lines = [at.with_text(again + opening), *(line.with_lead(again) for line in body)]
    lines.append(line_after(at, body).with_text(again + marks))
    if title:
        lines = listing(at, again, title, lines, label, plain=not label)
    if before:
        first = () if fence.lead.strip() else ("",)
        lines = [
            *(at.with_text((again + text).rstrip()) for text in (*first, "::: {.code-note}", before, ":::", "")),
            *lines,
        ]
    lines[0] = at.with_text(fence.lead + lines[0].text[len(again) :])
    return lines


def strip_line_ends(body: Sequence[SourceLine]) -> tuple[SourceLine, ...]:
    """Code without the white space at the ends of its lines, which nobody sees, and which makes them wrap."""
    return tuple(line.with_text(line.text.rstrip()) if line.text[-1:].isspace() else line for line in body)


def display(at: SourceLine, inside: Sequence[Item]) -> list[SourceLine]:
    """Mathematics as a block of its own, as Pandoc's reader of CommonMark knows it besides dollars."""
    lead = at.text[: len(at.text) - len(at.text.lstrip())]
    tex = [item for item in inside if isinstance(item, SourceLine) and item.text.strip()]
    return [at.with_text(""), at.with_text(f"{lead}```math"), *tex, at.with_text(f"{lead}```"), at.with_text("")]


def line_after(opening: SourceLine, body: tuple[SourceLine, ...]) -> SourceLine:
    """A line behind the last one."""
    last = body[-1] if body else opening
    return SourceLine("", last.file, last.number + (last.file == opening.file), None)


def listing(
    at: SourceLine, lead: str, title: str, lines: list[SourceLine], name: str = "", plain: bool = True
) -> list[SourceLine]:
    """Code with what stands over it, as the listing that `labels.py` knows; the title may be `plain` text."""
    attributes = " ".join(filter(None, [f"#{name}" if name else "", ".octavo-listing"]))
    head = (f"::: {{{attributes}}}", "", "::: {.octavo-caption}", as_title(title) if plain else title, ":::", "")
    return [
        *(at.with_text((lead + text).rstrip()) for text in head),
        *lines,
        *(at.with_text((lead + text).rstrip()) for text in ("", ":::")),
    ]


def as_title(title: str) -> str:
    """A title in Markdown: a file's name as code."""
    if re.fullmatch(r"[\w./\\:@-]*[./_][\w./\\:@-]*", title):
        return f"`{title}`"
    return re.sub(r"([\\*_<>\[\]{}$~^#@|])", r"\\\1", title) if "`" not in title else title
