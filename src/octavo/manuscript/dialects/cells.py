"""The cells of knitr and Quarto: their code as the author wants to show it, and such results as the book contains.

No cell is run. A picture that a cell includes is shown; in place of one that it would compute there are its number
and its caption.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.manuscript.dialects import boxes, code, divs, inline
from octavo.manuscript.dialects.cell_options import Cell, captions, entries, parse_cell, trim
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Fence, SourceLine
from octavo.manuscript.dialects.r_code import (
    TableCall,
    included_pictures,
    paste,
    split_arguments,
    table_calls,
    unquote,
    until_closed,
)
from octavo.manuscript.dialects.walk import DialectWalk
from octavo.model.words import word
from octavo.tools.markdown_scan import fence_around

_BOXES = {"block", "block2"}
_THEOREMS = {"theorem", "lemma", "corollary", "proposition", "conjecture", "definition", "example", "exercise",
             "hypothesis", "proof", "remark", "solution"}  # fmt: skip
_SILENT = {"css", "sass", "scss", "js"}
"""Engines whose cells only style the page."""
_LEARNED = ("echo", "include", "eval", "out.width")
"""The options that are learned from scripts that set them for all cells."""
_SOURCED = re.compile(r"(?<![\w.])(?:source|sys\.source)\(\s*([\"'])([^\"'\n]+\.[rR])\1")
_COMMENT = re.compile(r"(?m)^((?:[^\"'#\n]|\"[^\"\n]*\"|'[^'\n]*')*)#.*$")
_HTML = re.compile(r"!?\s*(?:knitr::)?(?:is_html(?:_output\(.*\))?|is_latex(?:_output\(.*\))?)")


@dataclass
class Cells:
    """Rewrites the cells of one chapter."""

    context: DialectContext
    prefix: str
    """What is put before the label of a figure: those of bookdown have no prefix of their own."""
    usual: dict[str, str] = field(default_factory=dict)
    """The options of cells that do not set them."""
    common_folders: tuple[str, ...] = ()
    """Folders of a finished site in which the figures of all chapters can be."""
    code_by_label: dict[str, tuple[SourceLine, ...]] = field(default_factory=dict)
    """Code by label, for cells that show it again."""

    def learn_from(self, fence: Fence) -> None:
        """Learn from a cell what it sets for others."""
        cell = parse_cell(fence)
        if cell is None:
            return
        if cell.label:
            self.code_by_label[cell.label] = cell.body
        if cell.engine == "r":
            self._learn("\n".join(line.text for line in cell.body), fence.opening)

    def learn_from_script(self, name: str, at: SourceLine) -> None:
        """Learn from a script of the book what it sets for all cells, without running it."""
        if self.context.look_up(name, at) is not None:
            source = self.context.read_lines(name, at) or ()
            self._learn("\n".join(line.text for line in source), at, is_script=True)

    def _learn(self, text: str, at: SourceLine, is_script: bool = False) -> None:
        bare = _COMMENT.sub(r"\1", text)
        for found in () if is_script else _SOURCED.finditer(bare):
            self.learn_from_script(found[2], at)
        for found in re.finditer(r"opts_chunk\$set\(", bare):
            parts = (each.partition("=") for each in split_arguments(until_closed(bare[found.end() :])))
            options = {key.strip(): unquote(value.strip()) for key, _, value in parts}
            self.usual.update({key.replace(".", "-"): options[key] for key in _LEARNED if key in options})

    def write(self, walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
        """Return the lines for a block of code that may be a cell."""
        cell = parse_cell(fence)
        if cell is None:
            return _write_plain_block(replace(fence, body=tuple(self._with_files(fence.body))))
        cell.options = options = {**self.usual, **cell.options}
        if child := options.get("child"):
            source = self.context.read_lines(child, fence.opening)
            return walk.rewrite_text(source) if source is not None else []
        if cell.engine in _BOXES or cell.engine in _THEOREMS or cell.engine == "asis":
            return self._text(walk, fence, cell)
        if cell.is_false("include") or cell.engine in _SILENT:
            return []
        lines = self._code(fence, cell)
        if cell.is_false("eval"):
            return lines
        results = [*self._child(walk, fence, cell), *self._results(walk, fence, cell)]
        if fence.lead.strip() and lines == [] and results:
            results[0] = results[0].with_text(fence.lead + results[0].text.lstrip())
        return [*lines, *results]

    def _with_files(self, body: Sequence[SourceLine]) -> Iterator[SourceLine]:
        """Yield lines of code, with the files that knitr would insert among them."""
        for line in body:
            found = _FILE.fullmatch(line.text) if "file_string(" in line.text else None
            source = self.context.read_lines(found[2], line) if found else None
            yield from [line] if source is None else source

    def _child(self, walk: DialectWalk, fence: Fence, cell: Cell) -> list[SourceLine]:
        """Return the text that a cell inserts with `knit_child("f", options = list(…))`."""
        whole = "\n".join(line.text for line in cell.body)
        if cell.engine != "r" or (call := _CHILD.search(whole)) is None:
            return []
        arguments = [each.strip() for each in split_arguments(until_closed(whole[call.end() :]))]
        name = re.sub(r"^(?:input\s*=\s*)?", "", arguments[0]) if arguments else ""
        source = self.context.read_lines(unquote(name), fence.opening) if name[:1] in ("'", '"') else None
        if source is None:
            return []
        options = next((each for each in arguments if re.match(r"options\s*=\s*list\(", each)), "")
        parts = (each.partition("=") for each in split_arguments(until_closed(options.partition("(")[2])))
        usual = self.usual
        self.usual = {**usual, **{key.strip().replace(".", "-"): unquote(value.strip()) for key, _, value in parts}}
        inside = [line.with_lead(fence.continuation) for line in walk.rewrite_text(source)]
        self.usual = usual
        return [fence.opening.with_text(""), *inside, fence.opening.with_text("")]

    def _code(self, fence: Fence, cell: Cell) -> list[SourceLine]:
        if cell.is_false("echo"):
            return []
        body = cell.body
        if not body and (other := cell.options.get("ref-label")):
            body = self.code_by_label.get(unquote(other), ())
        if name := cell.options.get("file") or cell.options.get("code-file"):
            body = tuple(self.context.read_lines(name, fence.opening) or ()) or body
        if not body:
            return []
        code.report_drawing(self.context, cell.engine, fence)
        body = tuple(line.with_text(re.sub(r"#\s*<(\d+)>\s*$", r"# (\1)", line.text)) for line in body)
        title = cell.options.get("filename", "") or cell.options.get("lst-cap", "")
        label = cell.options.get("lst-label", "")
        return code.write(fence, cell.engine, title=title, name="" if title else label, body=body, label=label)

    def _text(self, walk: DialectWalk, fence: Fence, cell: Cell) -> list[SourceLine]:
        body = [line.with_lead(fence.continuation) for line in cell.body]
        if cell.engine == "asis":
            condition = cell.options.get("echo", "true").strip()
            if (
                cell.is_false("echo")
                or cell.is_false("include")
                or not is_condition_met(condition, fence.opening, self.context)
            ):
                return []
            return [fence.opening.with_text(""), *walk.rewrite_text(body), fence.opening.with_text("")]
        kind = cell.options.get("type", cell.engine)
        title: str | None = None
        if cell.engine in _THEOREMS:
            name = cell.options.get("name", "")
            if attributes := divs.theorem_attributes(walk, cell.engine, cell.label):
                return divs.theorem(
                    fence.opening, fence.continuation, cell.engine, attributes, name, walk.rewrite_text(body)
                )
            title = f"{cell.engine.capitalize()}{f' ({name})' if name else ''}"
        kind = re.sub(r"^(?:rmd|rmd-)", "", kind)
        return boxes.box(fence.opening, fence.continuation, kind, title, walk.rewrite_text(body))

    def _results(self, walk: DialectWalk, fence: Fence, cell: Cell) -> list[SourceLine]:
        """Return the figures and tables of a cell: pictures that it includes or left behind, or else a placeholder."""
        options, at = cell.options, fence.opening
        titles = [self._caption(walk, at, each) for each in captions(options.get("fig-cap", ""))]
        label, alts = self._label(cell), entries(options.get("fig-alt", ""))
        pictures = [*included_pictures(cell.body)]
        if not pictures:
            pictures = self._find_pictures(cell, at)
        out: list[str] = []
        for row, caption in enumerate(titles):
            # As in knitr, figures with captions of their own get numbered labels.
            own = f"{label}-{row + 1}" if label and len(titles) > 1 else label
            images = pictures if len(titles) == 1 else pictures[row : row + 1]
            if images:
                below = [self._caption(walk, at, each) for each in entries(options.get("fig-subcap", ""))]
                out += [*self._figure(images, caption, own, cell, below), ""]
            elif caption and not _is_call(caption):
                self._report_missing(at, "figure")
                shown = alts[row] if row < len(alts) else alts[0] if len(alts) == 1 else ""
                out += [*_place(caption, own, "" if _is_call(shown) else shown, walk.context.lang), ""]
        quoted = self._quote_file(fence, cell)
        for table in () if pictures else self._tables(cell):
            self._report_missing(at, "table")
            caption = self._caption(walk, at, table.caption) if table.caption else ""
            out += [*(("",) if out else ()), *self._table(table.label, caption)]
        lead = fence.continuation
        return [*quoted, *([at.with_text((lead + text).rstrip()) for text in ["", *out, ""]] if out else ())]

    def _quote_file(self, fence: Fence, cell: Cell) -> list[SourceLine]:
        """Return a file whose text a cell prints. A name without a folder is ignored: the file may not be the book's
        own."""
        found = _PRINTED.fullmatch("\n".join(line.text for line in cell.body).strip())
        if found is None or self.context.look_up(found[2], fence.opening) is None:
            return []
        body = trim(tuple(self.context.read_lines(found[2], fence.opening) or ()))
        at = fence.opening.with_text("")
        return [at, *code.write(replace(fence, lead=fence.continuation), body=body), at] if body else []

    def _report_missing(self, at: SourceLine, what: str) -> None:
        message = f"the {what} that a cell would make is not among the files of the book"
        self.context.report("dialect.not-run", message, at, "a placeholder keeps its number and its caption")

    def _label(self, cell: Cell) -> str:
        label = re.sub(r"[^\w:.-]+", "-", cell.label).strip("-")
        if not label or (self.prefix and "fig-cap" not in cell.options):
            return ""
        return label if label.startswith("fig-") or not self.prefix else self.prefix + label

    def _caption(self, walk: DialectWalk, at: SourceLine, text: str) -> str:
        if label_attribute := re.fullmatch(r"\(ref:([^)]+)\)", text.strip()):
            text = self.context.texts.get(label_attribute[1], "")
        elif _is_call(text):
            text = paste(text)
        return walk.prose(walk, at.with_text(" ".join(text.split()))).text

    def _is_call(self, text: str) -> bool:
        return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", text.strip(), re.DOTALL))

    def _figure(self, pictures: list[str], caption: str, label: str, cell: Cell, below: list[str]) -> list[str]:
        options = cell.options
        alts = entries(options.get("fig-alt", ""))
        width = _width(options.get("out-width", ""))
        images = []
        for row, picture in enumerate(pictures):
            alt = " ".join((alts[row] if row < len(alts) else alts[0] if alts else "").split())
            if _is_call(alt):
                alt = ""
            attributes = [
                f'fig-alt="{_escape_quotes(alt)}"' if alt else "",
                f"width={width}" if width and len(pictures) == 1 else "",
            ]
            attributes = [each for each in attributes if each]
            own = f" {{{' '.join(attributes)}}}".replace(" {", "{") if attributes else ""
            images.append(f"![{below[row] if row < len(below) else ''}]({_address(picture)}){own}")
        if not caption and not label:
            return [line for each in images for line in (each, "")]
        if not label.startswith("fig-"):
            return [*(line for each in images[:-1] for line in (each, "")), images[-1].replace("![", f"![{caption}", 1)]
        inside = [line for each in images for line in (each, "")]
        return [f"::: {{#{label}}}", "", *inside, *([caption, ""] if caption else []), ":::"]

    def _find_pictures(self, cell: Cell, at: SourceLine) -> list[str]:
        """Return the pictures that an earlier run of the tool left in the book."""
        if not cell.label:
            return []
        chapter = self.context.chapter.file.stem
        label = re.sub(r"[^\w-]+", "-", cell.label)
        usual_folders = [f"{chapter}_files/figure-html", f"_bookdown_files/{chapter}_files/figure-html",
                  "_bookdown_files/_main_files/figure-html", f"{chapter}_files/figure-epub", "figures", "figure",
                  f"{chapter}_files/figure-pdf"]  # fmt: skip
        for folder in (*usual_folders, *self._site_folders(chapter)):
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

    def _site_folders(self, chapter: str) -> list[str]:
        """Return the folders of pictures in finished sites that are kept with the book."""
        base, dialect = self.context.chapter.base, self.context.dialect
        inner = posixpath.relpath(base, dialect.home)
        sites = [posixpath.relpath(posixpath.join(dialect.home, each), base) for each in dialect.outputs]
        mains = (posixpath.join(inner, f"{chapter}_files"), *self.common_folders)
        return [posixpath.normpath(posixpath.join(site, main, "figure-html")) for site in sites for main in mains]

    def _tables(self, cell: Cell) -> list[TableCall]:
        """Return the tables that a cell would make, by its options or else by its code."""
        if caption := cell.options.get("tbl-cap") or cell.options.get("tab-cap"):
            return [TableCall(caption, cell.label)]
        # The label of the cell is that of its first table only.
        found = [
            each if row or each.label else replace(each, label=cell.label)
            for row, each in enumerate(table_calls(cell.body))
        ]
        return found or ([TableCall("", cell.label)] if cell.label.startswith("tbl-") else [])

    def _table(self, label: str, caption: str) -> list[str]:
        label = re.sub(r"[^\w:.-]+", "-", label).strip("-")
        if self.prefix and label:
            label = f"tbl-{label}"
        label_attribute = f" {{#{label}}}" if label.startswith("tbl-") else ""
        text = word("no-result", self.context.lang)
        return ["|     |", "|:----|", f"| [{text}]{{.octavo-absent}} |", "", f": {caption}{label_attribute}"]


_CHILD = re.compile(r"(?<![\w.])knit_child\(")
_FILE = re.compile(r"\s*`r (?:xfun::)?file_string\(([\"'])([^\"']+)\1\)`\s*")
_PRINTED = re.compile(r"(?:writeLines|cat)\((?:xfun::|readr::)?(?:readLines|read_utf8|read_lines)"
                      r"\(([\"'])([^\"']+/[^\"']+)\1\)(?:,\s*sep\s*=\s*[\"']\\n[\"'])?\)")  # fmt: skip


def _place(caption: str, label: str, alt: str, lang: str) -> list[str]:
    """Return the place of a figure that was not made, with its alt text if there is one."""
    text = f"[{inline.escape(' '.join(alt.split())) or word('no-result', lang)}]{{.octavo-missing}}"
    name = f"#{label} " if label else ""
    return [f"::: {{{name}.octavo-place}}", "", text, "", caption, "", ":::"]


def is_condition_met(condition: str, line: SourceLine, context: DialectContext) -> bool:
    """Return whether text for some formats only is in the book: octavo's editions contain what an ebook does."""
    plain = condition.strip().lower()
    if plain in ("true", "t", ""):
        return True
    if _HTML.fullmatch(condition.strip()):
        negated = plain.startswith("!")
        return ("html" in plain) != negated
    context.report_dropped("text that depends on a computed condition", line)
    return False


