"""The press for print: galleys dressed for paper, laid out apart from each other, and bound into one tagged PDF.

Pages flow back: contents, lists, index and cross-references say on which page something stands, and are laid out again
until none of them changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.edition import Edition
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import MapJobs, Subject, serial, step
from octavo.model.publication import BEFORE_CONTENTS, FRONT, Publication
from octavo.model.settings import Settings
from octavo.model.standard import Standard
from octavo.press import cssom, font_use, fonts, styles
from octavo.press.catalogue import PressJob
from octavo.press.cssom import CssRule
from octavo.press.fonts import Face, Stacks
from octavo.press.pdf import apparatus, bind, dress, faces, folios, margin, metadata, portions
from octavo.press.pdf.bind import Bound
from octavo.press.pdf.code_width import CodeMeasure
from octavo.press.pdf.dress import DressContext, PrintProblem, framed
from octavo.press.pdf.engine import layout
from octavo.press.pdf.folios import Folios, Unit
from octavo.press.pdf.portions import PageBreakRules, Portion
from octavo.press.pdf.proof import FontUse, Margins, PageProof, Proof, destination
from octavo.tools.locate import Finder

_MISSING = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
"""What WeasyPrint says of a character that no face had where it was wanted."""
_ROUNDS = 6
"""How often pages may flow back. Twice is usual."""


def make(job: PressJob) -> Edition:
    """Make the PDF of a publication."""
    return LaidOutBook(job.publication, job.manuscript, job.spread).bound(job.modified)


@dataclass(frozen=True, slots=True)
class PlacedGathering:
    """A gathering of a finished book, and the page that it begins on; what its glyphs mean is what they mean there."""

    proof: Proof
    start: int


Hear = Callable[[tuple[PlacedGathering, ...], tuple[str, ...]], None]
"""Hears of gatherings in their places, and what each page is called."""


class LaidOutBook:
    """A publication laid out, to be bound and to be read, in any order. `places` has the page of each named place, from
    0; `labels` what each page is called.

    `placed` hears of what was laid out first: everything but what is made of page numbers.
    """

    def __init__(
        self, publication: Publication, manuscript: Manuscript, spread: MapJobs = serial, placed: Hear | None = None
    ) -> None:
        self._sheet = styles.for_publication("print", publication, manuscript)
        self._press = _PrintRun(publication, manuscript, self._sheet, spread)
        self._press.lay_out(placed)
        self._press.finish()
        self.labels = self._press.labels()
        self.places = {destination(chapter, anchor): page for (chapter, anchor), page in self._press.places.items()}
        self.gatherings = self._press.placed()

    def bound(self, modified: datetime) -> Edition:
        """The PDF."""
        data = self._press.bind(modified)
        found = [*self._sheet.diagnostics, *self._press.found, *self._press.strange_colours()]
        return Edition("pdf", data, tuple(found), len(self.labels), labels=self.labels)


def alone(publication: Publication, title: str, proof: Proof) -> bytes:
    """One gathering as a PDF to be read back."""
    return bind.alone(publication, title, proof)


def without_claim(edition: Edition) -> Edition:
    """The same PDF without the marks of what it conforms to, for one that does not deserve them."""
    return replace(edition, data=metadata.without_claims(edition.data))


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """How everything is dressed: a sheet, and the faces that it may ask for."""

    css: str
    faces: tuple[Face, ...]
    stacks: Stacks
    everything: bool
    """Whether the author has added to the sheet, so that any face may be needed anywhere."""
    room: CodeMeasure | None = None
    """What the page has for code; nothing where the author's sheet says how it is set."""
    colours: str = "rgb"
    """Those that the print shop asks for."""


@dataclass(frozen=True, slots=True)
class GatheringJob:
    """One gathering to be laid out: all that it is made from."""

    ticket: DressContext
    galley: Galley
    dressing: PrintStyle
    labels: tuple[tuple[str, str], ...]
    """The pages that the galley's cross-references say, by their links."""
    side: str
    """The side that it starts on, where the sheet makes a difference between them."""
    portion: int = 0
    """Which part of the chapter it is, where that is laid out in several."""


@dataclass(frozen=True, slots=True)
class MarginJob:
    """The margins of one gathering to be laid out."""

    pages: tuple[PageProof, ...]
    dressing: PrintStyle
    first: int
    style: str
    side: str
    lang: str


