"""Numbers of parts, chapters, appendices, sections and captions, through the whole publication."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from octavo.manuscript.draft import Draft
from octavo.manuscript.headings import DraftHeading
from octavo.manuscript.labels import Caption
from octavo.model.publication import BODY, Chapter, ChapterKind, Publication
from octavo.model.words import is_numbered_by_hand, numbered, part_numeral
from octavo.model.writing import EAST_ASIAN, writing


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one chapter, row by row: bare (`3.2`, `II`, `A`), and as they are shown (`Part II`)."""

    heads: tuple[str, ...]
    shown_heads: tuple[str, ...]
    captions: tuple[str, ...]
    shown_captions: tuple[str, ...]


@dataclass
class RunningNumbers:
    """The numbers reached so far, chapter after chapter."""

    publication: Publication
    parts: int = 0
    outlines: dict[bool, list[int]] = field(default_factory=lambda: {False: [], True: []})
    """The numbers reached on each level: those of chapters, and those of appendices."""
    silent: int = 0
    """The depth of the chapter without a number that this one may be under, or 0."""
    captions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def number_chapter(self, chapter: Chapter, draft: Draft) -> Numbers:
        """Return the numbers of the next chapter."""
        heads = [self._number_heading(chapter, head) for head in draft.heads]
        shown = [self._format_heading(chapter, head, number) for head, number in zip(draft.heads, heads, strict=True)]
        within = self._find_prefix(chapter, draft, heads)
        captions = self._number_captions(within, draft.captions)
        lang = self.publication.metadata.lang
        dialect = chapter.dialect
        shown_captions = [
            _format_caption(each, number, lang, dialect.label(each.kind) if dialect else "")
            for each, number in zip(draft.captions, captions, strict=True)
        ]
        return Numbers(tuple(heads), tuple(shown), tuple(captions), tuple(shown_captions))

    def _number_heading(self, chapter: Chapter, head: DraftHeading) -> str:
        if not self.publication.is_book:
            wanted = self.publication.settings.number_sections and head.level > 1 and head.numbered
            return self._count_on(head.level - 1, False) if wanted else ""
        if head.level == 1:
            return self._number_title(chapter, head)
        under = self.publication.settings.number_headings and self._is_numbered(chapter) and not self.silent
        return self._count_on(chapter.depth + head.level - 1, _is_lettered(chapter)) if under and head.numbered else ""

    def _number_title(self, chapter: Chapter, head: DraftHeading) -> str:
        if self.silent and (chapter.depth <= self.silent or chapter.kind == ChapterKind.PART):
            self.silent = 0
        if not head.numbered or not self._is_numbered(chapter) or (self.silent and not chapter.numbered):
            self.silent = self.silent or chapter.depth
            return ""
        self.silent = 0
        if chapter.kind == ChapterKind.PART:
            self.parts += 1
            lang = self.publication.metadata.lang
            return "" if is_numbered_by_hand(head.text, "part", lang) else part_numeral(self.parts, lang)
        return self._count_on(chapter.depth, _is_lettered(chapter))

    def _is_numbered(self, chapter: Chapter) -> bool:
        if chapter.numbered is not None:
            return chapter.numbered
        usual = chapter.kind in (ChapterKind.PART, ChapterKind.APPENDIX) or (
            chapter.kind == ChapterKind.CHAPTER and chapter.matter == BODY
        )
        return usual and self.publication.settings.number_sections

    def _count_on(self, level: int, lettered: bool) -> str:
        if level > self.publication.settings.number_depth:
            return ""
        outline = (self.outlines[lettered] + [0] * level)[:level]
        outline[-1] += 1
        self.outlines[lettered] = outline
        return ".".join([_format_letter(outline[0]) if lettered else str(outline[0]), *map(str, outline[1:])])

    def _format_heading(self, chapter: Chapter, head: DraftHeading, number: str) -> str:
        lang = self.publication.metadata.lang
        if number and self.publication.is_book and head.level == 1 and chapter.depth == 1:
            if chapter.kind in (ChapterKind.PART, ChapterKind.APPENDIX):
                return numbered(chapter.kind, number, lang)
            if writing(lang) in EAST_ASIAN:
                return numbered("chapter", number, lang)
        return number

    def _find_prefix(self, chapter: Chapter, draft: Draft, heads: list[str]) -> str:
        """Return what the numbers of captions begin with: that of the highest chapter, if it has one."""
        title = heads[0] if self.publication.is_book and draft.heads and draft.heads[0].level == 1 else ""
        return "" if chapter.kind == ChapterKind.PART else title.partition(".")[0]

    def _number_captions(self, within: str, captions: tuple[Caption, ...]) -> list[str]:
        numbers: list[str] = []
        letters: Counter[int] = Counter()
        for each in captions:
            if each.given:
                numbers.append(each.given)
            elif not each.numbered or (each.part_of >= 0 and not numbers[each.part_of]):
                numbers.append("")
            elif each.part_of >= 0:
                letters[each.part_of] += 1
                numbers.append(numbers[each.part_of] + _format_letter(letters[each.part_of]).lower())
            else:
                self.captions[within, each.kind] += 1
                bare = str(self.captions[within, each.kind])
                numbers.append(f"{within}.{bare}" if within else bare)
        return numbers


def _is_lettered(chapter: Chapter) -> bool:
    return chapter.kind == ChapterKind.APPENDIX


def _format_letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _format_caption(caption: Caption, number: str, lang: str, own: str) -> str:
    if not number:
        return ""
    if caption.part_of >= 0 and caption.kind != "equation":
        return f"({number.lstrip('0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZ')})"
    return f"({number})" if caption.kind == "equation" else numbered(caption.kind, number, lang, own)
