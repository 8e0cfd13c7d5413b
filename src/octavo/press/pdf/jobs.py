"""The jobs of the press for print: a gathering or its margins to be laid out, a font to be cut down.

A job holds everything that it is made from, so that it runs in any process and its result can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from octavo.model.galley import Galley
from octavo.model.jobs import Subject, step
from octavo.press import font_use, fonts
from octavo.press.fonts import Face, Stacks
from octavo.press.pdf import drawings, dress, faces, margin, missing_glyphs, portions
from octavo.press.pdf.code_width import CodeMeasure
from octavo.press.pdf.dress import DressContext, DressedGalley
from octavo.press.pdf.engine import layout, sheet_judge
from octavo.press.pdf.portions import Portion
from octavo.press.pdf.print_problem import PrintProblem, SheetPiece, SheetRemark
from octavo.press.pdf.proof import Margins, PageProof, Proof
from octavo.press.sheet_files import SheetPicture
from octavo.press.type_rules import TypeStyle
from octavo.tools import picture

_MISSING = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.DOTALL)
"""WeasyPrint's message about a character that no font had at its place."""


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """How everything is styled: a sheet, and the fonts that it may use."""

    css: str
    faces: tuple[Face, ...]
    stacks: Stacks
    is_authored: bool
    """Whether the author has added to the sheet, so that any font may be needed anywhere."""
    code_measure: CodeMeasure | None = None
    """The width that the page has for code; None where the author's sheet styles code."""
    colours: str = "rgb"
    """The colours of the print shop: see `inks.py`."""
    pictures: tuple[SheetPicture, ...] = ()
    """The pictures that the sheet shows."""


@dataclass(frozen=True, slots=True)
class GatheringJob:
    """One gathering to be laid out."""

    context: DressContext
    galley: Galley
    style: PrintStyle
    labels: tuple[tuple[str, str], ...]
    """The pages that the galley's cross-references name, by their links."""
    side: str
    """The side on which it starts, where the sheet styles left and right pages differently."""
    portion: int = 0
    """Which portion of the chapter it is, where the chapter is laid out in several."""


@dataclass(frozen=True, slots=True)
class MarginJob:
    """The margins of one gathering to be laid out: `first` is its first folio, `numerals` how folios are written."""

    pages: tuple[PageProof, ...]
    style: PrintStyle
    first: int
    numerals: str
    side: str
    lang: str


@dataclass(frozen=True, slots=True)
class FontSubsetJob:
    """A font to be cut down to some glyphs."""

    face: Face
    glyphs: tuple[int, ...]


@step("print font")
def cut_face(job: FontSubsetJob) -> bytes:
    """Cut down a font; runs in any process."""
    return faces.subset(fonts.static_face(job.face), job.glyphs)


@dataclass(frozen=True, slots=True)
class SheetJob:
    """The author's style sheets, to be judged."""

    pieces: tuple[SheetPiece, ...]


@step("print styles")
def judge_sheet(job: SheetJob) -> tuple[SheetRemark, ...]:
    """Return what print ignores of the author's style sheets; runs in any process."""
    return sheet_judge.judge(job.pieces)


def _subject(job: GatheringJob | MarginJob) -> Subject | None:
    """Return the portion that is laid out; margins have no name of their own."""
    if isinstance(job, MarginJob):
        return None
    return Subject(job.galley.chapter, job.portion, len(job.galley.html))


@step(
    "gathering",
    subject=_subject,
    counts="rendered",
    redone="laid out",
    changes={
        "style": "styles", "labels": "the pages that it names", "side": "the side that it begins on",
        "print_links": "settings", "title": "metadata", "lang": "metadata",
    },
    follows=("galley",),
    compared=("context",),
)  # fmt: skip
def lay_out(job: GatheringJob | MarginJob) -> tuple[Proof, tuple[PrintProblem, ...]] | Margins:
    """Lay out a gathering, or the margins of one; runs in any process."""
    return set_gathering(job) if isinstance(job, GatheringJob) else set_margins(job)


