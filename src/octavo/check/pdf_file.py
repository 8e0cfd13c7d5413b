"""A finished PDF, read as a reader's software reads it: by its structure tree, not by the looks of its pages."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from octavo.model.galley import Counts, Reading
from octavo.model.reading import words
from octavo.model.writing import ARABIC, HEBREW, IDEOGRAPHS, KANA

_TOKEN = re.compile(
    rb"<</MCID (?P<mcid>\d+)(?:/ActualText ?(?P<actual><[0-9a-fA-F]*>|\((?:[^()\\]|\\.)*\)))?>>\s*BDC"
    rb"|(?P<reversed>/ReversedChars\s+BMC)"
    rb"|(?P<artifact>/Artifact\s+(?:BMC|<<[^>]*>>\s*BDC))|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\S+) (?P<size>[-\d.]+) Tf"
    rb"|[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+ (?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm"
    rb"|\[(?P<shown>[^\]]*)\] TJ"
    rb"|/(?P<drawn>\S+) Do\b"
)
_STRING = re.compile(rb"<([0-9a-fA-F]*)>|(-?[\d.]+(?:e-?\d+)?)")
_MAPPED = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>")
_INLINE = {"/Span", "/Link", "/Code", "/Quote", "/Em", "/Strong"}
_NOTES = {"/Note", "/FENote"}
"""In PDF 1.7 and in PDF 2.0."""
_TELLING = {"/TH", "/TD", "/L"}
_HEADINGS = re.compile(r"/H[1-6]$")
_JOINED = ("\u00ad", "\u200b")
_LEFTWARDS = re.compile(f"[{HEBREW}{ARABIC}]")
_DEEPEST = 200
"""How many elements stand around another, at the most."""
_LINE = 0.7
"""Ems that a line stands below the one before it, at the least: more than anything on a line is lowered."""
_GOES_ON = re.compile(rf"[^\W{IDEOGRAPHS}{KANA}][{''.join(_JOINED)}]$")


@dataclass(slots=True)
class Run:
    """The text of one marked-content sequence, with the page and the stretch of the line that it stands on."""

    text: str = ""
    page: int = 0
    start: float = 0.0
    end: float = 0.0
    base: float = 0.0
    """The height of its base line."""
    size: float = 0.0
    """That of its type."""


@dataclass(slots=True)
class TagNode:
    """A structure element: its type, what it is called by readers' software, and its kids in order."""

    role: str
    alt: str = ""
    lang: str = ""
    title: str = ""
    kids: list[Any] = field(default_factory=list)
    """Nodes, runs, and None for an annotation."""
    links: int = 0
    targets: list[str] = field(default_factory=list)
    """The names of the places in the book that links lead to."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Of cells and lists what their type has more to say of, and of a note its identifier."""
    number: int = 0
    """That of its object."""

    def text(self) -> str:
        """All that is drawn in it, white space folded."""
        parts = (kid.text() if isinstance(kid, TagNode) else getattr(kid, "text", "") for kid in self.kids)
        return " ".join(" ".join(parts).split())


_Font = tuple[dict[int, str], dict[int, float]]
"""What the glyphs of a font mean, and their widths."""


@dataclass(slots=True)
class _Pen:
    """Where the drawing of a page has come to, and the face that it draws with."""

    glyphs: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    size: float = 0.0
    x: float = 0.0
    y: float = 0.0
    leftwards: bool = False
    """Whether the characters of a text come in reverse."""

    def draw(self, shown: bytes, run: Run, told: bool) -> None:
        """Draw text into a run; `told` is a run whose text is known already."""
        texts, advance = _shown(shown, self.glyphs, self.widths)
        if run.start < 0:
            run.start, run.base, run.size = self.x, self.y, self.size
        if not told:
            run.text = "".join(reversed(texts)) + run.text if self.leftwards else run.text + "".join(texts)
        self.x += advance * self.size / 1000
        run.end = self.x


