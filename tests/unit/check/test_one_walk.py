"""Everything that reads a text reads the same words: the reading, the page breaks, prose, and tracing."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from lxml import etree

from octavo.check.prose import GAP, passages
from octavo.check.tracing import _Article
from octavo.model import reading
from octavo.model.edition import PageBreak
from octavo.press.epub.markup import make, parse
from octavo.press.epub.pages import insert_breaks

TEXTS = (
    "bees", "dance", " ", " ", "-", "'", "co", "op", "蜂蜜", "ﬁnd", "e\u0301t\u00e9", "soft\u00adly", "שָׁלוֹם",
    ", ", "1,234", "!", "\n  ",
)  # fmt: skip
SILENT = (
    '<a class="note-ref" role="doc-noteref" href="#n">12</a>', '<span class="apparatus">added</span>',
    '<a class="note-back" href="#r">back</a>', '<span class="task open">box</span>', "<!-- comment -->",
    "<script>code</script>", '<span hidden="hidden">hidden</span>', "<svg><title>drawn</title></svg>",
)  # fmt: skip
FORMULAS = ('<math alttext="x">x</math>', '<img class="math" alt="x" src="x.svg"/>')
NOT_PROSE = ("<code>code</code>", '<span lang="fr">le miel</span>', '<code class="tex">x</code>')
NOT_BY_THE_AUTHOR = ('<span class="number">3</span>', '<span class="label">Figure 2</span>')
INLINE = ("b", "em", "a", "span", "sub", "q", "u", "ruby", "bdi")
HOLDERS = ("section", "blockquote", "ul", "ol", "div", "aside", "figure", "details", "table", "dl")
LEAVES = {
    "ul": "li", "ol": "li", "table": "caption", "dl": "dd", "figure": "figcaption", "details": "summary", "aside": "p",
    "section": "p",
}  # fmt: skip


class Writer:
    """Writes random articles; `pieces` are what may be in a line besides text."""

    def __init__(self, seed: int, pieces: tuple[str, ...], has_notes: bool) -> None:
        self.random, self.pieces, self.has_notes, self.count = Random(seed), pieces, has_notes, 0

    def article(self) -> str:
        return f'<article class="galley"><h1>{self.line()}</h1>{"".join(self.blocks(3))}</article>'

    def line(self, depth: int = 2) -> str:
        return "".join(self._piece(depth) for _ in range(self.random.randrange(7)))

    def _piece(self, depth: int) -> str:
        choice = self.random.random()
        if depth and choice < 0.25:
            tag = self.random.choice(INLINE)
            return f'<{tag} id="{self._id()}">{self.line(depth - 1)}</{tag}>'
        if choice < 0.3:
            return "<br/>"
        if self.pieces and choice < 0.45:
            return self.random.choice(self.pieces)
        return self.random.choice(TEXTS)

    def blocks(self, depth: int) -> Iterator[str]:
        for _ in range(self.random.randrange(1, 4)):
            holder = self.random.choice(HOLDERS) if depth else ""
            leaf = LEAVES.get(holder, "p")
            lines = "".join(f'<{leaf} id="{self._id()}">{self.line()}</{leaf}>' for _ in range(2))
            inner = "".join(self.blocks(depth - 1)) if holder in ("section", "blockquote", "div", "aside") else ""
            yield f"<{holder}>{lines}{inner}</{holder}>" if holder else lines
            if self.has_notes and not self.random.randrange(3):
                yield f'<aside class="note" id="{self._id()}"><p>{self.line()}</p></aside>'

    def _id(self) -> str:
        self.count += 1
        return f"e{self.count}"


def trees(*pieces: str, has_notes: bool = False) -> Iterator[Any]:
    for seed in range(60):
        yield parse(Writer(seed, pieces, has_notes).article().encode())


def test_a_page_break_before_every_word_changes_no_word() -> None:
    for tree in trees(*SILENT, *FORMULAS, *NOT_PROSE, *NOT_BY_THE_AUTHOR, has_notes=True):
        wanted = reading.read(tree)
        expected = [(str(word), word) for word in range(len(wanted.words))]
        paged = copy.deepcopy(tree)
        insert_breaks(paged, [PageBreak(label, "", word) for label, word in expected])
        assert reading.page_breaks(paged) == (expected, len(wanted.words)), etree.tostring(tree).decode()
        assert reading.read(paged) == wanted
        again = parse(etree.tostring(paged))
        assert reading.page_breaks(again) == (expected, len(wanted.words))


def test_prose_has_all_words_of_the_reading() -> None:
    for tree in trees(*SILENT, *FORMULAS, has_notes=True):
        found = reading.read(tree)
        words = Counter(word for each in passages(tree, "en") for word in reading.words(each.text.replace(GAP, " ")))
        wanted = Counter([*found.words, *(word for each in found.notes for word in each.split())])
        assert words == wanted, etree.tostring(tree).decode()


def test_prose_leaves_out_what_is_no_prose_and_nothing_else() -> None:
    for tree in trees(*SILENT, *FORMULAS, *NOT_PROSE, *NOT_BY_THE_AUTHOR):
        bare = copy.deepcopy(tree)
        for each in [*bare.iter()]:
            if reading.local(each) == "code" or each.get("lang") or set(reading.classes(each)) & {"number", "label"}:
                each.getparent().replace(each, gap(each))
        words = Counter(word for each in passages(tree, "en") for word in reading.words(each.text.replace(GAP, " ")))
        assert words == Counter(reading.read(bare).words), etree.tostring(tree).decode()


def gap(element: Any) -> Any:
    """What stands for an element: a formula for what is no prose, and nothing for what octavo has written."""
    written = set(reading.classes(element)) & {"number", "label"}
    new = make("span", {"class": "apparatus"}) if written else make("math")
    new.tail = element.tail
    return new


def test_tracing_finds_the_words_that_each_block_begins_with() -> None:
    for tree in trees(*SILENT, *FORMULAS, *NOT_PROSE):
        words = list(reading.read(tree).words)
        blocks = [each for each in tree.iter() if reading.local(each) in ("p", "li", "dd", "caption", "summary")]
        marked = copy.deepcopy(tree)
        for each in [*marked.iter()]:
            if reading.local(each) in ("p", "li", "dd", "caption", "summary"):
                mark = make("span", {"class": "apparatus", "role": "doc-pagebreak", "aria-label": each.get("id")})
                mark.tail, each.text = each.text, None
                each.insert(0, mark)
        begins = dict(reading.page_breaks(marked)[0])
        around = _Article(tree, dict(enumerate(blocks))).words_around()
        for row, block in enumerate(blocks):
            at = begins[block.get("id")]
            assert around[row] == (words[max(0, at - 8) : at], words[at : at + 28]), etree.tostring(tree).decode()


@pytest.mark.parametrize(
    "html", ["<p>a<br/>b</p>", "<p>a</p><p>b</p>", "<p>a<math/>b</p>", '<p>a<img class="math"/>b</p>']
)
def test_what_divides_words_for_one_divides_them_for_all(html: str) -> None:
    tree = parse(f'<article class="galley">{html}</article>'.encode())
    assert reading.read(tree).text == "a b"
    insert_breaks(tree, [PageBreak("1", "", 1)])
    assert reading.page_breaks(tree) == ([("1", 1)], 2)
    assert reading.words(" ".join(each.text for each in passages(tree, "en"))) == ("a", "b")
