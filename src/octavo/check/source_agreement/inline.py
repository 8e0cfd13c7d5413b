"""The inline scanner: what kind of thing each character of a paragraph is.

Longer than 400 lines because all signs share what was found before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.check.source_agreement.finding import ForwardSearch
from octavo.check.source_agreement.kinds import CODES, Kind
from octavo.model.dialect import SourceHints
from octavo.model.html_elements import FLAGS

_TRIGGER = re.compile(r"[\\`<$^\[\]({@:*~&+]")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?")
_COMMAND_IN_FORMULA = re.compile(
    r"\\(?:begin|end|label|color|textcolor|vphantom|hphantom|hspace|vspace|ref|eqref|cref|autoref)\*?\{[^{}]{0,300}+\}"
    r"|\\kern[ ]*[\d.]+[a-z]{2}|\\[A-Za-z]+\*?"
)
_ENVIRONMENT = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")
_FORMULAS = re.compile(r"(?:equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat)")
_QUIET_NAMES = (
    "newpage clearpage cleardoublepage pagebreak mainmatter frontmatter backmatter appendix noindent printindex "
    "tableofcontents listoffigures listoftables bigskip medskip smallskip sloppy vspace hspace thispagestyle "
    "pagestyle pagenumbering setcounter setlength addtocontents addcontentsline markboth phantomsection label ref "
    "nameref vref Vref Autoref labelcref thref "
    "eqref pageref autoref cref Cref cite citep citet index nocite newcommand renewcommand providecommand "
    "newenvironment DeclareMathOperator def let usepackage input include centering raggedright newline linebreak "
    "hfill vfill protect footnotemark BeginKnitrBlock EndKnitrBlock"
)
_QUIET = frozenset(_QUIET_NAMES.split())
"""Commands of TeX whose arguments are not text."""
_DEFINING_NAMES = "newcommand renewcommand providecommand newenvironment DeclareMathOperator def let"
_DEFINING = frozenset(_DEFINING_NAMES.split())
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w.-]+)>")
_TAG = re.compile(
    r"</?[A-Za-z][\w:.-]*+(?:\s++(?:[^<>\"'\s]|\s|\"[^\"]{0,5000}+\"|'[^']{0,5000}+'){0,4000}+|/?)>|<[?!][A-Za-z\[][^<>]{0,2000}+>"
)
_WORDS_IN_TAG = re.compile(r"<([A-Za-z][\w:.-]*)\s+([^=<>\"'/]+?)\s*/?>")
_OF_LINES = frozenset(["dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "td", "th"])
_TAG_NAME = re.compile(r"</?([A-Za-z][\w:-]*)")
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_IN_LINE_NAMES = (
    "a abbr b bdi bdo big cite code data dfn del em font i ins kbd label mark q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr"
)
_IN_LINE = frozenset(_IN_LINE_NAMES.split())
"""HTML elements that do not part words."""
_CLOSED = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "svg", "template", "pre", "textarea", "math")
}
_INSIDE = {"script": Kind.SCRIPT, "style": Kind.SCRIPT, "template": Kind.SCRIPT, "svg": Kind.DRAWING}
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,5000}+>|<!--.*?-->", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.|\$(?!\$)){1,6000}+)\$\$", re.DOTALL)
_IN_DOLLARS = re.compile(r"\$(?![\s$])(?:[^$\\]|\\.){0,800}?(?<!\s)\$(?!\d)", re.DOTALL)
_INLINE_CELL = re.compile(r"`r [^`]{0,1000}+`")
_LABELLED = re.compile(r"\((?:\\#[\w:-]{1,300}+|ref:[\w-]{1,300}+)\)")
_NOTE = re.compile(r"\[\^[^\]\s]{1,300}+\]")
_LINK_LABEL = re.compile(r"\]\[[^\]\[]{0,1000}+\]")
_ADDRESS = re.compile(
    r"\]\(\s*+(<[^>\n]{0,3000}+>|(?:\{\{[^{}\n]{0,1000}+\}\}|[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]*+\))*+\)){0,4000}+)"
    r"(\s++(?:\"(?:[^\"\\]|\\.){0,3000}+\"|'(?:[^'\\]|\\.){0,3000}+'|\([^)]{0,3000}+\)))?\s*+\)"
)
_SPACED_ADDRESS = re.compile(r"\]\([^()\n]{0,1000}+\)")
_VALUE = re.compile(r"\{\{\{?(?:[^{}]|\{[^{}]{0,1000}+\}){0,1000}+\}\}\}?")
_SHORTCODES = {"{{<": ">}}", "{{%": "%}}", "{%": "%}", "{!": "!}", "{*": "*}"}
"""What other tools' directives begin and end with."""
_LANGUAGE = re.compile(r"#!\w+[ ]")
_KEYS = re.compile(r"(?<![\w+])\+\+[a-z0-9-]{1,20}+(?:\+[a-z0-9-]{1,20}+){0,5}+\+\+(?!\+)")
_ATTRIBUTES = re.compile(
    r"\{[ ]?(?:[:#.=%!~-]|data-|[\w-]+=)(?:[^{}\"\n]|\n(?![ \t]*\n)|\"[^\"]{0,2000}+\"){0,3000}+\}"
)
_REMARK = re.compile(r"\{>>.{0,2000}?<<\}", re.DOTALL)
_CONDITION = re.compile(r"\bcontent-(visible|hidden)\b")
_WHEN = re.compile(r"\b(when|unless)-(format|profile|meta)\s*=\s*[\"']?([^\"'\s}]+)")
_DARK = re.compile(r"#(?:only-dark|gh-dark-mode-only|dark-mode-only|dark)\b")
_DARK_DEFINITION = re.compile(r"^[ ]{0,11}\[([^\[\]\n]{1,200})\]:[ \t]*\S{1,1000}" + _DARK.pattern, re.MULTILINE)
_DARK_CLASS = re.compile(r"\.(?:only-dark|dark-only|dark-content|dark-mode-only|show-dark)\b")
_QUOTED = re.compile(r"\"([^\"]*)\"")
_URL = re.compile(r"(?:(?!\{\{)[^\s<>()\[\]\"`*])++(?:\([^\s<>()]*+\)(?:(?!\{\{)[^\s<>()\[\]\"`*])*+)*+")
_KEY = re.compile(r"@(?:\{[^}\n]{0,300}+\}|\w[\w:.#$%&+?~/-]{0,300}+)")
_SUFFIX = re.compile(r"[ ]?\[[^\[\]@\n]{1,200}+\](?![(\[])")
_REFERENCE = re.compile(r"\\?@ref\([^)\n]{0,300}+\)")
_ROLE = re.compile(r"\{(?:eq|numref|ref)\}`[^`\n]{1,300}+`")
"""A reference of MyST."""
_HYPERREF = re.compile(r"\\hyperref\[[^\[\]\n]{1,300}+\]")
_LABEL_BEHIND = re.compile(r"[ \t\n]\([A-Za-z](?=[\w]{0,100}[-:.])[\w:.-]{1,300}+\)(?=[ \t]*(?:\n[ \t]*\n|\n?\Z))")
"""The label that MyST puts behind a formula."""
_EMOJI = re.compile(r":(?=[0-9_+-]{0,20}[a-z])[a-z0-9_+-]{1,60}+:(?![\w:])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_JOINED = re.compile(r"(?<=\w)(?:\*+|~|\^)(?=\w)")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n ")
_CELL = re.compile(r"\{?(?:r|python|julia|ojs)\}? ")
_RAW = re.compile(r"\{=\w+\}")


