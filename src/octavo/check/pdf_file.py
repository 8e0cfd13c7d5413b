"""A finished PDF, read as assistive software reads it: by its structure tree, not by how its pages look."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import pikepdf

from octavo.check.pdf_text import PageTextReader, Run
from octavo.check.pdf_walk import NOTES, ChapterReading, TagNode, WordContext, find_context, read_chapters
from octavo.model.counts import Counts
from octavo.model.galley import Reading

_WITH_ATTRIBUTES = {"/TH", "/TD", "/L"}
_DEEPEST = 200
"""How many elements are around another, at most."""


class PdfFile:
    """A PDF opened once for everything that is checked in it."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.pages = len(self.pdf.pages)
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.places = dict(self._destinations())
        """The page of each named place, from 0."""
        reader = PageTextReader()
        self._runs = [reader.read(number, page) for number, page in enumerate(self.pdf.pages)]
        self.unmarked = reader.unmarked
        """How many pictures and texts are drawn outside any marked content."""
        self._used: set[tuple[int, int]] = set()
        self.document = self._read_structure()
        """Its structure tree, or None if it has none."""

    def labels(self) -> list[str]:
        """Return the label of each page (ISO 32000-1, 12.4.2)."""
        return [page.label for page in self.pdf.pages]

    def loose(self) -> int:
        """Return how many marked contents are in no structure element."""
        return sum(len(runs) for runs in self._runs) - len(self._used)

    def nodes(self) -> Iterator[TagNode]:
        """Yield every structure element, in reading order."""
        stack = [self.document] if self.document else []
        while stack:
            node = stack.pop()
            yield node
            stack.extend(kid for kid in reversed(node.kids) if isinstance(kid, TagNode))

    def read(self) -> Reading:
        """Return what a reader meets in the file, counted as in the manuscript."""
        parts = self.read_parts()
        return Reading(
            sum((part.reading.counts for part in parts), Counts()),
            " ".join(part.reading.text for part in parts if part.reading.text),
            tuple(note for part in parts for note in part.reading.notes),
        )

    def read_parts(self) -> list[ChapterReading]:
        """Return the same for each chapter."""
        return read_chapters(self.document, (run.text for runs in self._runs for run in runs.values()))

    def context(self, number: int, page: int) -> WordContext | None:
        """Return the words around a structure element, given the number of its object.

        If that is 0, or is not read, around what comes first on a page, from 0. None for what belongs to no chapter.
        """
        return find_context(self.document, self._lineage(number), page)

    def _lineage(self, number: int) -> list[int]:
        """Return the numbers of an element and of those that it is in, from the inside out."""
        element: pikepdf.Object | None = self.pdf.get_object(number, 0) if number else None
        numbers: list[int] = []
        while isinstance(element, pikepdf.Dictionary) and "/S" in element and len(numbers) < _DEEPEST:
            numbers.append(element.objgen[0])
            element = element.get("/P")
        return numbers

    def _destinations(self) -> Iterator[tuple[str, int]]:
        """Yield the page of each named destination."""
        names = self.pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
        waiting = [names] if names is not None else []
        while waiting:
            node = waiting.pop()
            waiting += list(node.get("/Kids", []))
            entries = list(node.get("/Names", []))
            for name, place in zip(entries[::2], entries[1::2], strict=True):
                target = place.D if isinstance(place, pikepdf.Dictionary) else place
                yield str(name), self._numbers[target[0].objgen]

    def _read_structure(self) -> TagNode | None:
        root = self.pdf.Root.get("/StructTreeRoot")
        if root is None:
            return None
        return self._node(root.K[0] if isinstance(root.K, pikepdf.Array) else root.K, 0)

    def _node(self, element: pikepdf.Object, page: int) -> TagNode:
        alt, lang, title = (str(element.get(key, "")) for key in ("/Alt", "/Lang", "/T"))
        node = TagNode(str(element.S), alt, lang, title, number=element.objgen[0])
        if node.role in _WITH_ATTRIBUTES:
            attributes = element.get("/A", pikepdf.Dictionary())
            node.attributes = {key: str(value) for key, value in attributes.items() if key != "/O"}
        elif node.role in NOTES:
            node.attributes = {"/ID": str(element.get("/ID", ""))}
        own_page = element.get("/Pg")
        page = self._numbers[own_page.objgen] if own_page is not None else page
        for kid in kids_of(element):
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
        self._used.add((page, mcid))
        return self._runs[page].get(mcid) or Run(page=page)


def kids_of(element: pikepdf.Object) -> Iterable[pikepdf.Object]:
    """Return the kids of a structure element, or of the root of the tree: it may have none, one or several."""
    kids = element.get("/K")
    if kids is None:
        return []
    return kids if isinstance(kids, pikepdf.Array) else [kids]
