"""What an author writes, and what a reader then meets on paper, in the EPUB and on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pictures import SMALL, png
from workshop import HEADER, Editions, Workshop, poppler, squeezed

EVERYWHERE = (True, True, True)


def make(workshop: Workshop, text: str, header: str = HEADER) -> Editions:
    """An article of which nothing is to be said but what is in it."""
    workshop.article(text, header=header)
    built = workshop.build("x.md", "-j1")
    assert built.ran.out == ""
    poppler("pdfinfo", str(built.folder / "x.pdf"))
    return built


def header(extra: str = "", own: str = "", title: str = "A Title", lang: str = "en") -> str:
    octavo = "".join(f"  {line}\n" for line in own.splitlines())
    return f"---\ntitle: {title}\nlang: {lang}\n{extra}{'octavo:' if own else ''}\n{octavo}---\n\n"


def texts(found: Any) -> list[str]:
    return [squeezed("".join(each.itertext())) for each in found]


def nodes(built: Editions, *roles: str) -> list[Any]:
    return [node for node in built.pdf.nodes() if node.role[1:] in roles]


def within(node: Any) -> str:
    """The text of a tag of the PDF."""
    return "".join(within(kid) if hasattr(kid, "role") else getattr(kid, "text", "") for kid in node.kids)


# --- Figures ---


def test_figures_have_captions_and_alternative_texts(workshop: Workshop) -> None:
    workshop.write("p.png", SMALL)
    built = make(workshop, 'Before.\n\n![A *fine* caption](p.png){#fig alt="What it shows"}\n\nSee [it](#fig).\n')
    assert built.said("A fine caption") == EVERYWHERE
    assert texts(built.page.xpath("//figure/figcaption")) == ["A fine caption"]
    assert built.page.xpath("//figure/img/@alt") == ["What it shows"]
    assert built.xhtml("//h:figure[@id='fig']/h:img/@alt") == ["What it shows"]
    assert built.page.xpath("//figcaption/em/text()") == ["fine"]
    assert [node.alt for node in nodes(built, "Figure")] == ["What it shows"]
    assert [squeezed(within(node)) for node in nodes(built, "Caption")] == ["A fine caption"]


def test_a_caption_serves_where_no_alternative_text_is_given(workshop: Workshop) -> None:
    workshop.write("p.png", SMALL)
    built = make(workshop, "![A caption](p.png)\n\nAnd ![a word](p.png) in a line.\n")
    assert built.page.xpath("//img/@alt") == ["A caption", "a word"]
    assert len(built.page.xpath("//figure")) == 1
    assert [node.alt for node in nodes(built, "Figure")] == ["A caption", "a word"]


def test_pictures_keep_their_shape_and_fit_the_page(workshop: Workshop) -> None:
    workshop.write("tall.png", png(1000, 5000))
    workshop.write("wide.png", png(5000, 500))
    built = make(workshop, "![Tall](tall.png)\n\n![Wide](wide.png)\n\n![Half](wide.png){width=50%}\n\nThe end.\n")
    assert built.said("The end.") == EVERYWHERE
    sizes = [(int(img.get("width")), int(img.get("height"))) for img in built.page.xpath("//img")]
    assert sizes[0][0] * 5 == sizes[0][1]
    assert built.page.xpath("//img[@alt='Half']/@style")
    lines = poppler("pdfimages", "-list", str(built.folder / "x.pdf")).splitlines()[2:]
    assert len(lines) >= 2
    assert built.pdf.pages <= 4


# --- Notes ---

NOTES = """Text.[^a] More.[^b] Inline.^[A note *here*.] Again.[^c]

[^a]: First paragraph of a.

    Second paragraph of a.

[^b]: Note with code:

    ```python
    def b(): return 1
    ```

    - one thing
    - another

