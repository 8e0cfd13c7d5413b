"""One publication on its way through the press: laid out until no page number changes, then bound."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import MapJobs
from octavo.model.publication import BEFORE_CONTENTS, FRONT, ChapterKind, Publication
from octavo.model.settings import Settings
from octavo.model.standard import Standard
from octavo.press import cssom, styles
from octavo.press.cssom import CssRule, Origin
from octavo.press.pdf import apparatus, bind, dress, faces, folios, margin, portions, sheet_pieces
from octavo.press.pdf.bind import BoundGathering
from octavo.press.pdf.code_width import CodeMeasure
from octavo.press.pdf.dress import DressContext
from octavo.press.pdf.folios import Folios, Unit
from octavo.press.pdf.jobs import (
    FontSubsetJob,
    GatheringJob,
    MarginJob,
    PrintStyle,
    SheetJob,
    cut_face,
    fills_in,
    judge_sheet,
    lay_out,
    sets_margins,
)
from octavo.press.pdf.notes_and_links import count_link_notes
from octavo.press.pdf.portions import PageBreakRules, Portion
from octavo.press.pdf.print_problem import PrintProblem
from octavo.press.pdf.proof import FontUse, Margins, Proof
from octavo.tools.locate import Finder

_ROUNDS = 6
"""How often everything may be laid out because a page number has changed. Twice is usual."""


@dataclass(frozen=True, slots=True)
class PlacedGathering:
    """A gathering of a finished book and its first page, from 0; its glyphs mean what they mean in the whole book."""

    proof: Proof
    start: int


OnPlaced = Callable[[tuple[PlacedGathering, ...], tuple[str, ...]], None]
"""Called with gatherings in their places and the label of each page."""


class PrintRun:
    """One publication on its way through the press; `sheet` is its sheet for print, `spread` runs the jobs."""

    def __init__(
        self, publication: Publication, manuscript: Manuscript, sheet: styles.StyleSheet, spread: MapJobs
    ) -> None:
        self.publication, self.manuscript, self.spread = publication, manuscript, spread
        assert sheet.paper is not None
        self.sheet = sheet
        self.facing = sheet.paper.mirrored
        split = margin.split(sheet.rules, sheet.added)
        self.sided = split.sided
        self.shift = 0.0 if split.sided else sheet.paper.shift
        colours = _colours(publication.settings)
        self.style = PrintStyle(
            split.text, sheet.faces, sheet.stacks, sheet.authored, _code_measure(sheet), colours, sheet.pictures
        )
        in_margins = tuple(
            face
            for face in sheet.faces
            if sheet.may_set_margins or sets_margins(face, sheet.stacks) or fills_in(face, sheet.stacks)
        )
        self.margin_style = PrintStyle(
            split.margins, in_margins, sheet.stacks, sheet.authored, None, colours, sheet.pictures
        )
        self.context = DressContext.of(publication, manuscript.title, manuscript.metadata.authors)
        self.page_breaks = PageBreakRules(sheet.rules, sheet.added)
        self.cuts: dict[str, tuple[Galley, tuple[tuple[Portion, DressContext], ...]]] = {}
        self.jobs: dict[str, GatheringJob] = {}
        self.portion_proofs: dict[str, Proof] = {}
        self.proofs: dict[str, Proof] = {}
        """The proof of each gathering, joined from those of its portions."""
        self.margins: dict[str, tuple[MarginJob, Margins]] = {}
        self.problems: dict[str, tuple[PrintProblem, ...]] = {}
        self.diagnostics: list[Diagnostic] = []
        self.folios = Folios({}, {}, 0, 0)
        self.places: dict[tuple[str, str], int] = {}
        """The page of each anchor, by chapter and id."""
        self.bound: list[BoundGathering] = []
        self.font_files: list[tuple[FontUse, bytes]] = []

    def judge_sheets(self, own: cssom.Rules) -> None:
        """Report what print ignores of the author's sheets, each once, at its line."""
        pieces = tuple(sheet_pieces.pieces(own))
        if not pieces:
            return
        (remarks,) = self.spread(judge_sheet, [SheetJob(pieces)])
        for each in remarks:
            place = Place(each.origin.file, each.origin.line, each.origin.column)
            self.diagnostics.append(warning("css.unsupported", each.message, place, each.hint, "pdf"))

    def without(self, chapter: str, removed: Container[Origin]) -> Proof:
        """Lay a chapter out by itself, without some declarations of the author's sheets."""
        galley = next(each for each in self.galleys() if each.chapter == chapter)
        rules, added = (cssom.without(each, removed) for each in (self.sheet.rules, self.sheet.added))
        job = self._job(Portion(galley), self.portions(galley)[0][1], self.jobs[chapter].side)
        ((proof, _),) = self.spread(
            lay_out, [replace(job, style=replace(self.style, css=margin.split(rules, added).text))]
        )
        return proof  # type: ignore[no-any-return]

    # Rounds

    def lay_out(self, on_placed: OnPlaced | None = None) -> None:
        """Lay everything out, again and again until no page number changes that is printed anywhere.

        `on_placed` is called after the first round, in which everything is laid out except what consists of page
        numbers.
        """
        for turn in range(_ROUNDS):
            jobs = self._jobs(first=turn == 0)
            due = [name for name, job in jobs.items() if self.jobs.get(name) != job]
            if not due:
                break
            due.sort(key=lambda name: -len(jobs[name].galley.html))
            # Contents and index have to wait for the rest. Meanwhile the margins of settled gatherings are laid out.
            chapters = {jobs[name].galley.chapter for name in due}
            margins = (
                self._margin_jobs(galley for galley in self.galleys() if galley.chapter not in chapters) if turn else {}
            )
            results = self.spread(lay_out, [*(jobs[name] for name in due), *margins.values()])
            for name, (proof, problems) in zip(due, results[: len(due)], strict=True):
                self.portion_proofs[name], self.problems[name] = proof, problems
            for chapter in chapters:
                parts = [name for name, job in jobs.items() if job.galley.chapter == chapter]
                self.proofs[chapter] = portions.join([self.portion_proofs[name] for name in parts])
            self._keep_margins(margins, results[len(due) :])
            self.jobs |= jobs
            self._place()
            if turn == 0 and on_placed is not None:
                on_placed(self.placed_gatherings(), self.labels())
        else:
            place = self.publication.key("octavo.page-references")
            self.diagnostics.append(warning(
                "print.unsettled", f"page numbers still change after {_ROUNDS} rounds", place,
                "check the page references: some may be off by one", "pdf",
            ))  # fmt: skip
        self.diagnostics += [each for galley in self.galleys() for each in self._problems_of(galley)]

    def _problems_of(self, galley: Galley) -> Iterator[Diagnostic]:
        """Yield what is wrong with a gathering, at the places in its text."""
        chapter = next((each for each in self.publication.chapters if each.id == galley.chapter), None)
        finder = Finder.of(chapter) if chapter else Finder("", self.publication.keys_name)
        shown = {each.name: each.shown for each in galley.resources if each.shown is not None}
        for portion, _ in self.portions(galley):
            for each in self.problems[portion.name]:
                if each.picture in shown:
                    place = finder.picture(shown[each.picture])
                else:
                    place = finder.math(each.equation) if each.equation else finder.raw(each.letter)
                yield warning(each.rule, each.message, place, each.hint, "pdf")
        whole = Place(chapter.name, 1, 1) if chapter else self.publication.key("")
        for message in self.proofs[galley.chapter].messages:
            yield warning("print.layout", f"WeasyPrint says: {message}", whole, "", "pdf")

    def _jobs(self, first: bool) -> dict[str, GatheringJob]:
        """Return what is to be laid out; in the first round nothing that consists of page numbers."""
        jobs: dict[str, GatheringJob] = {}
        for galley in self.galleys(first):
            page = self.folios.starts.get(galley.chapter) if self.sided else None
            for portion, context in self.portions(galley):
                jobs[portion.name] = self._job(portion, context, "left" if page is not None and page % 2 else "")
                if page is not None:
                    page += len(self.portion_proofs[portion.name].pages)
        return jobs

    def _job(self, portion: Portion, context: DressContext, side: str) -> GatheringJob:
        galley = portion.galley
        links = dress.page_references(galley)
        labels = tuple((link, self.label(*link_target(link, galley.chapter))) for link in links)
        return GatheringJob(context, galley, self.style, labels, side, portion.number)

    def portions(self, galley: Galley) -> tuple[tuple[Portion, DressContext], ...]:
        """Return the portions in which a galley is laid out, one or several, each with its context."""
        known = self.cuts.get(galley.chapter)
        if known is not None and known[0] == galley:
            return known[1]
        context, found = replace(self.context, part=self._part_of(galley)), []
        if galley.chapter in (apparatus.CONTENTS, apparatus.LISTS):
            parts = self.page_breaks.runs(galley)
        elif context.has_contents:
            parts = [Portion(galley)]
        else:
            parts = self.page_breaks.portions(galley, partial(dress.frame, context, galley))
        for each in parts:
            found.append((each, context))
            if len(parts) > 1:
                more = count_link_notes(each.galley, context.print_links)
                # Only the first portion opens the chapter.
                context = replace(context, addresses=context.addresses + more, settings=Settings())
        self.cuts[galley.chapter] = galley, tuple(found)
        return self.cuts[galley.chapter][1]

    def _part_of(self, galley: Galley) -> str:
        """Return the title of the part that a galley is in, where running heads show it."""
        if "part" not in dict(self.publication.settings.running_heads).values():
            return ""
        title = ""
        for each in self.manuscript.galleys:
            if each.matter != galley.matter:
                continue
            if each.kind == ChapterKind.PART or each.level <= 1:
                title = each.title if each.kind == ChapterKind.PART else ""
            if each.chapter == galley.chapter:
                return title
        return ""

    def galleys(self, first: bool = False) -> list[Galley]:
        """Return all gatherings in their order; in the `first` round without those that consist of page numbers."""
        if not self.publication.is_book:
            return list(self.manuscript.galleys)
        made = [] if first else self._contents_and_lists()
        before = [each for each in self.manuscript.galleys if _is_before_contents(each)]
        after = [each for each in self.manuscript.galleys if not _is_before_contents(each)]
        filled = [self._with_index(each) for each in after if not (first and each.kind == "index")]
        half = [apparatus.half_title(self.manuscript)] if self.publication.settings.half_title else []
        return [*half, *before, *made, *filled]

    def _contents_and_lists(self) -> list[Galley]:
        found = []
        if self.publication.metadata.toc is not False:
            found.append(apparatus.contents(self.publication, self.manuscript, self._page, self._label_of_page))
        lists = apparatus.lists(self.publication, self.manuscript, self._page, self._label_of_page)
        return [*found, lists] if lists else found

    def _with_index(self, galley: Galley) -> Galley:
        if galley.kind != "index":
            return galley
        lang = self.publication.metadata.lang
        return apparatus.index(galley, self.manuscript.index, lang, self._page, self._label_of_page)

    def _place(self) -> None:
        galleys = [each for each in self.galleys() if each.chapter in self.proofs]
        units = [self._unit(each) for each in galleys]
        pages = {name: len(proof.pages) for name, proof in self.proofs.items()}
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

    def _label_of_page(self, page: int | None) -> str:
        return dress.UNKNOWN if page is None else self.folios.label(page)

    def label(self, chapter: str, anchor: str) -> str:
        """Return the label of the page where an anchor is; a stand-in while that is not known."""
        return self._label_of_page(self._page(chapter, anchor))

    # Binding

    def finish(self) -> None:
        """Lay out the margins that are left and cut down the fonts: the last jobs, so that `bind` needs no others."""
        galleys = self.galleys()
        jobs = self._margin_jobs(galleys)
        self._keep_margins(jobs, self.spread(lay_out, list(jobs.values())))
        self.bound = [
            BoundGathering(
                self.proofs[galley.chapter],
                self.margins[galley.chapter][1],
                self.folios.blanks[galley.chapter],
                self.folios.side(galley.chapter) == "left",
                galley.level,
            )
            for galley in galleys
        ]
        self.font_files = self._cut_faces(self.bound)

    def bind(self, modified: datetime) -> bytes:
        """Bind everything into one PDF."""
        title, labels = self.manuscript.title, self.folios.labels()
        return bind.bind(self.publication, title, self.bound, self.font_files, labels, self.shift, modified)

    def colour_problems(self) -> list[Diagnostic]:
        """Return where a PDF/A shows colours that its profile does not describe."""
        if not Standard.of(self.publication.settings.pdf_standard).archival:
            return []
        names = {chapter.id: chapter.name for chapter in self.publication.chapters}
        message = "it shows CMYK, but octavo's PDF/A describes only the colours of sRGB"
        hint = "write colours and save pictures as RGB, or leave PDF/A out of pdf-standard"
        return [
            error("pdf.colours", message, Place(names.get(name, self.publication.keys_name), 1, 1), hint, "pdf")
            for name, proof in self.proofs.items()
            if proof.is_cmyk or (name in self.margins and self.margins[name][1].is_cmyk)
        ]  # fmt: skip

    def labels(self) -> tuple[str, ...]:
        """Return the label of each page."""
        return tuple(self.folios.label(page) for page in range(self.folios.total))

    def placed_gatherings(self) -> tuple[PlacedGathering, ...]:
        """Return the gatherings laid out so far in their order, with what their glyphs mean in the whole book."""
        proofs = [self.proofs[galley.chapter] for galley in self.galleys() if galley.chapter in self.proofs]
        united = {use.hash: use for use in faces.unite(use for proof in proofs for use in proof.fonts)}
        return tuple(
            PlacedGathering(
                replace(proof, fonts=faces.with_book_meanings(proof.fonts, united)), self.folios.starts[proof.name]
            )
            for proof in proofs
        )

    def _cut_faces(self, bound: Sequence[BoundGathering]) -> list[tuple[FontUse, bytes]]:
        """Return every font that is shown, with its file cut down to what all gatherings show of it."""
        uses = faces.unite(use for each in bound for source in (each.proof, each.margins) for use in source.fonts)
        named = {face.name: face for face in self.style.faces}
        jobs = [FontSubsetJob(named[use.face], tuple(sorted(use.glyphs))) for use in uses]
        return list(zip(uses, self.spread(cut_face, jobs), strict=True))

    def _margin_jobs(self, galleys: Iterable[Galley]) -> dict[str, MarginJob]:
        """Return the jobs of margins that are not laid out yet, or no longer right."""
        jobs = {galley.chapter: self._margin_job(galley) for galley in galleys}
        return {name: job for name, job in jobs.items() if name not in self.margins or self.margins[name][0] != job}

    def _keep_margins(self, jobs: Mapping[str, MarginJob], results: Sequence[Margins]) -> None:
        self.margins |= {name: (job, margins) for (name, job), margins in zip(jobs.items(), results, strict=True)}

    def _margin_job(self, galley: Galley) -> MarginJob:
        first, numerals = self.folios.folio(galley.chapter)
        side = self.folios.side(galley.chapter)
        pages = self.proofs[galley.chapter].pages
        return MarginJob(pages, self.margin_style, first, numerals, side, self.publication.metadata.lang)


