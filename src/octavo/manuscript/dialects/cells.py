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
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Fence, SourceLine
from octavo.manuscript.dialects.walk import DialectWalk
from octavo.model.words import word

_CELL = re.compile(r"\{\s*(?P<engine>[A-Za-z][\w+-]*)\s*(?:[,\s]\s*(?P<rest>.*?))?\s*\}")
_OPTION = re.compile(r"[ \t]*(?:#|//|--|%%?)\|[ \t]?(.*)$")
_KEY = re.compile(r"([\w.-]+)[ \t]*:(?:[ \t]+(.*)|)$")
_BOXES = {"block", "block2"}
_THEOREMS = {"theorem", "lemma", "corollary", "proposition", "conjecture", "definition", "example", "exercise",
             "hypothesis", "proof", "remark", "solution"}  # fmt: skip
_SILENT = {"css", "sass", "scss", "js"}
"""Engines that dress a page."""
_FALSE = {"false", "f", "no"}
_HELD = ("echo", "include", "eval", "out.width")
"""What is learned of what a script sets for all cells."""
_SOURCED = re.compile(r"(?<![\w.])(?:source|sys\.source)\(\s*([\"'])([^\"'\n]+\.[rR])\1")
_COMMENT = re.compile(r"(?m)^((?:[^\"'#\n]|\"[^\"\n]*\"|'[^'\n]*')*)#.*$")
_HTML = re.compile(r"!?\s*(?:knitr::)?(?:is_html(?:_output\(.*\))?|is_latex(?:_output\(.*\))?)")


@dataclass
class Cell:
    """What a cell says: its options by Quarto's names (`fig-cap`), values plain; computed ones as they are written."""

    engine: str
    label: str = ""
    options: dict[str, str] = field(default_factory=dict)
    body: tuple[SourceLine, ...] = ()

    def is_false(self, name: str) -> bool:
        """Whether an option is switched off."""
        return self.options.get(name, "").strip().lower() in _FALSE


def cell(fence: Fence) -> Cell | None:
    """The cell that a block of code is; None where it is only shown."""
    if not fence.info.startswith("{") or (found := _CELL.fullmatch(fence.info)) is None:
        return None
    made = Cell(found["engine"], body=fence.body)
    for row, each in enumerate(_split(found["rest"] or "")):
        key, equals, value = each.partition("=")
        if equals and re.fullmatch(r"\s*[\w.-]+\s*", key):
            made.options[key.strip().replace(".", "-").replace("_", "-")] = _plain(value.strip())
        elif row == 0:
            made.label = _plain(each.strip())
    said, start = _said(fence.body)
    made.options.update(said)
    made.body = _trimmed(fence.body[start:])
    made.label = made.options.get("label", made.label)
    return made


def _split(text: str) -> Iterator[str]:
    """Parts of a row of R's arguments, or of words before them."""
    depth, quote, start = 0, "", 0
    for at, each in enumerate(text):
        if quote:
            quote = "" if each == quote and text[at - 1] != "\\" else quote
        elif each in "\"'`":
            quote = each
        elif each in "([{":
            depth += 1
        elif each in ")]}":
            depth -= 1
        elif each == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    if text[start:].strip():
        yield text[start:]


def _plain(value: str) -> str:
    """A literal without its quotation marks."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value[1:-1])
    return value


def _said(body: Sequence[SourceLine]) -> tuple[dict[str, str], int]:
    """The options in a cell's first lines, and where its code begins."""
    said: dict[str, str] = {}
    key = ""
    options = list(itertools.takewhile(bool, (_OPTION.match(line.text) for line in body)))
    for option in filter(None, options):
        if (found := _KEY.match(option[1])) is not None:
            key = found[1].replace(".", "-").replace("_", "-")
            value = (found[2] or "").strip()
            said[key] = "" if re.fullmatch(r"[|>][+-]?", value) else value
        elif key and option[1].strip():
            said[key] = f"{said[key]}\n{option[1].strip()}" if said[key] else option[1].strip()
    return {name: _scalar(value) for name, value in said.items()}, len(options)


def _scalar(value: str) -> str:
    value = re.sub(r"^!expr\s+", "", value)
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1].replace("\n", " "))
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").replace("\n", " ")
    return value if value.startswith("-") or "\n-" in value else " ".join(value.split())