@dataclass
class InlineScanner:
    """Notes the kind of each character in `kinds`, for one stretch of text after the other."""

    text: str
    kinds: bytearray
    hints: SourceHints
    search: ForwardSearch
    links: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    """Where notes within the text begin and end."""
    in_grid: bool = False
    dark_labels: frozenset[str] = field(init=False)
    """The labels of pictures for dark screens, case-folded."""
    _brackets: tuple[int, dict[int, int]] = field(default=(-1, {}))
    """Which bracket closes which, up to the end of a paragraph."""

    def __post_init__(self) -> None:
        labels = (found[1] for found in _DARK_DEFINITION.finditer(self.text)) if "dark" in self.text else ()
        self.dark_labels = frozenset(label.casefold() for label in labels)

    def mark(self, start: int, end: int, kind: Kind) -> None:
        """Note the kind of some characters."""
        if end > start:
            self.kinds[start:end] = bytes([CODES[kind]]) * (end - start)

    def scan(self, start: int, end: int) -> int:
        """Scan a paragraph; return where that ended, which is later than `end` after what runs over blank lines."""
        text, at = self.text, start
        while at < end:
            found = _TRIGGER.search(text, at, end)
            if found is None:
                break
            here = found.start()
            after = _HANDLERS[text[here]](self, here, end)
            at = max(after or 0, here + 1)
        return max(at, end)

    # Each of the following is for one sign; it returns where to go on, or None where the sign is only text.

    def backslash(self, at: int, end: int) -> int | None:
        text = self.text
        if found := _REFERENCE.match(text, at, end):
            self.mark(at, found.end(), Kind.REFERENCE)
            return found.end()
        if (closed := self._bracketed_formula(at, end)) is not None:
            return closed
        if text[at + 1 : at + 2] in _PUNCTUATION:
            self.mark(at, at + 2, Kind.ESCAPE)
            return at + 2
        if found := _ENVIRONMENT.match(text, at, end):
            return self._environment(found)
        found = _COMMAND.match(text, at, end)
        return self._command(found, end) if found else None

    def _bracketed_formula(self, at: int, end: int) -> int | None:
        r"""A formula in `\(…\)` or `\[…\]`, or with two backslashes each."""
        text = self.text
        slashes = 2 if text.startswith("\\\\", at) else 1
        sign = text[at + slashes : at + slashes + 1]
        if sign not in ("(", "["):
            return None
        close = self.search.plain("\\" * slashes + (")" if sign == "(" else "]"), at + slashes + 1, end)
        if close < 0:
            return None
        inside = text[at + slashes + 1 : close]
        if slashes == 1 and sign == "[" and not re.search(r"[\\^_=]", inside):
            return None
        self.formula(at, close + slashes + 1)
        return close + slashes + 1

    def formula(self, start: int, end: int) -> None:
        """Note a formula; the names of its commands are for TeX."""
        self.mark(start, end, Kind.FORMULA)
        for found in _LABELLED.finditer(self.text, start, end):
            self.mark(found.start(), found.end(), Kind.REFERENCE)
        for found in _COMMAND_IN_FORMULA.finditer(self.text, start, end):
            self.mark(found.start(), found.end(), Kind.TEX)
        self.inline_cells(start, end)

    def inline_cells(self, start: int, end: int) -> None:
        """Note code that is run, within a formula or a block of code."""
        for found in _INLINE_CELL.finditer(self.text, start, end) if self.hints.runs_cells else ():
            self.mark(found.start(), found.end(), Kind.CELL)

    def _environment(self, found: re.Match[str]) -> int | None:
        name, start = found[1], found.start()
        close = self.search.plain(f"\\end{{{name}}}", found.end())
        if not 0 < close < start + 20_000:
            return None
        end = close + len(name) + 6
        if _FORMULAS.match(name):
            self.formula(start, end)
        else:
            self.mark(start, end, Kind.TEX)
        return end

    def _command(self, found: re.Match[str], end: int) -> int | None:
        name = found[0][1:].rstrip("*")
        if linked := _HYPERREF.match(self.text, found.start(), end):
            self.mark(found.start(), linked.end(), Kind.TEX)
            return linked.end()
        if name not in _QUIET:
            return None
        close = self._arguments(found.end(), end)
        if name in _DEFINING:
            line = self.text.find("\n", close, end)
            close = line if line > 0 else end
        self.mark(found.start(), close, Kind.TEX)
        return close

    def _arguments(self, at: int, end: int) -> int:
        """Return where the arguments of a command of TeX end."""
        text = self.text
        while at < end and text[at] in "{[":
            opening, closing, depth = text[at], "}" if text[at] == "{" else "]", 0
            if self.search.plain(closing, at, end) < 0:
                break
            for here in range(at, min(end, at + 1000)):
                depth += (text[here] == opening) - (text[here] == closing)
                if not depth:
                    at = here + 1
                    break
            else:
                break
        return at

    def backtick(self, at: int, end: int) -> int | None:
        text, after = self.text, at
        while after < end and text[after] == "`":
            after += 1
        size = after - at
        if self.in_grid and size > 2:
            return after
        closed = self.search.match(_run_of_backticks(size), after, end)
        if closed is None:
            return after
        close = closed[0]
        self.mark(at, after, Kind.MARK)
        self.mark(close, close + size, Kind.MARK)
        self.mark(after, close, Kind.CODE)
        last = close + size
        if language := _LANGUAGE.match(text, after, close):
            self.mark(after, language.end(), Kind.INFO)
        self.values(after, close)
        if raw := _RAW.match(text, last, end):
            self.mark(at, raw.end(), Kind.RAW)
            return raw.end()
        if self.hints.runs_cells and _CELL.match(text, after, close):
            self.mark(at, last, Kind.CELL)
        return last

    def angle(self, at: int, end: int) -> int | None:
        text = self.text
        if text.startswith("<!--", at):
            close = self.search.plain("-->", at + 4)
            if close < 0:
                return None
            self.mark(at, close + 3, Kind.COMMENT)
            return close + 3
        if found := _AUTOLINK.match(text, at, end):
            self.links.append(at)
            return found.end()
        found = _TAG.match(text, at, end)
        return self._tag(found) if found and not self._compares(found, end) else None

    def _compares(self, tag: re.Match[str], end: int) -> bool:
        """Tell whether what looks like a tag is two signs of a comparison with words between, `a <b and c> d`."""
        found = _WORDS_IN_TAG.fullmatch(tag[0])
        if found is None or {word.lower() for word in found[2].split()} <= FLAGS:
            return False
        return found[1].lower() in _OF_LINES or self.search.plain(f"</{found[1]}", tag.end(), end) < 0

    def _tag(self, found: re.Match[str]) -> int:
        start, end = found.span()
        named = _TAG_NAME.match(found[0])
        name = named[1].lower() if named else ""
        self.mark(start, end, Kind.MARK if name in _IN_LINE else Kind.TAG)
        if " " in found[0] or "\n" in found[0]:
            self.mark(start + 1 + len(name), end - 1, Kind.ATTRIBUTE if name in _IN_LINE else Kind.TAG)
        if found[0][1] == "/":
            return end
        if name == "img":
            self.pictures.append(start)
            if alt := _ALT.search(found[0]):
                row = 1 if alt[1] is not None else 2
                kind = Kind.CONDITION if _DARK.search(found[0]) else Kind.ALT
                self.mark(start + alt.start(row), start + alt.end(row), kind)
                self.entities(start + alt.start(row), start + alt.end(row))
        elif name == "a" and "href" in found[0]:
            self.links.append(start)
        if name in _CLOSED and not found[0].endswith("/>"):
            return self._element(name, end)
        return end

    def _element(self, name: str, at: int) -> int:
        """Go over an element whose contents are no Markdown."""
        closed = self.search.match(_CLOSED[name], at)
        if closed is None:
            return at
        if name in _INSIDE:
            self.mark(at, closed[1], _INSIDE[name])
        else:
            self.tags(at, closed[1])
        return closed[1]

    def tags(self, start: int, end: int) -> None:
        """Note the tags and character references in code that has them."""
        for tag in _MARKUP.finditer(self.text, start, end):
            self.mark(tag.start(), tag.end(), Kind.TAG)
        self.entities(start, end)

    def entities(self, start: int, end: int) -> None:
        """Note character references where there is no other markup."""
        for found in _ENTITY.finditer(self.text, start, end):
            self.mark(found.start(), found.end(), Kind.ENTITY)

    def dollar(self, at: int, end: int) -> int | None:
        found = _DISPLAY.match(self.text, at, end) or _IN_DOLLARS.match(self.text, at, end)
        if found is None or "\n\n" in found[0]:
            return None
        close = found.end()
        while self.hints.runs_cells and self.text.count("`", at, close) % 2:  # a dollar within code that is run
            tick = self.search.plain("`", close, end)
            dollar = self.search.plain("$", tick, end) if tick >= 0 else -1
            if dollar < 0:
                break
            close = dollar + 1
        self.formula(at, close)
        if label := _LABEL_BEHIND.match(self.text, close) if found[0].startswith("$$") else None:
            self.mark(close, label.end(), Kind.REFERENCE)
            return label.end()
        return close

    def caret(self, at: int, end: int) -> int | None:
        if self.text[at + 1 : at + 2] != "[":
            return self.joint(at, end)
        if self._brackets[0] != end:
            self._brackets = (end, _pairs_of_brackets(self.text, at, end))
        close = self._brackets[1].get(at + 1)
        if close is None:
            return None
        self.notes.append((at, close + 1))
        return at + 2

    def bracket(self, at: int, end: int) -> int | None:
        if found := _NOTE.match(self.text, at, end):
            self.mark(at, found.end(), Kind.LABEL)
            return found.end()
        return None

    def closing_bracket(self, at: int, end: int) -> int | None:
        text = self.text
        if text.startswith("](", at):
            found = _ADDRESS.match(text, at, end) or _SPACED_ADDRESS.match(text, at, end)
            if found is None:
                return None
            self.mark(at, found.end(), Kind.ADDRESS)
            if found.lastindex == 2:
                self.mark(found.start(2), found.end(2), Kind.ATTRIBUTE)
            opened = text.rfind("[", max(0, at - 1000), at)
            if opened >= 0 and _DARK.search(found[0]):
                self.mark(opened, at, Kind.CONDITION)
            (self.pictures if opened > 0 and text[opened - 1] == "!" else self.links).append(at)
            return found.end()
        if (found := _LINK_LABEL.match(text, at, end)) and not text.startswith("[^", found.end() - len(found[0]) + 1):
            start = text.index("[", at)
            if text.startswith("[^", start):
                return None
            self.mark(start, found.end(), Kind.LABEL)
            self._dark_twin(at, text[start + 1 : found.end() - 1])
            return found.end()
        self._dark_twin(at, "")
        return None

    def _dark_twin(self, at: int, label: str) -> None:
        """Mark the text of a picture whose address, in a definition, says that it is for dark screens."""
        if self.dark_labels:
            opened = self.text.rfind("![", max(0, at - 1000), at)
            if opened >= 0 and (label or self.text[opened + 2 : at]).casefold() in self.dark_labels:
                self.mark(opened, at, Kind.CONDITION)

    def brace(self, at: int, end: int) -> int | None:
        text = self.text
        if (after := self._directive(at, end)) is not None:
            self.mark(at, after, Kind.DIRECTIVE)
            for quoted in _QUOTED.finditer(text, at, after):
                self.mark(quoted.start(1), quoted.end(1), Kind.ATTRIBUTE)
            return after
        if found := _REMARK.match(text, at, end):
            self.mark(at, found.end(), Kind.COMMENT)
            return found.end()
        if found := _ROLE.match(text, at, end):
            self.mark(at, found.end(), Kind.REFERENCE)
            return found.end()
        if found := _ATTRIBUTES.match(text, at, end):
            if text[at - 1 : at] == ")" and _DARK_CLASS.search(found[0]):
                self.mark(max(0, text.rfind("![", 0, at)), at, Kind.CONDITION)
            elif text[at - 1 : at] == "]" and is_left_out(found[0], self.hints):
                self.mark(max(0, text.rfind("[", 0, at)), at, Kind.CONDITION)
            self.mark(at, found.end(), Kind.ATTRIBUTE)
            return found.end()
        return None

    def _directive(self, at: int, end: int) -> int | None:
        """Return where another tool's directive ends that begins at a brace."""
        for opening, closing in _SHORTCODES.items():
            if self.text.startswith(opening, at):
                close = self.search.plain(closing, at + len(opening), end)
                return close + len(closing) if 0 <= close < at + 4000 else None
        found = _VALUE.match(self.text, at, end)
        return found.end() if found else None

    def values(self, start: int, end: int) -> None:
        """Note what a template replaces within code."""
        for found in _VALUE.finditer(self.text, start, end) if self.hints.has_templates else ():
            self.mark(found.start(), found.end(), Kind.DIRECTIVE)

    def plus(self, at: int, end: int) -> int | None:
        """The keys of a keyboard, `++ctrl+alt+del++`, which are shown by other names."""
        found = _KEYS.match(self.text, at, end)
        if found is None:
            return None
        self.mark(at, found.end(), Kind.DIRECTIVE)
        return found.end()

    def parenthesis(self, at: int, end: int) -> int | None:
        found = _LABELLED.match(self.text, at, end)
        if found is None:
            return None
        self.mark(at, found.end(), Kind.REFERENCE)
        return found.end()

    def key(self, at: int, end: int) -> int | None:
        text = self.text
        if found := _REFERENCE.match(text, at, end):
            self.mark(at, found.end(), Kind.REFERENCE)
            return found.end()
        before = text[at - 1] if at else " "
        found = _KEY.match(text, at, end)
        if found is None or before.isalnum() or before in "._/":
            return None
        self.mark(at, found.end(), Kind.CITATION)
        if suffix := _SUFFIX.match(text, found.end(), end):
            self.mark(found.end(), suffix.end(), Kind.CITATION)
            return suffix.end()
        close = text.find("]", found.end(), min(end, found.end() + 200))
        opened = text.rfind("[", max(0, at - 120), at)
        if close > 0 and opened >= 0 and "]" not in text[opened:at] and "[" not in text[at:close]:
            self.mark(opened, close, Kind.CITATION)
        return found.end()

    def colon(self, at: int, end: int) -> int | None:
        text = self.text
        if text.startswith("://", at) and text[max(0, at - 5) : at].endswith(("http", "https", "ftp")):
            found = _URL.match(text, at, end)
            return found.end() if found else None
        found = _EMOJI.match(text, at, end)
        if found is None or (at and text[at - 1].isalnum()):
            return None
        self.mark(at, found.end(), Kind.EMOJI)
        return found.end()

    def joint(self, at: int, end: int) -> int | None:
        """A sign of emphasis between two letters, which does not part them."""
        found = _JOINED.match(self.text, at, end)
        if found is None:
            return None
        self.mark(at, found.end(), Kind.MARK)
        return found.end()

    def ampersand(self, at: int, end: int) -> int | None:
        found = _ENTITY.match(self.text, at, end)
        if found is None:
            return None
        self.mark(at, found.end(), Kind.ENTITY)
        return found.end()