[^c]: See [there](https://example.org/c) and $x^2$.
"""


def test_notes(workshop: Workshop) -> None:
    built = make(workshop, NOTES)
    for words in ("First paragraph of a.", "Second paragraph of a.", "def b(): return 1", "another", "A note here."):
        assert built.said(words) == EVERYWHERE, words
    notes = texts(built.page.xpath("//section[@role='doc-endnotes']//li[@class='note']"))
    assert [note.split()[0] for note in notes] == ["First", "Note", "A", "See"]
    assert built.page.xpath("//a[@role='doc-noteref']/text()") == ["1", "2", "3", "4"]
    for reference in built.page.xpath("//a[@role='doc-noteref']"):
        note = built.page.get_element_by_id(reference.get("href")[1:])
        assert note.xpath(".//a[@role='doc-backlink']/@href") == [f"#{reference.get('id')}"]
    assert len(built.xhtml("//h:a[@e:type='noteref']")) == 4
    assert len(built.xhtml("//*[@e:type='footnote']")) == 4
    assert len(nodes(built, "Note")) == 4


def test_notes_stand_at_the_foot_of_their_page(workshop: Workshop) -> None:
    filler = "\n\n".join(["Some words to fill the page with. " * 30] * 8)
    built = make(workshop, f"Start.^[A note on page one.]\n\n{filler}\n\nEnd.^[A note at the end.]\n")
    pages = [
        squeezed(poppler("pdftotext", "-layout", "-f", str(n), "-l", str(n), str(built.folder / "x.pdf"), "-"))
        for n in range(1, built.pdf.pages + 1)
    ]
    assert len(pages) > 1
    assert pages[0].index("A note on page one.") > pages[0].index("Some words")
    assert "A note at the end." in next(page for page in pages if "End." in page)


def test_a_note_longer_than_a_page(workshop: Workshop) -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    built = make(workshop, f"Text.[^1] And on.\n\n[^1]: {words}\n")
    assert built.pdf.read().counts.words == len(words.split()) + 7
    assert "word1499" in built.pdf_text


def test_a_note_in_a_title_taken_from_the_text(workshop: Workshop) -> None:
    built = make(workshop, "# The *Title*^[About the title.]\n\nText.^[About the text.]\n", "---\nlang: en\n---\n\n")
    assert built.page.findtext(".//title") == "The Title"
    notes = texts(built.page.xpath("//li[@class='note']"))
    assert [note.split(" ↩")[0] for note in notes] == ["About the title.", "About the text."]


# --- Lists ---


def test_lists(workshop: Workshop) -> None:
    text = """1. one
   - two

     1. three
2. four

iv) roman
v) five

Term
:   First meaning

:   Second meaning

- [ ] open task
- [x] done task

| A line
|     indented
| last
"""
    built = make(workshop, text)
    for words in ("First meaning", "Second meaning", "open task", "done task", "roman"):
        assert built.said(words) == EVERYWHERE, words
    assert built.page.xpath("//ol[@start='4']/@type") == ["i"]
    assert texts(built.page.xpath("//dt")) == ["Term"]
    assert len(built.page.xpath("//dd")) == 2
    assert built.page.xpath("//*[contains(@class, 'task ')]/@aria-label") == ["to do", "done"]
    assert not built.page.xpath("//input")
    assert len(built.page.xpath("//div[@class='line-block']//br")) == 2
    assert len(nodes(built, "L")) == 6
    assert len(nodes(built, "LI")) == 9
    assert len(nodes(built, "LBody")) == 10, "a term with two meanings is one item"


# --- Tables ---


def test_tables(workshop: Workshop) -> None:
    text = """| Left | Middle |  Right |      |
