"""The length of sentences and paragraphs, and the reading level of a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.check.prose import GAP
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Place, Severity
from octavo.model.writing import joins_lines

_LONGEST_SENTENCE, _LONGEST_PARAGRAPH = 50, 250
"""In words."""
_TOO_FEW = 100
"""In words: the reading level of a shorter text means nothing."""
_VOWELS = re.compile("[aeiouy]+")
_GRADES = 12
_LIX = 50


def _sentences(chapter: SetChapter) -> Iterator[Flaw]:
    if joins_lines(chapter.language):
        return  # its words are not separated
    for passage in chapter.passages:
        for sentence in passage.sentences:
            count = len(reading.words(sentence))
            if count > _LONGEST_SENTENCE:
                begin = " ".join(sentence.split(GAP)[0].split()[:12])
                yield Flaw(
                    f"this sentence has {count} words: '{' '.join(begin.split()[:6])} …'", chapter.find.words(begin)
                )


def _paragraphs(chapter: SetChapter) -> Iterator[Flaw]:
    if joins_lines(chapter.language):
        return  # its words are not separated
    for passage in chapter.passages:
        count = len(reading.words(passage.text)) if passage.tag == "p" else 0
        if count > _LONGEST_PARAGRAPH:
            begin = " ".join(passage.text.split(GAP)[0].split()[:12])
            yield Flaw(f"this paragraph has {count} words", chapter.find.words(begin))


def _level(chapter: SetChapter) -> Iterator[Flaw]:
    sentences = [each for passage in chapter.passages if passage.tag in ("p", "li") for each in passage.sentences]
    words = [word for each in sentences for word in reading.words(each) if not word.isdigit()]
    if len(words) < _TOO_FEW or joins_lines(chapter.language):
        return
    if chapter.language == "en":
        grade = flesch_kincaid(words, len(sentences))
        level, is_hard = f"grade {grade:.1f} (Flesch-Kincaid)", grade > _GRADES
    else:
        lix = 100 * sum(len(word) > 6 for word in words) / len(words) + len(words) / len(sentences)
        level, is_hard = f"LIX {lix:.0f}", lix > _LIX
    if is_hard:
        average = len(words) / len(sentences)
        yield Flaw(
            f"this chapter is hard to read: {level}, {average:.0f} words per sentence", Place(chapter.chapter.name, 1)
        )


def flesch_kincaid(words: Sequence[str], sentences: int) -> float:
    """Return the school grade needed to read a text (J. P. Kincaid and others, 1975). Syllables are estimated."""
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    spoken = word.endswith(("le", "ee", "ye", "ted", "ded"))
    silent = word.endswith(("e", "ed")) and not spoken
    return max(1, len(_VOWELS.findall(word)) - silent)


_HARD = (
    "Notwithstanding considerable methodological disagreements, contemporary investigations overwhelmingly corroborate "
    "that honeybees communicate navigational information symbolically, gesturally and acoustically. "
)
_EASY = (
    "Bees dance. The dance shows where the food is. The others watch it and fly there. They bring home what they find. "
)
RULES = (
    Rule(
        id="text.long-sentence",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "By the end of a sentence of more than fifty words, readers have forgotten how it began, "
            "and listeners even more so."
        ),
        fix="split it",
        wrong="Bees dance, " + "and fly, and come back, and dance again, " * 6 + "and rest.\n",
        right="Bees dance. " + "They fly, come back, and dance again. " * 6 + "\n",
        examine=_sentences,
        on=False,
    ),
    Rule(
        id="text.long-paragraph",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A paragraph that fills a page gives the eye no place to rest.",
        fix="split it where the topic changes",
        wrong="Bees dance in the hive. " * 51 + "\n",
        right="Bees dance in the hive. " * 30 + "\n\n" + "Bees dance in the hive. " * 21 + "\n",
        examine=_paragraphs,
        on=False,
    ),
    Rule(
        id="text.reading-level",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "The harder a text is to read, the fewer people read it; in English, grade 12 is the last year of school."
        ),
        fix="write shorter sentences and shorter words",
        wrong=_HARD * 6 + "\n",
        right=_EASY * 6 + "\n",
        examine=_level,
        on=False,
    ),
)