def _trimmed(body: tuple[SourceLine, ...]) -> tuple[SourceLine, ...]:
    rows = [row for row, line in enumerate(body) if line.text.strip()]
    return body[rows[0] : rows[-1] + 1] if rows else ()


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
        made = cell(fence)
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
            parts = (each.partition("=") for each in _split(_until_closed(bare[found.end() :])))
            said = {key.strip(): _plain(value.strip()) for key, _, value in parts}
            self.usual.update({key.replace(".", "-"): said[key] for key in _HELD if key in said})

    def set(self, walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
        """What becomes of a block of code that may be a cell."""
        made = cell(fence)
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
        arguments = [each.strip() for each in _split(_until_closed(whole[call.end() :]))]
        name = re.sub(r"^(?:input\s*=\s*)?", "", arguments[0]) if arguments else ""
        taken = self.context.read_lines(_plain(name), fence.opening) if name[:1] in ("'", '"') else None
        if taken is None:
            return []
        options = next((each for each in arguments if re.match(r"options\s*=\s*list\(", each)), "")
        parts = (each.partition("=") for each in _split(_until_closed(options.partition("(")[2])))
        usual = self.usual
        self.usual = {**usual, **{key.strip().replace(".", "-"): _plain(value.strip()) for key, _, value in parts}}
        inside = [line.with_lead(fence.continuation) for line in walk.rewrite_text(taken)]
        self.usual = usual
        return [fence.opening.with_text(""), *inside, fence.opening.with_text("")]

    def _code(self, fence: Fence, made: Cell) -> list[SourceLine]:
        if made.is_false("echo"):
            return []
        body = made.body
        if not body and (other := made.options.get("ref-label")):
            body = self.known.get(_plain(other), ())
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
        captions = [self._caption(walk, at, each) for each in _captions(options.get("fig-cap", ""))]
        label = self._label(made)
        pictures = [*_included(made.body)]
        if not pictures:
            pictures = self._stored(made, at)
        out: list[str] = []
        for row, caption in enumerate(captions):
            # Figures with captions of their own are told apart by their numbers, as knitr does it.
            own = f"{label}-{row + 1}" if label and len(captions) > 1 else label
            shown = pictures if len(captions) == 1 else pictures[row : row + 1]
            if shown:
                below = [self._caption(walk, at, each) for each in _list(options.get("fig-subcap", ""))]
                out += [*self._figure(shown, caption, own, made, below), ""]
            elif caption and not self._computed(caption):
                self._lack(at, "figure")
                out += [*_place(caption, own, walk.context.lang), ""]
        printed = self._printed_file(fence, made)
        table = options.get("tbl-cap", "") or _table_caption(made.body)
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
        body = _trimmed(tuple(self.context.read_lines(found[2], fence.opening) or ()))
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
            text = _pasted(text)
        return walk.prose(walk, at.with_text(" ".join(text.split()))).text

    def _computed(self, text: str) -> bool:
        return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", text.strip(), re.DOTALL))

    def _figure(self, pictures: list[str], caption: str, label: str, made: Cell, below: list[str]) -> list[str]:
        options = made.options
        alts = _list(options.get("fig-alt", ""))
        width = _width(options.get("out-width", ""))
        shown = []
        for row, picture in enumerate(pictures):
            alt = " ".join((alts[row] if row < len(alts) else alts[0] if alts else "").split())
            if _computed_alt(alt):
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
_TABLE = re.compile(r"\b(?:kable|kbl|set_caption|datatable)\(")
_CAPTION = re.compile(r"caption\s*=\s*(?P<text>[\"'].*[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\(.*\)|[\w.]+)", re.DOTALL)


def _table_caption(body: Sequence[SourceLine]) -> str:
    """What the code of a cell calls the table that it makes."""
    whole = "\n".join(line.text for line in body)
    for found in _TABLE.finditer(whole):
        for argument in _split(_until_closed(whole[found.end() :])):
            if (said := _CAPTION.fullmatch(argument.strip())) is not None:
                text = said["text"]
                if re.fullmatch(r"[\w.]+", text):  # a name: what it stands for may be said before
                    text = _set_to(text, whole)
                if not text:
                    continue
                return " ".join((_plain(text) if text[0] in "\"'" else _pasted(text)).split())
    return ""


def _set_to(name: str, whole: str) -> str:
    """The text, or the texts pasted together, that a name is given in a cell."""
    found = re.search(rf"(?m)^\s*{re.escape(name)}\s*(?:<-|=)\s*(?=[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\()", whole)
    if found is None:
        return ""
    rest = whole[found.end() :]
    if rest[0] in "\"'":
        said = re.match(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", rest)
        return said[0] if said else ""
    head, _, inside = rest.partition("(")
    return f"{head}({_until_closed(inside)})"


def _pasted(text: str) -> str:
    """The literal texts that R would paste together, with an ellipsis for what only a run would know."""
    name, _, rest = text.partition("(")
    parts = [each.strip() for each in _split(_until_closed(rest))]
    plain = [
        _plain(each) if each[:1] in "\"'" else "…" for each in parts if not re.match(r"(?:sep|collapse)\s*=", each)
    ]
    if all(each == "…" for each in plain):
        return ""
    between = "" if name.strip().endswith(("paste0", "str_c")) else " "
    return " ".join(between.join(plain).split())


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


_INCLUDE = re.compile(r"include_graphics\(")


def _included(body: Sequence[SourceLine]) -> Iterator[str]:
    """The pictures that a cell shows by their names."""
    whole = "\n".join(line.text.partition("#")[0] if line.text.lstrip().startswith("#") else line.text for line in body)
    if "include_graphics" not in whole:
        return
    for found in _INCLUDE.finditer(whole):
        argument = next(_split(_until_closed(whole[found.end() :])), "").strip()
        argument = re.sub(r"^path\s*=\s*", "", argument)
        yield from _paths(argument, whole)


def _paths(argument: str, whole: str) -> Iterator[str]:
    if joined := re.fullmatch(r"(?:[\w.]+::)?(?:here|file\.path)\((.*)\)", argument, re.DOTALL):
        parts = [_plain(each.strip()) for each in _split(joined[1])]
        if all(re.fullmatch(r"\s*[\"'].*[\"']\s*", each) for each in _split(joined[1])):
            yield "/".join(parts)
    elif rows := re.fullmatch(r"c\((.*)\)", argument, re.DOTALL):
        for each in _split(rows[1]):
            yield from _paths(each.strip(), whole)
    elif re.fullmatch(r"\"[^\"]*\"|'[^']*'", argument):
        yield argument[1:-1]
    elif re.fullmatch(r"[\w.]+", argument):
        set_to = re.search(rf"(?m)^\s*{re.escape(argument)}\s*(?:<-|=)\s*([\"'])(.*?)\1\s*$", whole)
        if set_to:
            yield set_to[2]


def _until_closed(text: str) -> str:
    depth, quote = 0, ""
    for at, each in enumerate(text):
        if quote:
            quote = "" if each == quote else quote
        elif each in "\"'":
            quote = each
        elif each == "(":
            depth += 1
        elif each == ")":
            if depth == 0:
                return text[:at]
            depth -= 1
    return text


def _list(text: str) -> list[str]:
    """The entries of a list in YAML or in R; one text is a list of one."""
    if text.startswith("-"):
        parts = [re.sub(r"^-\s*", "", each) for each in re.split(r"\n(?=-)", text)]
        return [_scalar(each) for each in parts]
    if rows := re.fullmatch(r"c\((.*)\)", text.strip(), re.DOTALL):
        return [_plain(each.strip()) for each in _split(rows[1])]
    if rows := re.fullmatch(r"\[(.*)\]", text.strip(), re.DOTALL):
        return [_plain(each.strip()) for each in _split(rows[1])]
    return [text] if text else []


def _captions(text: str) -> list[str]:
    """The captions of a cell: one, but where they are a list, and not a text in brackets."""
    is_list = re.match(r"-\s|c\(|\[\s*[\"']", text.strip())
    return (_list(text) if is_list else [text]) or [""]


def _computed_alt(alt: str) -> bool:
    return bool(re.fullmatch(r"[\w.:$@]+\(.*\)", alt))


def _width(text: str) -> str:
    return text if re.fullmatch(r"\d+(?:\.\d+)?(?:%|px)", text) else ""


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _address(path: str) -> str:
    return f"<{path}>" if re.search(r"[\s()]", path) else path