|:-----|:------:|-------:|------|
| *a*  | `b`    |      c | [d](https://example.org) |
| e    |        |      f | g |

: Its caption

<table><tr><th colspan="2">Wide head</th></tr><tr><td>a1</td><td rowspan="2">b1</td></tr><tr><td>a2</td></tr></table>
"""
    built = make(workshop, text)
    assert built.said("Its caption") == EVERYWHERE
    assert built.said("Wide head") == EVERYWHERE
    heads = built.page.xpath("//table[1]/thead//th")
    assert texts(heads) == ["Left", "Middle", "Right"]
    assert {head.get("scope") for head in heads} == {"col"}
    styles = [cell.get("style", "") for cell in built.page.xpath("//table[1]/tbody/tr[1]/td")]
    assert [("center" in style, "right" in style) for style in styles[:3]] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert built.xhtml("//h:th/@colspan") == ["2"]
    assert built.xhtml("//h:td/@rowspan") == ["2"]
    assert (len(nodes(built, "Table")), len(nodes(built, "TH"))) == (2, 4)


def test_a_table_of_forty_columns(workshop: Workshop) -> None:
    row = "|" + "|".join(f"c{n}" for n in range(40)) + "|\n"
    built = make(workshop, f"{row}{'|--' * 40}|\n{row * 3}")
    assert len(nodes(built, "TH")) == 40
    assert len(nodes(built, "TD")) == 120


# --- Code ---


def test_code(workshop: Workshop) -> None:
    text = """Inline `x  <b>` here.

```python
def f(name):
    return "a string"  # a remark
```

```nosuchlanguage
a < b & c
```

    indented code
"""
    built = make(workshop, text)
    for words in ('return "a string" # a remark', "a < b & c", "indented code"):
        assert built.said(words) == EVERYWHERE, words
    assert built.page.xpath("//pre//span[@class='kw']/text()") == ["def"]
    assert built.xhtml("//h:pre//h:span[@class='st']/text()") == ['"a string"']
    assert built.page.xpath("//p/code/text()") == ["x  <b>"]
    (block,) = built.page.xpath("//pre[contains(@class, 'python')]")
    assert block.text_content() == 'def f(name):\n    return "a string"  # a remark'
    assert len(nodes(built, "Code")) >= 4


def test_long_lines_of_code_break_with_a_mark(workshop: Workshop) -> None:
    line = "call(" + ", ".join(f"argument_{n}=value_{n}" for n in range(30)) + ")"
    text = f"```python\n{line}\n{'x' * 300}\n```\n"
    built = make(workshop, text)
    (block,) = built.page.xpath("//pre")
    assert block.text_content() == f"{line}\n{'x' * 300}"
    shown = poppler("pdftotext", "-layout", str(built.folder / "x.pdf"), "-")
    lines = [each.strip() for each in shown.splitlines() if "argument_" in each or "xxx" in each]
    # What stands for the mark in the text that a reader copies.
    marked = [each for each in lines if each.endswith(("\u00ad", "\u200b", "▸"))]
    assert len(marked) == len(lines) - 2, "each line but the last one of each of the author's is marked"
    assert max(map(len, lines)) < 100


# --- Mathematics ---


def test_mathematics(workshop: Workshop) -> None:
    built = make(workshop, "Inline $a^2+b^2$ and\n\n$$\\sum_{i=1}^n \\frac{1}{i}$$\n\n## With $\\alpha$\n")
    assert built.page.xpath("//*[local-name()='math']/@display") == ["inline", "block", "inline"]
    assert built.xhtml("//m:math/@alttext") == ["a^2+b^2", "\\sum_{i=1}^n \\frac{1}{i}", "\\alpha"]
    assert len(built.xhtml("//m:mfrac")) == 1
    assert [node.alt for node in nodes(built, "Formula")] == built.xhtml("//m:math/@alttext")


def test_formulas_and_raw_html_in_one_text(workshop: Workshop) -> None:
    built = make(workshop, "$x^2$ and <kbd>Ctrl</kbd>.\n")
    assert len(built.xhtml("//m:msup")) == 1
    assert built.page.xpath("//kbd/text()") == ["Ctrl"]


# --- Boxes ---


@pytest.mark.parametrize(
    ("lang", "titles"),
    [("en", ["Note", "Warning", "Tip", "Mind this"]), ("de", ["Hinweis", "Warnung", "Tipp", "Mind this"])],
)
def test_boxes(lang: str, titles: list[str], workshop: Workshop) -> None:
    text = """> [!NOTE]
> Noted.

> [!WARNING]
> Warned **twice**.

::: tip
Tipped.
:::

::: {.caution title="Mind this"}
Minded.
:::
"""
    built = make(workshop, text, header(lang=lang))
    for words in (*titles, "Noted.", "Warned twice.", "Tipped.", "Minded."):
        assert built.said(words) == EVERYWHERE, words
    assert texts(built.page.xpath("//div[@role='note']/p[@class='box-title']")) == titles
    assert len(built.xhtml("//h:div[@role='note']")) == 4


# --- Typography of languages ---


def unspaced(text: str) -> str:
    """Poppler takes a narrow space for none."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("lang", "written", "shown"),
    [
        ("en", "\"One 'two' it's\" -- so...", "“One ‘two’ it’s” – so…"),
        ("de", "\"Eins 'zwei'\" -- so...", "„Eins ‚zwei‘“ – so…"),
        ("de-CH", '"Eins"', "«Eins»"),
        ("fr", '"Un" ; vrai ? oui ! non : si', "«\u202fUn\u202f»\u202f; vrai\u202f? oui\u202f! non\u00a0: si"),
        ("sv", '"Ett"', "”Ett”"),
    ],
)
def test_quotation_marks_and_spaces_by_language(lang: str, written: str, shown: str, workshop: Workshop) -> None:
    built = make(workshop, f"{written}\n", header(lang=lang))
    assert built.page.xpath("//main//p[last()]")[-1].text_content() == shown
    assert built.xhtml("//h:p[last()]")[-1].text == shown
    assert unspaced(shown) in unspaced(built.pdf_text)
    assert built.page.get("lang") == lang
    assert set(built.xhtml("/h:html/@lang")) == {lang}
    assert str(built.pdf.pdf.Root.Lang) == lang