def is_left_out(attributes: str, hints: SourceHints) -> bool:
    """Return whether text with some attributes is for other formats only."""
    found = _CONDITION.search(attributes) if hints.shown_formats else None
    if found is None:
        return False
    holds = True
    for when, what, value in _WHEN.findall(attributes):
        is_so = what == "format" and not {*value.lower().split(",")}.isdisjoint(hints.shown_formats)
        holds = holds and is_so is (when == "when")
    return holds is (found[1] == "hidden")


def _pairs_of_brackets(text: str, start: int, end: int) -> dict[int, int]:
    pairs, opened = {}, []
    for found in re.compile(r"[\[\]]").finditer(text, start, end):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            pairs[opened.pop()] = found.start()
    return pairs


_RUNS: dict[int, re.Pattern[str]] = {}


def _run_of_backticks(size: int) -> re.Pattern[str]:
    if size not in _RUNS:
        _RUNS[size] = re.compile(rf"(?<!`)`{{{size}}}(?!`)")
    return _RUNS[size]


_HANDLERS: dict[str, Callable[[InlineScanner, int, int], int | None]] = {
    "\\": InlineScanner.backslash,
    "`": InlineScanner.backtick,
    "<": InlineScanner.angle,
    "$": InlineScanner.dollar,
    "^": InlineScanner.caret,
    "[": InlineScanner.bracket,
    "]": InlineScanner.closing_bracket,
    "{": InlineScanner.brace,
    "(": InlineScanner.parenthesis,
    "@": InlineScanner.key,
    ":": InlineScanner.colon,
    "*": InlineScanner.joint,
    "~": InlineScanner.joint,
    "&": InlineScanner.ampersand,
    "+": InlineScanner.plus,
}