def set_gathering(job: GatheringJob) -> tuple[Proof, tuple[PrintProblem, ...]]:
    """Dress and lay out one gathering; its tree is parsed once and laid out as it is."""
    style = job.style
    covered = frozenset().union(*(fonts.covers(face) for face in style.faces))
    dressed = dress.dress(
        job.context, job.galley, lambda letter: ord(letter) in covered, dict(job.labels), style.code_measure
    )
    pictures, drawn, problems = _read_pictures(job)
    used = _used_faces(dressed, style, drawn)
    files = {f"face:{face.name}": fonts.print_face(face, shown) for face, shown in used.items()}
    files |= {f"res:{name}": drawing for name, drawing in dressed.drawings.items()}
    files |= pictures
    files |= {each.url: each.read() for each in style.pictures}
    own = f"html{{break-before:{job.side}}}" if job.side else ""
    css = layout.Css(_font_faces(used) + style.css, own + (portions.FOLLOWS if job.portion else ""))
    is_pdf2 = job.context.is_pdf2
    portion = Portion(job.galley, job.portion).name
    proof = layout.lay_out(job.galley.chapter, dressed.root, css, files, is_pdf2, style.colours, portion)
    missing = [chr(int(found[1], 16)) for message in proof.messages if (found := _MISSING.match(message))]
    others = tuple(message for message in proof.messages if not _MISSING.match(message))
    reported = {*dressed.missing, *(each.letter for each in problems)}
    problems += [*dressed.problems, *missing_glyphs.problems(missing, reported)]
    return replace(proof, messages=others), tuple(problems)


def _read_pictures(job: GatheringJob) -> tuple[dict[str, bytes], dict[TypeStyle, set[str]], list[PrintProblem]]:
    """Return the pictures of a galley by their URLs, how text in drawings is set, and what is wrong with it."""
    files: dict[str, bytes] = {}
    styles: dict[TypeStyle, set[str]] = {}
    problems: list[PrintProblem] = []
    for resource in job.galley.resources:
        data = picture.read(resource)
        if resource.media_type == "image/svg+xml":
            made = drawings.prepare(data, job.style.faces, job.context.lang, job.style.colours)
            data = made.svg
            for style, letters in made.styles.items():
                styles.setdefault(style, set()).update(letters)
            problems += missing_glyphs.problems(made.missing, picture=resource.name)
        files[f"res:{resource.name}"] = data
    return files, styles, problems


def set_margins(job: MarginJob) -> Margins:
    """Lay out the margins of one gathering."""
    own = margin.first_page(job.first, job.numerals, job.side)
    shown = {letter for page in job.pages for _, value in page.strings for letter in value} | set(job.style.css)
    faces = _margin_faces(job.style, shown)
    css = layout.Css(_font_faces(faces) + job.style.css, own)
    files = {f"face:{face.name}": fonts.print_face(face, shown) for face in faces}
    files |= {each.url: each.read() for each in job.style.pictures}
    return layout.lay_margins(margin.pages(job.pages, job.lang), css, files, job.style.colours)


def _margin_faces(style: PrintStyle, shown: Iterable[str]) -> tuple[Face, ...]:
    """Return the faces that margins are set in, and of those that help out the ones that have what others lack."""
    always = [face for face in style.faces if style.is_authored or not fills_in(face, style.stacks)]
    left = {ord(letter) for letter in shown}.difference(*(fonts.covers(face) for face in always))
    chosen = set(always)
    for face in style.faces:
        if face not in chosen and not left.isdisjoint(fonts.covers(face)):
            chosen.add(face)
            left -= fonts.covers(face)
    return tuple(face for face in style.faces if face in chosen)


def _font_faces(used: Iterable[Face]) -> str:
    return "".join(fonts.rule(face, f"face:{face.name}") for face in used)


def _used_faces(
    dressed: DressedGalley, style: PrintStyle, drawn: Mapping[TypeStyle, Iterable[str]]
) -> dict[Face, frozenset[str]]:
    """Return the fonts that a document needs, each with the characters it shows.

    Making and loading one font takes as long as laying out a third of a page.
    """
    if style.is_authored:
        return dict.fromkeys(style.faces, frozenset(dressed.html))
    needed = font_use.needed(dressed.root, style.stacks, style.faces, more=drawn)
    # The numbers of notes are no part of the text.
    return {
        face: needed.get(face, frozenset())
        for face in style.faces
        if face in needed or (not face.helps and sets_margins(face, style.stacks))
    }


def sets_margins(face: Face, stacks: Stacks) -> bool:
    """Return whether running heads and folios are set in a font."""
    if face.helps:
        return face.family in stacks.text and face.weight == 400
    return face.family == fonts.main(stacks.text) and face.weight == 400


def fills_in(face: Face, stacks: Stacks) -> bool:
    """Return whether a font shows in running heads what the one they are set in lacks."""
    return (
        face.weight == 400 and face.style == "normal" and face.family in stacks.text and not sets_margins(face, stacks)
    )