# --- Raw HTML ---

RAW = {
    "a block in a paragraph": ("<p>before <div>inside</div> behind</p>", "before inside behind"),
    "unclosed elements": ("<div><em>one <b>two\n\nthree\n\n</div>\n\nfour", "one two three four"),
    "crossed elements": ("<b>one <i>two</b> three</i>", "one two three"),
    "a remark with hyphens": ("one <!-- a -- b --> two\n\n<!-- c -- d -- -->\n\nthree", "one two three"),
    "capitals": ('<DIV CLASS="x" ID="Y">one <B>two</B></DIV>', "one two"),
    "entities": ("one &amp; two &lt; three &nbsp;&hellip; &#8212; &bogus; &copy;", "one & two < three … — &bogus; ©"),
    "a loose row": ("<tr><td>one</td><td>two</td></tr>\n\nthree", "one"),
    "a list without items": ("<ul>one<b>two</b><li>three</li></ul>", "three"),
    "a table in a table": ("<table><tr><td>one<table><tr><td>two</td></tr></table></td></tr></table>", "one two"),
    "a stray end": ("one</div></p></article></body></html> two", "one two"),
    "attributes of other namespaces": ('<p xml:lang="de" foo:bar="x" @click="y" data-a="b">one</p>', "one"),
    "a details box": ("<details><summary>one</summary>two</details>", "one two"),
    "a comment that never ends": ("one\n\ntwo <!-- three", "two"),
    "names of octavo's own": ('<p class="apparatus">one</p>\n\n[two]{.note-ref} <li class="note">three</li>', "two"),
}


@pytest.mark.parametrize("what", RAW)
def test_raw_html_however_it_is_written(what: str, workshop: Workshop) -> None:
    text, words = RAW[what]
    workshop.article(f"## Start\n\n{text}\n\nThe end.\n")
    built = workshop.build("x.md", "-j1")
    assert built.said(words) == EVERYWHERE
    assert built.said("The end.") == EVERYWHERE
    assert not [line for line in built.ran.lines if "error" in line]


def test_ruby(workshop: Workshop) -> None:
    built = make(workshop, "<ruby>one<rp>(</rp><rt>two</rt><rp>)</rp></ruby>\n")
    assert "one(two)" in unspaced(built.pdf_text)


def test_unknown_elements_keep_their_text(workshop: Workshop) -> None:
    workshop.article("Some <blinky>text</blinky> <x-card>kept</x-card>.\n")
    built = workshop.build("x.md", "-j1")
    assert built.ran.rules == ["html.unknown", "html.unknown"]
    assert built.said("Some text kept.") == EVERYWHERE


# --- The title page ---