def _write_plain_block(fence: Fence) -> list[SourceLine]:
    """Return a block that Pandoc reads unchanged, but for fences in the manner of its tool."""
    is_plain = not fence.info or re.fullmatch(r"\{\s*=\w+\s*\}", fence.info)
    is_literal = fence.info.startswith("{{")
    info = None if is_plain else code.parse_info(fence.info)
    # "`r ''`" keeps knitr from running a cell that is only shown.
    body = tuple(
        line.with_text(line.text.replace("`r ''`", "")) if "`r ''`" in line.text else line for line in fence.body
    )
    if info is None or (fence.info.startswith("{") and not info.title and not is_literal):
        marks = fence.marks
        if marks[0] == "`":
            marks = fence_around((line.text for line in body), len(marks))
        again, body = fence.continuation, code.strip_line_ends(body)
        opening = fence.opening.with_text(f"{fence.lead}{marks}{fence.info}")
        last = code.line_after(fence.opening, body)
        return [opening, *(line.with_lead(again) for line in body), last.with_text(again + marks)]
    title = info.values.get("lst-cap", info.title)
    label = info.id if info.id.startswith("lst-") else ""
    return code.write(
        fence, info.lang, info.highlight, title=title, name="" if title else info.id, label=label, body=body
    )


def _is_call(alt: str) -> bool:
    return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", alt))


def _width(text: str) -> str:
    return text if re.fullmatch(r"\d+(?:\.\d+)?(?:%|px)", text) else ""


def _escape_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _address(path: str) -> str:
    return f"<{path}>" if re.search(r"[\s()]", path) else path