@dataclass(frozen=True, slots=True)
class FontSubsetJob:
    """A face to be cut down to some glyphs."""

    face: Face
    glyphs: tuple[int, ...]


@step("print font")
def cut_face(job: FontSubsetJob) -> bytes:
    """Cut a face; runs in any process."""
    return faces.subset(fonts.static_face(job.face), job.glyphs)


def _laid_out(job: GatheringJob | MarginJob) -> Subject | None:
    """Return the portion that is laid out; margins have no name of their own."""
    if isinstance(job, MarginJob):
        return None
    return Subject(job.galley.chapter, job.portion, len(job.galley.html))


@step(
    "gathering",
    subject=_laid_out,
    counts="rendered",
    redone="laid out",
    changes={
        "dressing": "styles", "labels": "the pages that it names", "side": "the side that it begins on",
        "print_links": "settings", "title": "metadata", "lang": "metadata",
    },
    follows=("galley",),
    compared=("ticket",),
)  # fmt: skip
def lay_out(job: GatheringJob | MarginJob) -> tuple[Proof, tuple[PrintProblem, ...]] | Margins:
    """Lay out a gathering, or the margins of one; runs in any process."""
    return set_gathering(job) if isinstance(job, GatheringJob) else set_margins(job)


def set_gathering(job: GatheringJob) -> tuple[Proof, tuple[PrintProblem, ...]]:
    """Dress and lay out one gathering."""
    known = frozenset().union(*(fonts.covers(face) for face in job.dressing.faces))
    paper = dress.dress(
        job.ticket, job.galley, lambda letter: ord(letter) in known, dict(job.labels), job.dressing.room
    )
    used = _used(paper.html, job.dressing)
    files = {f"face:{face.name}": fonts.print_face(face, shown) for face, shown in used.items()}
    files |= {f"res:{name}": drawing for name, drawing in paper.drawings.items()}
    files |= {f"res:{resource.name}": resource.file.read_bytes() for resource in job.galley.resources}
    own = f"html{{break-before:{job.side}}}" if job.side else ""
    css = layout.Css(_faces(used) + job.dressing.css, own + (portions.FOLLOWS if job.portion else ""))
    shop = job.ticket.is_pdf2, job.dressing.colours
    made = layout.lay_out(
        job.galley.chapter, paper.html, css, files, *shop, portion=Portion(job.galley, job.portion).name
    )
    missing = [chr(int(found[1], 16)) for each in made.said if (found := _MISSING.match(each))]
    said = tuple(each for each in made.said if not _MISSING.match(each))
    return replace(made, said=said), (*paper.found, *dress.lacking(missing, paper.lacks))


def set_margins(job: MarginJob) -> Margins:
    """Lay out the margins of one gathering."""
    own = margin.first_page(job.first, job.style, job.side)
    css = layout.Css(_faces(job.dressing.faces) + job.dressing.css, own)
    shown = {letter for page in job.pages for _, value in page.strings for letter in value} | set(job.dressing.css)
    files = {f"face:{face.name}": fonts.print_face(face, shown) for face in job.dressing.faces}
    return layout.lay_margins(margin.pages(job.pages, job.lang), css, files, job.dressing.colours)


def _faces(faces: Iterable[Face]) -> str:
    return "".join(fonts.rule(face, f"face:{face.name}") for face in faces)


def _used(html: str, dressing: PrintStyle) -> dict[Face, frozenset[str]]:
    """The faces that a page needs, with what it shows: making and loading one takes as long as setting a third of a
    page."""
    if dressing.everything:
        return dict.fromkeys(dressing.faces, frozenset(html))
    needed = font_use.needed(etree.fromstring(html, etree.XMLParser(huge_tree=True)), dressing.stacks, dressing.faces)
    # The numbers of notes are no part of the text.
    return {
        face: needed.get(face, frozenset())
        for face in dressing.faces
        if face in needed or (not face.helps and _sets_margins(face, dressing.stacks))
    }


def _sets_margins(face: Face, stacks: Stacks) -> bool:
    if face.helps:
        return face.family in stacks.text and face.weight == 400
    return face.family == fonts.main(stacks.text) and face.weight == 400


def _colours(settings: Settings) -> str:
    """The colours of print. PDF/A has no inks in it: the profile that it carries is that of RGB."""
    archival = Standard.of(settings.pdf_standard).archival
    return "rgb" if archival and settings.print_colours == "cmyk" else settings.print_colours