def test_authors_and_roles(workshop: Workshop) -> None:
    who = """author:
  - Ann Author
  - {name: Bo Writer, file-as: "Writer, Bo"}
  - {name: Tom, role: translator}
  - {name: Ida, role: ill}
subtitle: A *Subtitle*
date: 2025-06-24T03:30
keywords: [one, two & three]
publisher: A House
rights: © 2025
"""
    built = make(workshop, "Text.\n", header(who))
    for words in ("Ann Author and Bo Writer", "Translated by Tom", "Illustrated by Ida", "A Subtitle"):
        assert built.said(words) == EVERYWHERE, words
    assert built.said("June 24, 2025, 03:30") == EVERYWHERE
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert [each.text for each in built.package.iter(f"{dc}creator")] == ["Ann Author", "Bo Writer"]
    assert [each.text for each in built.package.iter(f"{dc}contributor")] == ["Tom", "Ida"]
    assert built.package.xpath("//*[@property='role']/text()") == ["aut", "aut", "trl", "ill"]
    assert built.package.xpath("//*[@property='file-as']/text()") == ["Writer, Bo"]
    assert [each.text for each in built.package.iter(f"{dc}subject")] == ["one", "two & three"]
    info = poppler("pdfinfo", str(built.folder / "x.pdf"))
    assert "Author:          Ann Author, Bo Writer" in info or "Author:          Ann Author; Bo Writer" in info
    assert "Keywords:        one, two & three" in info
    xmp = bytes(built.pdf.pdf.Root.Metadata.read_bytes()).decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp or 'pdfuaid:part="1"' in xmp


def test_markup_in_the_header(workshop: Workshop) -> None:
    extra = "subtitle: Sub <i>raw</i> & more\nabstract: |\n  One *para*.\n\n  - a list\n\n  See [it](#one).\n"
    built = make(workshop, "## One\n\nText.\n", header(extra, title="'*Em* `code` $x$ &amp; \\<b>'"))
    assert built.page.findtext(".//title") == "Em code x & <b>"
    assert built.said("a list") == EVERYWHERE
    assert built.page.xpath("//header//p[@class='subtitle']/i/text()") == ["raw"]
    assert built.page.xpath("//div[@class='abstract']//a/@href") == ["#one"]


def test_a_title_of_three_hundred_characters(workshop: Workshop) -> None:
    title = " ".join(["A very long title indeed"] * 13)[:300].strip()
    built = make(workshop, "Text.\n", header(title=title))
    assert built.said(title) == EVERYWHERE
    assert str(built.pdf.pdf.docinfo["/Title"]) == title


def test_running_heads_show_letters_that_their_font_lacks(workshop: Workshop) -> None:
    built = make(workshop, "Text.\n\n\\newpage\n\nMore.\n", header(title="Of Kₚ"))
    page = built.pdf.pdf.pages[1]
    assert any("+Inter" in str(font.BaseFont) for font in page.Resources.Font.values())


def test_headings_hold_more_than_words(workshop: Workshop) -> None:
    built = make(workshop, "## A `code` *em* [link](https://example.org) head^[A note.]\n\nText.\n\n## Next\n")
    assert texts(built.page.xpath("//h2"))[0].startswith("A code em link head")
    (entry,) = [
        point for point in built.book["EPUB/nav.xhtml"].decode().split("</a>") if point.endswith("A code em link head")
    ]
    assert entry
    outline = built.pdf.pdf.Root.Outlines
    titles = []
    item = outline.First
    while item is not None:
        titles.append(str(item.Title))
        item = (item.get("/First") or item.get("/Next")) if item.get("/First") is not None else item.get("/Next")
    assert "A code em link head" in titles


# --- What is asked for under octavo: ---


def test_numbers_and_contents(workshop: Workshop) -> None:
    text = "## One\n\n### Two\n\n## Three {.unnumbered}\n\n## Four\n\nText.\n"
    built = make(workshop, text, header("toc: true\n", "number-sections: true"))
    wanted = ["1 One", "1.1 Two", "Three", "2 Four"]
    assert texts(built.page.xpath("//main//*[self::h2 or self::h3]")) == wanted
    assert texts(built.page.xpath("//nav[not(contains(@class, 'skip'))]//a")) == wanted
    assert len(nodes(built, "TOCI")) == 4
    plain = make(Workshop(workshop.folder / "plain"), text, header("toc: false\n"))
    assert nodes(plain, "TOCI") == []
    assert not plain.page.xpath("//nav//ol")


LINKS = "See [there](https://example.org/far/away), [mail](mailto:a@example.org) and <https://example.org/bare>.\n"