class PdfFile:
    """A PDF opened once for all that is asked of it. `document` is its structure tree, or None if it has none."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = len(self.pdf.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.places = dict(self._destinations())
        """The page of each named place, from 0."""
        self._fonts: dict[Any, _Font] = {}
        self.unmarked = 0
        """Pictures and texts drawn outside any marked content."""
        self._runs = [self._page_runs(number, page) for number, page in enumerate(self.pdf.pages)]
        self.used: set[tuple[int, int]] = set()
        root = self.pdf.Root.get("/StructTreeRoot")
        self.document = (
            self._node(root.K[0] if isinstance(root.K, pikepdf.Array) else root.K, 0) if root is not None else None
        )

    def labels(self) -> list[str]:
        """What each page is called, by the page labels of the file (ISO 32000-1, 12.4.2)."""
        return [page.label for page in self.pdf.pages]

    def _destinations(self) -> Iterator[tuple[str, int]]:
        """The page of each named destination."""
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        waiting = [names] if names is not None else []
        while waiting:
            node = waiting.pop()
            waiting += list(node.get("/Kids", []))
            listed = list(node.get("/Names", []))
            for name, place in zip(listed[::2], listed[1::2], strict=True):
                there = place.D if isinstance(place, pikepdf.Dictionary) else place
                yield str(name), self._numbers[there[0].objgen]

    def loose(self) -> int:
        """Marked contents that no structure element holds."""
        return sum(len(runs) for runs in self._runs) - len(self.used)

    def context(self, number: int, page: int) -> WordContext | None:
        """Where in its chapter a structure element stands, by the number of its object; where that is 0, or none that
        is read, what comes first on a page, from 0. None for what belongs to no chapter.
        """
        seeker = _Seeker(self._above(number), page)
        if self.document is not None:
            seeker.run(self.document)
        return seeker.found()

    def _above(self, number: int) -> list[int]:
        """The numbers of an element and of those that it stands in, inside out."""
        element: Any = self.pdf.get_object(number, 0) if number else None
        found: list[int] = []
        while isinstance(element, pikepdf.Dictionary) and "/S" in element and len(found) < _DEEPEST:
            found.append(element.objgen[0])
            element = element.get("/P")
        return found

    def nodes(self) -> Iterator[TagNode]:
        """Every structure element, in reading order."""
        stack = [self.document] if self.document else []
        while stack:
            node = stack.pop()
            yield node
            stack.extend(kid for kid in reversed(node.kids) if isinstance(kid, TagNode))

    def read(self) -> Reading:
        """What a reader meets in the file, counted as in the manuscript."""
        parts = self.read_parts()
        return Reading(
            sum((part.reading.counts for part in parts), Counts()),
            " ".join(part.reading.text for part in parts if part.reading.text),
            tuple(note for part in parts for note in part.reading.notes),
        )

    def read_parts(self) -> list[ChapterReading]:
        """The same for each chapter by itself."""
        both_ways = any(_LEFTWARDS.search(run.text) for runs in self._runs for run in runs.values())
        reader = _StructureReader(both_ways)
        if self.document is not None:
            reader.run(self.document)
        return [part.read() for part in reader.parts]

    def _node(self, element: Any, page: int) -> TagNode:
        alt, lang, title = (str(element.get(key, "")) for key in ("/Alt", "/Lang", "/T"))
        node = TagNode(str(element.S), alt, lang, title, number=element.objgen[0])
        if node.role in _TELLING:
            said = element.get("/A", {})
            node.attributes = {key: str(said[key]) for key in said if key != "/O"}
        elif node.role in _NOTES:
            node.attributes = {"/ID": str(element.get("/ID", ""))}
        own = element.get("/Pg")
        page = self._numbers[own.objgen] if own is not None else page
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                kind = kid.get("/Type")
                if kind == "/MCR":
                    node.kids.append(self._run(self._numbers[kid.Pg.objgen], int(kid.MCID)))
                elif kind == "/OBJR":
                    node.links += 1
                    if (name := kid.Obj.get("/Dest")) is not None:
                        node.targets.append(str(name))
                else:
                    node.kids.append(self._node(kid, page))
            else:
                node.kids.append(self._run(page, int(kid)))
        return node

    def _run(self, page: int, mcid: int) -> Run:
        self.used.add((page, mcid))
        return self._runs[page].get(mcid) or Run(page=page)

    def _page_runs(self, number: int, page: Any) -> dict[int, Run]:
        runs: dict[int, Run] = {}
        open_marks: list[Run | None] = []
        pen = _Pen()
        fonts: dict[bytes, _Font] = {}
        told: set[int] = set()
        for token in _TOKEN.finditer(_content(page)):
            match token.lastgroup:
                case "mcid" | "actual":
                    run = runs[int(token["mcid"])] = Run(page=number, start=-1.0)
                    if token["actual"]:
                        run.text = _decoded(token["actual"])
                        told.add(id(run))
                    open_marks.append(run)
                case "artifact":
                    open_marks.append(None)
                case "reversed":
                    open_marks.append(open_marks[-1] if open_marks else None)
                    pen.leftwards = True
                case "end":
                    pen.leftwards = False  # nothing stands in what comes in reverse
                    del open_marks[-1:]
                case "size":
                    pen.size = float(token["size"])
                    pen.glyphs, pen.widths = self._font(page, token["font"], fonts)
                case "y":
                    pen.x, pen.y = float(token["x"]), float(token["y"])
                case "shown":
                    if not open_marks:
                        self.unmarked += 1
                    elif (current := open_marks[-1]) is not None:
                        pen.draw(token["shown"], current, id(current) in told)
                case _:
                    self.unmarked += not open_marks
        return runs

    def _font(self, page: Any, name: bytes, met: dict[bytes, _Font]) -> _Font:
        """A font of a page; `met` are those that it has used before."""
        if name in met:
            return met[name]
        font = page.Resources.Font[f"/{name.decode()}"]
        key = font.objgen
        if key not in self._fonts:
            told = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
            mapped = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
                      for code, text in _MAPPED.findall(told)}  # fmt: skip
            self._fonts[key] = mapped, _widths(font.DescendantFonts[0].get("/W", []))
        met[name] = self._fonts[key]
        return met[name]


def _content(page: Any) -> bytes:
    """What a page shows; an empty one shows nothing, and some pages show several streams."""
    content = page.obj.get("/Contents")
    if content is None:
        return b""
    streams = content if isinstance(content, pikepdf.Array) else [content]
    return b"\n".join(stream.read_bytes() for stream in streams)


def _widths(listed: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    parts = list(listed)
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            found.update({first + i: float(width) for i, width in enumerate(second)})
        else:
            width = float(parts.pop(0))
            found.update(dict.fromkeys(range(first, int(second) + 1), width))
    return found


def _shown(array: bytes, glyphs: dict[int, str], widths: dict[int, float]) -> tuple[list[str], float]:
    parts = _STRING.findall(array)
    codes = bytes.fromhex(b"".join([codes for codes, _ in parts]).decode())
    drawn = struct.unpack(f">{len(codes) // 2}H", codes)
    advance = sum([widths.get(glyph, 0.0) for glyph in drawn]) - sum([float(shift) for _, shift in parts if shift])
    return [glyphs.get(glyph, "\ufffd") for glyph in drawn], advance


def _decoded(string: bytes) -> str:
    raw = bytes.fromhex(string[1:-1].decode()) if string.startswith(b"<") else re.sub(rb"\\(.)", rb"\1", string[1:-1])
    return raw[2:].decode("utf-16-be", "replace") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


@dataclass(frozen=True, slots=True)
class ChapterReading:
    """A chapter as it was read: by its name in the file, with the first word on each of its pages."""

    chapter: str
    reading: Reading
    pages: tuple[tuple[int, int], ...]
    """The index of a page, and the number of the first of the chapter's words that stands on it."""