def _room(sheet: styles.StyleSheet) -> CodeMeasure | None:
    if sheet.paper is None or any(_is_of_code(rule) for rule in sheet.added):
        return None
    text = sheet.paper.text * float(sheet.tokens["--face-scale"])
    return CodeMeasure(text * float(sheet.tokens["--code-scale"]) * 0.96, text, sheet.paper.measure, sheet.paper.hang)


def _is_of_code(rule: CssRule) -> bool:
    """Whether a rule of the author's may say how blocks of code are set."""
    names = re.findall(r"[\w-]+", cssom.text(rule.prelude))
    return bool({"pre", "code"} & set(names)) or any(
        _is_of_code(each) for each in rule.content or () if isinstance(each, CssRule)
    )


class _PrintRun:
    """One publication on its way through the press."""

    def __init__(
        self, publication: Publication, manuscript: Manuscript, sheet: styles.StyleSheet, spread: MapJobs
    ) -> None:
        self.publication, self.manuscript, self.spread = publication, manuscript, spread
        assert sheet.paper is not None
        self.facing = sheet.paper.mirrored
        parted = margin.part(sheet.rules, sheet.added)
        self.sided = parted.sided
        self.shift = 0.0 if parted.sided else sheet.paper.shift
        colours = _colours(publication.settings)
        self.dressing = PrintStyle(parted.text, sheet.faces, sheet.stacks, sheet.authored, _room(sheet), colours)
        in_margins = tuple(face for face in sheet.faces if sheet.may_set_margins or _sets_margins(face, sheet.stacks))
        self.margin_dressing = PrintStyle(parted.margins, in_margins, sheet.stacks, sheet.authored, colours=colours)
        self.ticket = DressContext.of(publication)
        self.fresh = PageBreakRules(sheet.rules, sheet.added)
        self.cuts: dict[str, tuple[Galley, tuple[tuple[Portion, DressContext], ...]]] = {}
        self.jobs: dict[str, GatheringJob] = {}
        self.made: dict[str, Proof] = {}
        """The proof of each portion."""
        self.proofs: dict[str, Proof] = {}
        """The proof of each gathering, put together from those."""
        self.layers: dict[str, tuple[MarginJob, Margins]] = {}
        self.said: dict[str, tuple[PrintProblem, ...]] = {}
        self.found: list[Diagnostic] = []
        self.folios = Folios({}, {}, 0, 0)
        self.places: dict[tuple[str, str], int] = {}
        self.bound: list[Bound] = []
        self.cut: list[tuple[FontUse, bytes]] = []

    # Rounds

    def lay_out(self, placed: Hear | None = None) -> None:
        """Lay everything out, again and again until no page number changes that is said anywhere."""
        for turn in range(_ROUNDS):
            jobs = self._jobs(first=turn == 0)
            due = [name for name, job in jobs.items() if self.jobs.get(name) != job]
            if not due:
                break
            due.sort(key=lambda name: -len(jobs[name].galley.html))
            # Contents and index wait for the rest, and leave hands free: for the margins of what has its place already.
            dated = {jobs[name].galley.chapter for name in due}
            margins = (
                self._margin_jobs(galley for galley in self._galleys() if galley.chapter not in dated) if turn else {}
            )
            results = self.spread(lay_out, [*(jobs[name] for name in due), *margins.values()])
            for name, (made, said) in zip(due, results[: len(due)], strict=True):
                self.made[name], self.said[name] = made, said
            for chapter in dated:
                parts = [name for name, job in jobs.items() if job.galley.chapter == chapter]
                self.proofs[chapter] = portions.joined([self.made[name] for name in parts])
            self._keep_margins(margins, results[len(due) :])
            self.jobs |= jobs
            self._place()
            if turn == 0 and placed is not None:
                placed(self.placed(), self.labels())
        else:
            place = self.publication.key("octavo.page-references")
            self.found.append(warning("print.unsettled", f"page numbers still change after {_ROUNDS} rounds", place,
                                      "some page references may be off by one", "pdf"))  # fmt: skip
        self.found += [each for galley in self._galleys() for each in self._complaints(galley)]

    def _complaints(self, galley: Galley) -> Iterator[Diagnostic]:
        """What was wrong with a gathering, at the places in its text."""
        chapter = next((each for each in self.publication.chapters if each.id == galley.chapter), None)
        finder = Finder.of(chapter) if chapter else Finder("", self.publication.keys_name)
        for portion, _ in self._portions(galley):
            for each in self.said[portion.name]:
                place = finder.math(each.equation) if each.equation else finder.raw(each.letter)
                yield warning(each.rule, each.message, place, each.hint, "pdf")
        whole = Place(chapter.name, 1, 1) if chapter else self.publication.key("")
        for message in self.proofs[galley.chapter].said:
            yield warning("print.layout", f"WeasyPrint says: {message}", whole, "", "pdf")

    def _jobs(self, first: bool) -> dict[str, GatheringJob]:
        """What there is to be laid out; in the first round nothing that is made of page numbers."""
        jobs: dict[str, GatheringJob] = {}
        for galley in self._galleys(first):
            page = self.folios.starts.get(galley.chapter) if self.sided else None
            for portion, ticket in self._portions(galley):
                jobs[portion.name] = self._job(portion, ticket, "left" if page is not None and page % 2 else "")
                if page is not None:
                    page += len(self.made[portion.name].pages)
        return jobs

    def _job(self, portion: Portion, ticket: DressContext, side: str) -> GatheringJob:
        galley = portion.galley
        labels = tuple((link, self._label(*_target(link, galley.chapter))) for link in dress.paged(galley))
        return GatheringJob(ticket, galley, self.dressing, labels, side, portion.number)

    def _portions(self, galley: Galley) -> tuple[tuple[Portion, DressContext], ...]:
        """A galley as it is laid out, in one or several portions, each with its ticket."""
        known = self.cuts.get(galley.chapter)
        if known is not None and known[0] == galley:
            return known[1]
        ticket, found = self.ticket, []
        if galley.chapter in (apparatus.CONTENTS, apparatus.LISTS):
            parts = self.fresh.runs(galley)
        elif ticket.has_contents:
            parts = [Portion(galley)]
        else:
            parts = self.fresh.portions(galley, partial(framed, ticket, galley))
        for each in parts:
            found.append((each, ticket))
            if len(parts) > 1:
                more = dress.addresses(each.galley, ticket.print_links)
                ticket = replace(ticket, addresses=ticket.addresses + more)
        self.cuts[galley.chapter] = galley, tuple(found)
        return self.cuts[galley.chapter][1]

    def _galleys(self, first: bool = False) -> list[Galley]:
        """All gatherings in their order, the made ones in their places."""
        if not self.publication.is_book:
            return list(self.manuscript.galleys)
        made = [] if first else self._made()
        before = [each for each in self.manuscript.galleys if _stands_first(each)]
        after = [each for each in self.manuscript.galleys if not _stands_first(each)]
        filled = [self._filled(each) for each in after if not (first and each.kind == "index")]
        half = [apparatus.half_title(self.manuscript)] if self.publication.settings.half_title else []
        return [*half, *before, *made, *filled]

    def _made(self) -> list[Galley]:
        found = []
        if self.publication.metadata.toc is not False:
            found.append(apparatus.contents(self.publication, self.manuscript, self._page, self._named))
        lists = apparatus.lists(self.publication, self.manuscript, self._page, self._named)
        return [*found, lists] if lists else found

    def _filled(self, galley: Galley) -> Galley:
        if galley.kind != "index":
            return galley
        lang = self.publication.metadata.lang
        return apparatus.index(galley, self.manuscript.index, lang, self._page, self._named)

    def _place(self) -> None:
        galleys = [each for each in self._galleys() if each.chapter in self.proofs]
        units = [self._unit(each) for each in galleys]
        pages = {name: len(made.pages) for name, made in self.proofs.items()}
        self.folios = folios.place(units, pages, self.facing)
        self.places = folios.anchors(self.folios, {each.chapter: self.proofs[each.chapter] for each in galleys})

    def _unit(self, galley: Galley) -> Unit:
        if not self.publication.is_book:
            return Unit(galley.chapter, False, False)
        recto = self.publication.settings.chapters_open == "recto" and galley.depth == 1
        if self.facing and galley.kind in ("half-title", "title", "dedication", "contents"):
            recto = True
        return Unit(galley.chapter, galley.matter == FRONT, recto and galley.kind not in ("copyright", "epigraph"))

    def _page(self, chapter: str, anchor: str) -> int | None:
        return self.places.get((chapter, anchor))

    def _named(self, page: int | None) -> str:
        return dress.UNKNOWN if page is None else self.folios.label(page)

    def _label(self, chapter: str, anchor: str) -> str:
        return self._named(self._page(chapter, anchor))

    # Binding

    def finish(self) -> None:
        """Lay out the margins that are left, and cut the faces: all that binding asks others for."""
        galleys = self._galleys()
        jobs = self._margin_jobs(galleys)
        self._keep_margins(jobs, self.spread(lay_out, list(jobs.values())))
        self.bound = [
            Bound(
                self.proofs[galley.chapter],
                self.layers[galley.chapter][1],
                self.folios.blanks[galley.chapter],
                self.folios.side(galley.chapter) == "left",
                galley.level,
            )
            for galley in galleys
        ]
        self.cut = self._cut(self.bound)

    def bind(self, modified: datetime) -> bytes:
        """All in one PDF."""
        title = self.manuscript.title
        return bind.bind(self.publication, title, self.bound, self.cut, self.folios.labels(), self.shift, modified)

    def strange_colours(self) -> list[Diagnostic]:
        """Where a PDF for archives shows colours that its profile says nothing of."""
        if not Standard.of(self.publication.settings.pdf_standard).archival:
            return []
        names = {chapter.id: chapter.name for chapter in self.publication.chapters}
        message = "it shows CMYK, and octavo's PDF/A can say of sRGB alone what its colours mean"
        hint = "write colours as RGB, and save pictures so; or leave PDF/A out of pdf-standard"
        return [
            error("pdf.colours", message, Place(names.get(name, self.publication.keys_name), 1, 1), hint, "pdf")
            for name, made in self.proofs.items()
            if made.is_cmyk or (name in self.layers and self.layers[name][1].is_cmyk)
        ]  # fmt: skip

    def labels(self) -> tuple[str, ...]:
        """What each page is called."""
        return tuple(self.folios.label(page) for page in range(self.folios.total))

    def placed(self) -> tuple[PlacedGathering, ...]:
        """The gatherings in their order, as far as they are laid out, with what their glyphs mean in the whole."""
        proofs = [self.proofs[galley.chapter] for galley in self._galleys() if galley.chapter in self.proofs]
        united = {use.hash: use for use in faces.united(use for proof in proofs for use in proof.fonts)}
        return tuple(
            PlacedGathering(replace(proof, fonts=faces.told(proof.fonts, united)), self.folios.starts[proof.name])
            for proof in proofs
        )

    def _cut(self, bound: Sequence[Bound]) -> list[tuple[FontUse, bytes]]:
        """Every face that is shown, with its file, cut down to what all gatherings show of it."""
        uses = faces.united(use for each in bound for source in (each.proof, each.margins) for use in source.fonts)
        named = {face.name: face for face in self.dressing.faces}
        jobs = [FontSubsetJob(named[use.face], tuple(sorted(use.glyphs))) for use in uses]
        return list(zip(uses, self.spread(cut_face, jobs), strict=True))

    def _margin_jobs(self, galleys: Iterable[Galley]) -> dict[str, MarginJob]:
        """The margins that are not laid out yet, or no longer right."""
        jobs = {galley.chapter: self._margin_job(galley) for galley in galleys}
        return {name: job for name, job in jobs.items() if name not in self.layers or self.layers[name][0] != job}

    def _keep_margins(self, jobs: Mapping[str, MarginJob], made: Sequence[Margins]) -> None:
        self.layers |= {name: (job, layer) for (name, job), layer in zip(jobs.items(), made, strict=True)}

    def _margin_job(self, galley: Galley) -> MarginJob:
        first, style = self.folios.folio(galley.chapter)
        side = self.folios.side(galley.chapter)
        facts = self.proofs[galley.chapter].pages
        return MarginJob(facts, self.margin_dressing, first, style, side, self.publication.metadata.lang)


def _stands_first(galley: Galley) -> bool:
    return galley.kind in BEFORE_CONTENTS and galley.matter == FRONT


def _target(link: str, chapter: str) -> tuple[str, str]:
    """The chapter and the anchor that a link of a galley leads to."""
    other, _, anchor = link.removeprefix("octavo:").partition("#")
    return (other, anchor) if link.startswith("octavo:") else (chapter, anchor)