@pytest.mark.parametrize(("how", "count"), [("footnote", 2), ("inline", 2), ("none", 1)])
def test_addresses_of_links_on_paper(how: str, count: int, workshop: Workshop) -> None:
    """An address that is its own text is never said twice; what paper adds is not counted."""
    built = make(workshop, LINKS, header(own=f"print-links: {how}"))
    assert built.pdf_text.count("example.org/far/away") == count - 1
    assert built.pdf_text.count("example.org/bare") == 1
    assert "https://example.org/far/away" not in built.page_text
    assert len(built.page.xpath("//main//a[starts-with(@href, 'https')]")) == 2


@pytest.mark.parametrize(
    ("size", "millimetres"),
    [
        ("A4", (210, 297)),
        ("A5", (148, 210)),
        ("Letter", (215.9, 279.4)),
        ("6x9", (152.4, 228.6)),
        ("170mm 240mm", (170, 240)),
        ("5in 8in", (127, 203.2)),
    ],
)
def test_page_sizes(size: str, millimetres: tuple[float, float], workshop: Workshop) -> None:
    workshop.article(f"{'Some words. ' * 900}\n", header=header(own=f"page-size: {size}"))
    built = workshop.build("x.md", "-j1", "-tpdf")
    assert built.pdf.pages > 1
    for page in built.pdf.pdf.pages:
        width, height = (float(page.MediaBox[n]) * 25.4 / 72 for n in (2, 3))
        assert (width, height) == (pytest.approx(millimetres[0], abs=0.1), pytest.approx(millimetres[1], abs=0.1))


UPPER = "function Str(word)\n  return pandoc.Str(word.text:upper())\nend\n"


def test_filters_of_the_folder_run_in_their_order(workshop: Workshop) -> None:
    workshop.write("upper.lua", UPPER)
    workshop.write("sub/last.lua", 'function Str(word)\n  return pandoc.Str(word.text .. "!")\nend\n')
    built = make(workshop, "Hello there\n", header(own="filters: [upper.lua, sub/last.lua]"))
    assert built.said("HELLO! THERE!") == EVERYWHERE


def test_a_filter_through_a_link_out_of_the_folder(workshop: Workshop) -> None:
    workshop.write("../upper.lua", UPPER)
    (workshop.folder / "upper.lua").symlink_to("../upper.lua")
    workshop.article("Hello\n", header=header(own="filters: upper.lua"))
    ran = workshop.run("build", "x.md")
    assert (ran.rules, ran.code) == (["filter.outside"], 1)


def test_own_styles_and_themes(workshop: Workshop) -> None:
    workshop.write("own.css", "h2 { color: #123456 }\n")
    built = make(workshop, "## One\n\nText.\n", header(own="theme: technical\ncss: own.css"))
    assert b"#123456" in (built.folder / "x.html").read_bytes()
    assert any(b"#123456" in data for name, data in built.book.items() if name.endswith(".css"))
    fonts = poppler("pdffonts", str(built.folder / "x.pdf"))
    assert "+Inter" in fonts
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:]), "each face is embedded"


# --- Citations ---


def test_citations(workshop: Workshop) -> None:
    workshop.write(
        "b.bib",
        "@book{woolf1925, author={Woolf, Virginia}, title={Mrs Dalloway}, year={1925}, publisher={Hogarth Press}}\n"
        "@book{unused, author={Nobody, N.}, title={Nothing}, year={1999}}\n",
    )
    built = make(workshop, "As [@woolf1925, p. 3] has it.\n\n## Works\n", header("bibliography: b.bib\n"))
    assert built.said("(Woolf 1925, 3)") == EVERYWHERE
    assert built.said("Hogarth Press") == EVERYWHERE
    assert built.said("Nobody") == (False, False, False)
    (link,) = built.page.xpath("//a[@role='doc-biblioref']/@href")
    assert "Dalloway" in built.page.get_element_by_id(link[1:]).text_content()


# --- Characters ---


def test_characters_that_no_face_has(workshop: Workshop) -> None:
    workshop.article("Runes ᚠ and ᛒ.\n\n## Head ᚠ\n\n`code ᚠ`^[Note ᚠ]\n")
    built = workshop.build("x.md", "-j1")
    assert set(built.ran.rules) == {"font.missing-glyph"}
    assert len([line for line in built.ran.lines if "U+16A0" in line]) == 1
    assert "Runes ᚠ and ᛒ." in built.page_text
    assert "Runes ᚠ and ᛒ." in built.book_text
    assert "ᚠ" in "".join(map(within, nodes(built, "H2")))