class _ChapterReader:
    """A chapter on the way of being read."""

    def __init__(self, chapter: str) -> None:
        self.chapter = chapter
        self.body: list[str] = []
        self.notes: list[list[str]] = []
        self.turns: list[tuple[int, int]] = []
        """The pages met with, each with how much of the body stands before it."""
        self.found = dict.fromkeys(("headings", "figures", "tables", "equations", "links"), 0)

    def read(self) -> ChapterReading:
        """The result, once all has been read."""
        found = words("".join(self.body))
        notes = tuple(" ".join(words("".join(note))) for note in self.notes)
        count = len(found) + sum(len(note.split()) for note in notes)
        reading = Reading(Counts(words=count, notes=len(notes), **self.found), " ".join(found), notes)
        return ChapterReading(self.chapter, reading, tuple(self._pages()))

    def _pages(self) -> Iterator[tuple[int, int]]:
        number = 0
        for (page, start), (_, end) in zip(self.turns, [*self.turns[1:], (0, len(self.body))], strict=True):
            yield page, number
            text = "".join(self.body[start:end]).rstrip(" \n")
            number += len(words(text)) - bool(_GOES_ON.search(text))  # a word begun here belongs to this page


class _StructureReader:
    """One walk over a structure tree; `sink` is where the text at hand belongs: the body, or the note being read."""

    def __init__(self, both_ways: bool = False) -> None:
        self.both_ways = both_ways
        """Whether a line may go on to the left of where another ended."""
        self.parts: list[_ChapterReader] = []
        self.sink: list[str] = []
        self.last: Run | None = None

    def run(self, node: TagNode) -> None:
        """Read a node; what is no part of the author's text (labels of lists, contents) is passed over."""
        if node.title == "apparatus":
            return
        self._begin(node)
        if node.role in _NOTES:
            self._note(node)
            return
        if node.role in ("/Reference", "/TOC") or (node.role == "/Lbl" and not self._is_term(node)):
            return
        if any(
            isinstance(kid, TagNode) and kid.role == "/TOC" for kid in node.kids
        ):  # with the contents goes their title
            return
        if self.parts:
            self._count(node)
        if node.role in ("/Figure", "/Formula"):
            self._gap(" " if node.role == "/Formula" else "")
            return
        inline = node.role in _INLINE
        if not inline:
            self._gap("\n")
        for kid in node.kids:
            if isinstance(kid, TagNode):
                self.run(kid)
            else:
                self._text(kid)
        if not inline:
            self._gap("\n")

    def _begin(self, node: TagNode) -> None:
        """A chapter begins a part of its own; what stands outside any is one without a name."""
        outside = not self.parts and node.role != "/Document"
        if node.role == "/Art" or outside:
            self.parts.append(_ChapterReader(node.title if node.role == "/Art" else ""))
            self.sink, self.last = self.parts[-1].body, None

    @staticmethod
    def _is_term(node: TagNode) -> bool:
        """A term of a definition list is a label too, but one in the author's words: it holds more than a mark."""
        return any(isinstance(kid, TagNode) for kid in node.kids)

    def _count(self, node: TagNode) -> None:
        found = self.parts[-1].found
        found["headings"] += bool(_HEADINGS.match(node.role))
        found["figures"] += node.role == "/Figure"
        found["tables"] += node.role == "/Table"
        found["equations"] += node.role == "/Formula"
        found["links"] += node.role == "/Link"

    def _note(self, node: TagNode) -> None:
        outer, self.sink, self.last = (self.sink, self.last), [], None
        self.parts[-1].notes.append(self.sink)
        for kid in node.kids:
            if isinstance(kid, TagNode):
                self.run(kid)
            else:
                self._text(kid)
        self.sink, self.last = outer

    def _gap(self, gap: str) -> None:
        self.sink.append(gap)
        if gap:
            self.last = None

    def _text(self, run: Run) -> None:
        if run.start < 0:  # nothing is drawn: a space between two boxes of a line
            self.sink.append(run.text)
            return
        if self.last is not None and self._is_new_line(self.last, run) and not self.last.text.endswith(_JOINED):
            self.sink.append(" ")
        part = self.parts[-1]
        if self.sink is part.body and (not part.turns or part.turns[-1][0] < run.page):
            part.turns.append((run.page, len(part.body)))
        self.sink.append(run.text)
        self.last = run

    def _is_new_line(self, last: Run, run: Run) -> bool:
        if run.page != last.page:
            return True
        if self.both_ways and run.base - last.base > _LINE * max(last.size, run.size):
            return True
        leftwards = run.base == last.base and run.end <= last.start + 1.0
        return run.start < last.end - 1.0 and not leftwards


@dataclass(frozen=True, slots=True)
class WordContext:
    """A place in a chapter, by the words that it stands between."""

    chapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class _Seeker(_StructureReader):
    """The walk of a reader who looks for one of some elements, the first of them best, or else for a page."""

    def __init__(self, wanted: Sequence[int], page: int) -> None:
        super().__init__()
        self.ranks = {number: rank for rank, number in enumerate(wanted)}
        self.page = page
        self.best = len(wanted) + 1
        self.place: tuple[str, list[str], int] | None = None

    def run(self, node: TagNode) -> None:
        self._meet(self.ranks.get(node.number))
        super().run(node)

    def _text(self, run: Run) -> None:
        if run.page == self.page:
            self._meet(len(self.ranks))
        super()._text(run)

    def _meet(self, rank: int | None) -> None:
        if rank is not None and rank < self.best and self.parts:
            self.best, self.place = rank, (self.parts[-1].chapter, self.sink, len(self.sink))

    def found(self) -> WordContext | None:
        """The result, once all has been read."""
        if self.place is None:
            return None
        chapter, sink, at = self.place
        return WordContext(chapter, words("".join(sink[:at])), words("".join(sink[at:])))
