"""Cells of knitr and Quarto: their code as the author wants it shown, and what is to be had of what they make.

No cell is run: a picture that one shows is shown; what one would compute has its place, its number and its caption.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.manuscript.dialects import boxes, code, divs
from octavo.manuscript.dialects.cell_options import Cell, captions, entries, parse_cell, trim
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Fence, SourceLine
from octavo.manuscript.dialects.r_code import (
    included_pictures,
    paste,
    split_arguments,
    table_caption,
    unquote,
    until_closed,
)
from octavo.manuscript.dialects.walk import DialectWalk
from octavo.model.words import word

_BOXES = {"block", "block2"}
_THEOREMS = {"theorem", "lemma", "corollary", "proposition", "conjecture", "definition", "example", "exercise",
             "hypothesis", "proof", "remark", "solution"}  # fmt: skip
_SILENT = {"css", "sass", "scss", "js"}
"""Engines that dress a page."""
_HELD = ("echo", "include", "eval", "out.width")
"""What is learned of what a script sets for all cells."""
_SOURCED = re.compile(r"(?<![\w.])(?:source|sys\.source)\(\s*([\"'])([^\"'\n]+\.[rR])\1")
_COMMENT = re.compile(r"(?m)^((?:[^\"'#\n]|\"[^\"\n]*\"|'[^'\n]*')*)#.*$")
_HTML = re.compile(r"!?\s*(?:knitr::)?(?:is_html(?:_output\(.*\))?|is_latex(?:_output\(.*\))?)")


@dataclass
class Cells:
    """How the cells of one chapter are set."""

    context: DialectContext
    prefix: str
    """What a figure's label gets before it: bookdown's have none of their own."""
    usual: dict[str, str] = field(default_factory=dict)
    """What holds for a cell that does not say otherwise."""
    common_folders: tuple[str, ...] = ()
    """Folders of a finished site in which the figures of all chapters can be."""
    known: dict[str, tuple[SourceLine, ...]] = field(default_factory=dict)
    """Code by label, which other cells may show again."""

    def gather(self, fence: Fence) -> None:
        """Learn what a cell says for others."""
        made = parse_cell(fence)
        if made is None:
            return
        if made.label:
            self.known[made.label] = made.body
        if made.engine == "r":
            self._learn("\n".join(line.text for line in made.body), fence.opening)

    def script(self, name: str, at: SourceLine) -> None:
        """Learn what a script of the book's says that holds for cells; it is not run."""
        if self.context.look_up(name, at) is not None:
            taken = self.context.read_lines(name, at) or ()
            self._learn("\n".join(line.text for line in taken), at, is_script=True)

    def _learn(self, text: str, at: SourceLine, is_script: bool = False) -> None:
        bare = _COMMENT.sub(r"\1", text)
        for found in () if is_script else _SOURCED.finditer(bare):
            self.script(found[2], at)
        for found in re.finditer(r"opts_chunk\$set\(", bare):
            parts = (each.partition("=") for each in split_arguments(until_closed(bare[found.end() :])))
            said = {key.strip(): unquote(value.strip()) for key, _, value in parts}
            self.usual.update({key.replace(".", "-"): said[key] for key in _HELD if key in said})

    def set(self, walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
        """What becomes of a block of code that may be a cell."""
        made = parse_cell(fence)
        if made is None:
            return _shown(replace(fence, body=tuple(self._with_files(fence.body))))
        made.options = options = {**self.usual, **made.options}
        if child := options.get("child"):
            taken = self.context.read_lines(child, fence.opening)
            return walk.rewrite_text(taken) if taken is not None else []
        if made.engine in _BOXES or made.engine in _THEOREMS or made.engine == "asis":
            return self._text(walk, fence, made)
        if made.is_false("include") or made.engine in _SILENT:
            return []
        lines = self._code(fence, made)
        if made.is_false("eval"):
            return lines
        results = [*self._child(walk, fence, made), *self._results(walk, fence, made)]
        if fence.lead.strip() and lines == [] and results:
            results[0] = results[0].with_text(fence.lead + results[0].text.lstrip())
        return [*lines, *results]

    def _with_files(self, body: Sequence[SourceLine]) -> Iterator[SourceLine]:
        """Lines of code with those of the files that knitr would put among them."""
        for line in body:
            found = _FILE.fullmatch(line.text) if "file_string(" in line.text else None
            taken = self.context.read_lines(found[2], line) if found else None
            yield from [line] if taken is None else taken

    def _child(self, walk: DialectWalk, fence: Fence, made: Cell) -> list[SourceLine]:
        """A text that a cell puts in its place by `knit_child("f", options = list(…))`."""
        whole = "\n".join(line.text for line in made.body)
        if made.engine != "r" or (call := _CHILD.search(whole)) is None:
            return []
        arguments = [each.strip() for each in split_arguments(until_closed(whole[call.end() :]))]
        name = re.sub(r"^(?:input\s*=\s*)?", "", arguments[0]) if arguments else ""
        taken = self.context.read_lines(unquote(name), fence.opening) if name[:1] in ("'", '"') else None
        if taken is None:
            return []
        options = next((each for each in arguments if re.match(r"options\s*=\s*list\(", each)), "")
        parts = (each.partition("=") for each in split_arguments(until_closed(options.partition("(")[2])))
        usual = self.usual
        self.usual = {**usual, **{key.strip().replace(".", "-"): unquote(value.strip()) for key, _, value in parts}}
        inside = [line.with_lead(fence.continuation) for line in walk.rewrite_text(taken)]
        self.usual = usual
        return [fence.opening.with_text(""), *inside, fence.opening.with_text("")]

    def _code(self, fence: Fence, made: Cell) -> list[SourceLine]:
        if made.is_false("echo"):
            return []
        body = made.body
        if not body and (other := made.options.get("ref-label")):
            body = self.known.get(unquote(other), ())
        if name := made.options.get("file") or made.options.get("code-file"):
            body = tuple(self.context.read_lines(name, fence.opening) or ()) or body
        if not body:
            return []
        code.report_drawing(self.context, made.engine, fence)
        body = tuple(line.with_text(re.sub(r"#\s*<(\d+)>\s*$", r"# (\1)", line.text)) for line in body)
        title = made.options.get("filename", "") or made.options.get("lst-cap", "")
        label = made.options.get("lst-label", "")
        return code.write(fence, made.engine, title=title, name="" if title else label, body=body, label=label)

    def _text(self, walk: DialectWalk, fence: Fence, made: Cell) -> list[SourceLine]:
        body = [line.with_lead(fence.continuation) for line in made.body]
        if made.engine == "asis":
            said = made.options.get("echo", "true").strip()
            if (
                made.is_false("echo")
                or made.is_false("include")
                or not is_condition_met(said, fence.opening, self.context)
            ):
                return []
            return [fence.opening.with_text(""), *walk.rewrite_text(body), fence.opening.with_text("")]
        kind = made.options.get("type", made.engine)
        title: str | None = None
        if made.engine in _THEOREMS:
            name = made.options.get("name", "")
            if attributes := divs.theorem_attributes(walk, made.engine, made.label):
                return divs.theorem(
                    fence.opening, fence.continuation, made.engine, attributes, name, walk.rewrite_text(body)
                )
            title = f"{made.engine.capitalize()}{f' ({name})' if name else ''}"
        kind = re.sub(r"^(?:rmd|rmd-)", "", kind)
        return boxes.box(fence.opening, fence.continuation, kind, title, walk.rewrite_text(body))

    def _results(self, walk: DialectWalk, fence: Fence, made: Cell) -> list[SourceLine]:
        """The figures and tables of a cell: those that it shows, those that lie ready, or their place."""
        options, at = made.options, fence.opening
        titles = [self._caption(walk, at, each) for each in captions(options.get("fig-cap", ""))]
        label = self._label(made)
        pictures = [*included_pictures(made.body)]
        if not pictures:
            pictures = self._stored(made, at)
        out: list[str] = []
        for row, caption in enumerate(titles):
            # Figures with titles of their own are told apart by their numbers, as knitr does it.
            own = f"{label}-{row + 1}" if label and len(titles) > 1 else label
            shown = pictures if len(titles) == 1 else pictures[row : row + 1]
            if shown:
                below = [self._caption(walk, at, each) for each in entries(options.get("fig-subcap", ""))]
                out += [*self._figure(shown, caption, own, made, below), ""]
            elif caption and not self._computed(caption):
                self._lack(at, "figure")
                out += [*_place(caption, own, walk.context.lang), ""]
        printed = self._printed_file(fence, made)
        table = options.get("tbl-cap", "") or table_caption(made.body)
        if not pictures and (table or made.label.startswith("tbl-")):
            self._lack(at, "table")
            out += self._table(made, self._caption(walk, at, table) if table else "")
        lead = fence.continuation
        return [*printed, *([at.with_text((lead + text).rstrip()) for text in ["", *out, ""]] if out else ())]

    def _printed_file(self, fence: Fence, made: Cell) -> list[SourceLine]:
        """A file that a cell only prints. One without a folder in its name may be another than the book's own."""
        found = _PRINTED.fullmatch("\n".join(line.text for line in made.body).strip())
        if found is None or self.context.look_up(found[2], fence.opening) is None:
            return []
        body = trim(tuple(self.context.read_lines(found[2], fence.opening) or ()))
        at = fence.opening.with_text("")
        return [at, *code.write(replace(fence, lead=fence.continuation), body=body), at] if body else []

    def _lack(self, at: SourceLine, what: str) -> None:
        self.context.report("dialect.not-run", f"a {what} that a cell makes is not among the files of the book", at,
                        "its place and its caption are kept")  # fmt: skip

    def _label(self, made: Cell) -> str:
        label = re.sub(r"[^\w:.-]+", "-", made.label).strip("-")
        if not label or (self.prefix and "fig-cap" not in made.options):
            return ""
        return label if label.startswith("fig-") or not self.prefix else self.prefix + label

    def _caption(self, walk: DialectWalk, at: SourceLine, text: str) -> str:
        if named := re.fullmatch(r"\(ref:([^)]+)\)", text.strip()):
            text = self.context.texts.get(named[1], "")
        elif self._computed(text):
            text = paste(text)
        return walk.prose(walk, at.with_text(" ".join(text.split()))).text

    def _computed(self, text: str) -> bool:
        return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", text.strip(), re.DOTALL))

    def _figure(self, pictures: list[str], caption: str, label: str, made: Cell, below: list[str]) -> list[str]:
        options = made.options
        alts = entries(options.get("fig-alt", ""))
        width = _width(options.get("out-width", ""))
        shown = []
        for row, picture in enumerate(pictures):
            alt = " ".join((alts[row] if row < len(alts) else alts[0] if alts else "").split())
            if _is_computed_alt(alt):
                alt = ""
            attributes = [
                f'fig-alt="{_quoted(alt)}"' if alt else "",
                f"width={width}" if width and len(pictures) == 1 else "",
            ]
            attributes = [each for each in attributes if each]
            own = f" {{{' '.join(attributes)}}}".replace(" {", "{") if attributes else ""
            shown.append(f"![{below[row] if row < len(below) else ''}]({_address(picture)}){own}")
        if not caption and not label:
            return [line for each in shown for line in (each, "")]
        if not label.startswith("fig-"):
            return [*(line for each in shown[:-1] for line in (each, "")), shown[-1].replace("![", f"![{caption}", 1)]
        inside = [line for each in shown for line in (each, "")]
        return [f"::: {{#{label}}}", "", *inside, *([caption, ""] if caption else []), ":::"]

    def _stored(self, made: Cell, at: SourceLine) -> list[str]:
        """Pictures that the tool has left behind, where the book carries them."""
        if not made.label:
            return []
        chapter = self.context.chapter.file.stem
        label = re.sub(r"[^\w-]+", "-", made.label)
        beside = [f"{chapter}_files/figure-html", f"_bookdown_files/{chapter}_files/figure-html",
                  "_bookdown_files/_main_files/figure-html", f"{chapter}_files/figure-epub", "figures", "figure",
                  f"{chapter}_files/figure-pdf"]  # fmt: skip
        for folder in (*beside, *self._printed(chapter)):
            if not self.context.has_folder(folder, at):
                continue
            for name in (f"{label}-1.png", f"{label}-1.svg", f"{label}-1.jpeg", f"{label}-1.jpg", f"{label}.png"):
                if self.context.has_file(f"{folder}/{name}", at):
                    stem, dash, suffix = name.rpartition("-1.")
                    rest = (f"{folder}/{stem}-{number}.{suffix}" for number in itertools.count(2) if dash)
                    return [
                        f"{folder}/{name}",
                        *itertools.takewhile(lambda each: self.context.has_file(each, at), rest),
                    ]
        return []

    def _printed(self, chapter: str) -> list[str]:
        """Where pictures lie in a site that the book has been made into, and that is kept with it."""
        base, dialect = self.context.chapter.base, self.context.dialect
        inner = posixpath.relpath(base, dialect.home)
        sites = [posixpath.relpath(posixpath.join(dialect.home, each), base) for each in dialect.outputs]
        mains = (posixpath.join(inner, f"{chapter}_files"), *self.common_folders)
        return [posixpath.normpath(posixpath.join(site, main, "figure-html")) for site in sites for main in mains]

    def _table(self, made: Cell, caption: str) -> list[str]:
        label = re.sub(r"[^\w:.-]+", "-", made.label).strip("-")
        if self.prefix:
            label = f"tbl-{label}"
        named = f" {{#{label}}}" if label.startswith("tbl-") else ""
        text = word("no-result", self.context.lang)
        return ["|     |", "|:----|", f"| [{text}]{{.octavo-absent}} |", "", f": {caption}{named}"]


_CHILD = re.compile(r"(?<![\w.])knit_child\(")
_FILE = re.compile(r"\s*`r (?:xfun::)?file_string\(([\"'])([^\"']+)\1\)`\s*")
_PRINTED = re.compile(r"(?:writeLines|cat)\((?:xfun::|readr::)?(?:readLines|read_utf8|read_lines)"
                      r"\(([\"'])([^\"']+/[^\"']+)\1\)(?:,\s*sep\s*=\s*[\"']\\n[\"'])?\)")  # fmt: skip


def _place(caption: str, label: str, lang: str) -> list[str]:
    text = f"[{word('no-result', lang)}]{{.octavo-missing}}"
    name = f"#{label} " if label else ""
    return [f"::: {{{name}.octavo-place}}", "", text, "", caption, "", ":::"]


def is_condition_met(said: str, line: SourceLine, context: DialectContext) -> bool:
    """Whether something is shown that depends on the format: octavo's editions hold what an ebook does."""
    plain = said.strip().lower()
    if plain in ("true", "t", ""):
        return True
    if _HTML.fullmatch(said.strip()):
        negated = plain.startswith("!")
        return ("html" in plain) != negated
    context.report_dropped("what depends on a computed condition", line)
    return False


def _shown(fence: Fence) -> list[SourceLine]:
    """A block that Pandoc reads as it is; with the fences that its tool would have understood."""
    is_plain = not fence.info or re.fullmatch(r"\{\s*=\w+\s*\}", fence.info)
    is_literal = fence.info.startswith("{{")
    said = None if is_plain else code.parse_info(fence.info)
    # Between its fences, "`r ''`" keeps knitr from taking what is shown for a cell.
    body = tuple(
        line.with_text(line.text.replace("`r ''`", "")) if "`r ''`" in line.text else line for line in fence.body
    )
    if said is None or (fence.info.startswith("{") and not said.title and not is_literal):
        most = max((len(run) + 1 for line in body for run in re.findall(r"`{3,}", line.text)), default=3)
        marks = "`" * max(most, len(fence.marks)) if fence.marks[0] == "`" else fence.marks
        again, body = fence.continuation, code.strip_line_ends(body)
        opening = fence.opening.with_text(f"{fence.lead}{marks}{fence.info}")
        last = code.line_after(fence.opening, body)
        return [opening, *(line.with_lead(again) for line in body), last.with_text(again + marks)]
    title = said.values.get("lst-cap", said.title)
    label = said.id if said.id.startswith("lst-") else ""
    return code.write(fence, said.lang, said.marked, title=title, name="" if title else said.id, label=label, body=body)


def _is_computed_alt(alt: str) -> bool:
    return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", alt))


def _width(text: str) -> str:
    return text if re.fullmatch(r"\d+(?:\.\d+)?(?:%|px)", text) else ""


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _address(path: str) -> str:
    return f"<{path}>" if re.search(r"[\s()]", path) else path