def test_signs_and_emoji_are_printed(workshop: Workshop) -> None:
    workshop.article("Smile 😀, ☃ and ✔.\n\n## Head 🚀\n\n`code ℹ`^[Note ✨]\n\n**Bold ⚠️**, a flag 🇩🇪.\n")
    built = workshop.build("x.md", "-j1")
    assert built.ran.rules == []
    assert "Smile 😀, ☃ and ✔." in built.page_text
    assert "🚀" in "".join(map(within, nodes(built, "H2")))
    assert "Emoji" not in (built.folder / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "text"),
    [("th", "สวัสดีชาวโลก"), ("hi", "नमस्ते दुनिया"), ("en", "Some שלום and مرحبا and नमस्ते in English")],
)
def test_scripts_that_octavo_has_no_face_for(lang: str, text: str, workshop: Workshop) -> None:
    workshop.article(f"{text}\n\n- {text}\n", header=header(lang=lang))
    built = workshop.build("x.md", "-j1")
    assert set(built.ran.rules) == {"font.missing-glyph"}
    assert text in built.page_text
    assert text in built.book_text


def test_characters_of_many_languages_are_there(workshop: Workshop) -> None:
    text = "Ελληνικά Русский Tiếng Việt Český Łódź İstanbul ﬁne ½ № ™ ‰ – — … • → ≤"
    built = make(workshop, f"{text}\n")
    assert built.said("Русский Tiếng Việt Český Łódź") == EVERYWHERE


# --- Lengths ---


def test_a_paragraph_of_five_thousand_words(workshop: Workshop) -> None:
    built = make(workshop, " ".join(f"word{n}" for n in range(5000)) + "\n")
    assert built.pdf.read().counts.words == 5004
    assert built.pdf.pages > 8


def test_words_that_fit_no_line(workshop: Workshop) -> None:
    built = make(workshop, f"{'x' * 500}\n\n## {'y' * 200}\n\n`{'z' * 300}`\n\n<https://example.org/{'w' * 300}>\n")
    assert built.pdf.read().counts.words == 9 + 2


@pytest.mark.parametrize("text", ["Only text.\n", "## Only\n\n## Headings\n", "***\n", "<!-- nothing -->\n", "> q\n"])
def test_small_articles(text: str, workshop: Workshop) -> None:
    built = make(workshop, text)
    assert built.pdf.pages == 1
    assert built.said("Ann Author") == EVERYWHERE


def test_the_essay_says_the_same_three_times(essay: Editions) -> None:
    assert essay.ran.out == ""
    for words in ("The Light That Finds Us", "Granovetter", "Lightness Is Not Emptiness"):
        assert essay.said(words) == EVERYWHERE, words
    assert "UA" in bytes(essay.pdf.pdf.Root.Metadata.read_bytes()).decode().upper()
    poppler("pdfinfo", "-struct-text", str(essay.folder / f"{essay.name}.pdf"))


def test_rows_higher_than_a_page_keep_their_head(workshop: Workshop) -> None:
    workshop.write("tall.png", png(400, 4000))
    long = " ".join(f"word{n}" for n in range(700))
    rows = f"| {long} | Beside it |\n| ![A tall one](tall.png) | And this |\n| Short | {long} |\n"
    built = make(workshop, f"Text.\n\n| One head | Another |\n|---|---|\n{rows}", header(own="page-size: 6x9"))
    assert built.said("One head") == EVERYWHERE
    assert built.pdf_text.count("One head") > 3
    assert built.pdf_text.count("word699") == 2


def test_tabs_in_code_part_words_in_print(workshop: Workshop) -> None:
    workshop.article("```asm\n\tcalll\tmain\n1:\tnop\n```\n")
    assert workshop.run("build", "x.md", "--to", "pdf").code == 0
    printed = poppler("pdftotext", "-layout", str(workshop.folder / "output" / "x.pdf"), "-")
    assert re.search(r"calll +main\n +1: +nop", printed), printed