def link_target(link: str, chapter: str) -> tuple[str, str]:
    """Return the chapter and the anchor to which a link of a chapter leads."""
    other, _, anchor = link.removeprefix("octavo:").partition("#")
    return (other, anchor) if link.startswith("octavo:") else (chapter, anchor)


def _is_before_contents(galley: Galley) -> bool:
    return galley.kind in BEFORE_CONTENTS and galley.matter == FRONT


def _colours(settings: Settings) -> str:
    """Return the colours of print; RGB for PDF/A, whose profile here describes no inks."""
    archival = Standard.of(settings.pdf_standard).archival
    return "rgb" if archival and settings.print_colours == "cmyk" else settings.print_colours


def _code_measure(sheet: styles.StyleSheet) -> CodeMeasure | None:
    if sheet.paper is None or any(_styles_code(rule) for rule in sheet.added):
        return None
    text = sheet.paper.text * float(sheet.tokens["--face-scale"])
    return CodeMeasure(text * float(sheet.tokens["--code-scale"]) * 0.96, text, sheet.paper.measure, sheet.paper.hang)


def _styles_code(rule: CssRule) -> bool:
    """Return whether a rule of the author may style blocks of code."""
    names = re.findall(r"[\w-]+", cssom.text(rule.prelude))
    return bool({"pre", "code"} & set(names)) or any(
        _styles_code(each) for each in rule.content or () if isinstance(each, CssRule)
    )
