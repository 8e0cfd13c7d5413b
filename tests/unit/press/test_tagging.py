"""The structure tree of a gathering, read back from its PDF: roles, artifacts, and what boxes alone do not say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gathering import CSS, FILES, laid_out
from octavo.check.pdf_file import PdfFile, TagNode
from octavo.check.pdf_text import Run
from octavo.model import reading
from octavo.press.pdf.engine import roles

ROW = "<tr><td>{}</td></tr>"
EXAMPLES = {
    "article": ("{}", "P"),
    "section": ("<section>{}</section>", "Sect P"),
    "header": ("<header>{}</header>", "Div P"),
    "div": ("<div>{}</div>", "Div P"),
    "aside": ("<aside>{}</aside>", "Div P"),
    "details": ("<details>{}</details>", "Div P"),
    "figure": ("<figure>{}</figure>", "Div P"),
    "address": ("<address>{}</address>", "Div P"),
    "p": ("<p>{}</p>", "P"),
    "pre": ("<pre>{}</pre>", "P"),
    "summary": ("<details><summary>{}</summary></details>", "Div P"),
    "blockquote": ("<blockquote>{}</blockquote>", "BlockQuote P"),
    "ul": ("<ul><li>{}</li></ul>", "L LI LBody"),
    "ol": ("<ol><li>{}</li></ol>", "L LI LBody"),
    "li": ("<ul><li><p>{}</p></li></ul>", "L LI LBody P"),
    "dl": ('<dl><div class="item"><dt>a</dt><dd><p>{}</p></dd></div></dl>', "L LI LBody P"),
    "dt": ('<dl><div class="item"><dt>{}</dt><dd>b</dd></div></dl>', "L LI Lbl Span"),
    "dd": ('<dl><div class="item"><dt>a</dt><dd>{}</dd></div></dl>', "L LI LBody"),
    "table": (f"<table>{ROW}</table>", "Table TR TD"),
    "caption": (f"<table><caption>{{}}</caption>{ROW.format('A long cell')}</table>", "Table Caption"),
    "figcaption": ("<figure>a<figcaption>{}</figcaption></figure>", "Div Caption"),
    "thead": ("<table><thead><tr><td>{}</td></tr></thead></table>", "Table THead TR TD"),
    "tbody": (f"<table><tbody>{ROW}</tbody></table>", "Table TBody TR TD"),
    "tfoot": (f"<table><tbody>{ROW.format('a')}</tbody><tfoot>{ROW}</tfoot></table>", "Table TFoot TR TD"),
    "tr": (f"<table>{ROW}</table>", "Table TR TD"),
    "th": ("<table><tr><th>{}</th></tr></table>", "Table TR TH"),
    "td": (f"<table>{ROW}</table>", "Table TR TD"),
    "code": ("<p><code>{}</code></p>", "P Code"),
    "a": ('<p><a href="https://example.org/">{}</a></p>', "P Link"),
    **{f"h{level}": (f"<h{level}>{{}}</h{level}>", f"H{level}") for level in range(1, 7)},
    ("span", "footnote"): ('<p>See<span class="footnote" data-number="1">{}</span>.</p>', "P Note"),
    ("span", "note-para"): (
        '<p>See<span class="footnote" data-number="1"><span class="note-para">{}</span></span>.</p>', "P Note P",
    ),
    ("span", "note-inner"): (
        '<p>See<span class="footnote" data-number="1">a <span class="note-inner">{}</span></span>.</p>', "P Note Note",
    ),
    ("span", "note-call"): (
        '<p>See<span class="footnote" data-number="1">a <span class="note-call">{}</span></span>.</p>',
        "P Note Reference",
    ),
    ("span", "math"): ('<p><span class="math tex" alt="x">{}</span></p>', "P Formula"),
    ("div", "item"): ('<dl><div class="item"><dt>a</dt><dd>{}</dd></div></dl>', "L LI LBody"),
    ("div", "line-block"): ('<div class="line-block">{}</div>', "P"),
    ("div", "csl-entry"): ('<div class="csl-entry">{}</div>', "P"),
    ("nav", "contents"): ('<nav class="contents">{}</nav>', "Sect P"),
    ("ol", "toc"): ('<nav class="contents"><ol class="toc"><li class="toc">{}</li></ol></nav>', "Sect TOC TOCI"),
    ("li", "toc"): (
        '<nav class="contents"><ol class="toc"><li class="toc"><a href="#here">{}</a></li></ol></nav>',
        "Sect TOC TOCI P Link",
    ),
    ("span", "apparatus"): ('<p><span class="apparatus">{}</span></p>', "P Span"),
    ("div", "equation"): ('<div class="equation">{}</div>', "P"),
    "a level of the whole book": ('<h1 data-level="3">{}</h1>', "H3"),
    "a language": ('<p><span lang="de">{}</span></p>', "P Span"),
    "an anchor": ('<p><a id="here">{}</a></p>', "P"),
}  # fmt: skip
"""For each element: its word in some HTML, and the roles around that word."""
IN_PDF_2 = {
    ("span", "footnote"): "P FENote", ("span", "note-para"): "P FENote P", ("span", "note-inner"): "P FENote FENote",
    ("span", "note-call"): "P FENote Reference", "figcaption": "Sect Caption",
}  # fmt: skip
WORDS = {key: f"w{number:03}" for number, key in enumerate(EXAMPLES)}


def test_every_role_has_an_example() -> None:
    assert {*roles.BY_NAME, *roles.BY_CLASS} - {"img"} <= EXAMPLES.keys()


@pytest.fixture(scope="module", params=["ua-1", "ua-2"])
def words(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """The standard, and the roles around each word."""
    file = laid_out("".join(html.format(WORDS[key]) for key, (html, _) in EXAMPLES.items()), standard=request.param)
    assert (file.loose(), file.unmarked) == (0, 0)
    assert file.document is not None
    return request.param, dict(around(file.document, ()))


def around(node: TagNode, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    here = (*above, node.role[1:])
    for kid in node.kids:
        if isinstance(kid, TagNode):
            yield from around(kid, here)
        elif kid is not None:
            yield kid.text.strip(), " ".join(here[2:])  # without the document and its article


@pytest.mark.parametrize("key", EXAMPLES)
def test_each_element_has_its_role(key: str, words: tuple[str, dict[str, str]]) -> None:
    standard, found = words
    expected = EXAMPLES[key][1]
    assert found[WORDS[key]] == (IN_PDF_2.get(key, expected) if standard == "ua-2" else expected)


def found(file: PdfFile, role: str) -> list[TagNode]:
    return [node for node in file.nodes() if node.role == f"/{role}"]


def test_a_picture_is_a_figure_with_its_alt_text_and_one_without_is_no_content() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    file = laid_out(
        '<p><img src="res:a.svg" alt="A square"/> <img src="res:a.svg" alt=""/></p>',
        files=FILES | {"res:a.svg": drawing},
    )
    assert [node.alt for node in found(file, "Figure")] == ["A square"]
    assert file.loose() == 0


def test_a_head_that_is_repeated_is_tagged_once() -> None:
    rows = "".join(f"<tr><td>cell {number}</td></tr>" for number in range(20))
    file = laid_out(f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>")
    assert file.pages > 1
    assert [node.text() for node in found(file, "TH")] == ["Head"]
    assert len(found(file, "TD")) == 20


def test_hyphens_of_line_breaks_are_no_part_of_the_words() -> None:
    css = CSS + " p { hyphens: auto; width: 18mm } "
    file = laid_out("<p>extraordinarily complicated typographical considerations</p>", css)
    text = found(file, "P")[0].text()
    assert "\u00ad" in text
    assert file.read().words == ("extraordinarily", "complicated", "typographical", "considerations")


def test_a_hyphen_of_the_author_stays() -> None:
    file = laid_out("<p>a well-known word</p>", CSS + " p { width: 16mm }")
    assert file.read().words == ("a", "well", "known", "word")
    assert "well-" in found(file, "P")[0].text()


def test_characters_that_share_a_glyph_say_which_they_are() -> None:
    file = laid_out("<p>\u2206 and \u0394</p>")
    assert found(file, "P")[0].text() == "\u2206 and \u0394"


def test_generated_text_and_addresses_are_artifacts() -> None:
    css = CSS + ' p::before { content: "before " } p::after { content: " after" }'
    file = laid_out('<p>Text<span class="address"> [example.org]</span></p>', css)
    assert found(file, "P")[0].text() == "Text"


def test_lists_and_cells_say_what_they_are() -> None:
    file = laid_out(
        '<ul><li>a</li></ul><ol type="i"><li>b</li></ol><table><tr><th scope="row">c</th>'
        '<td colspan="2" rowspan="1">d</td></tr></table>'
    )
    assert [node.attributes["/ListNumbering"] for node in found(file, "L")] == ["/Disc", "/LowerRoman"]
    assert found(file, "TH")[0].attributes["/Scope"] == "/Row"
    assert found(file, "TD")[0].attributes["/ColSpan"] == "2"


def test_every_note_has_an_identifier() -> None:
    note = '<span class="footnote" data-number="{0}">note {0}</span>'
    file = laid_out(f"<p>One{note.format(1)} and two{note.format(2)}.</p>")
    assert len({node.attributes["/ID"] for node in found(file, "Note")}) == 2
    assert [node.role for node in file.nodes()][2:] == [
        "/P",
        "/Reference",
        "/Note",
        "/Lbl",
        "/Reference",
        "/Note",
        "/Lbl",
    ]


_TEXT = """<p>“They” walked un<em>bel</em>ievably far, <em>Nine</em> and no more than that; the tenth had gone out with
the tide and would not come back.<span class="footnote">A note.</span></p>
<p>The tide<span class="footnote">Another note.</span>, and then a tide<span class="footnote">A third.</span> and so on,
for several lines, so that there are ends of lines, of which the straße has several, and then some.</p>
<ul> <li>apples and pears and fruit from the garden</li> <li>bread from the baker at the harbour</li> </ul>
<div class="two"> <p>First paragraph in two columns, over several lines.</p> <p>Second paragraph there.</p> </div>"""


@pytest.mark.parametrize(
    "css",
    [
        "p::first-letter { color: red }",
        "p::first-letter { float: left; font-size: 3em } p { columns: 2 }",
        "li::first-letter, em::first-letter { font-weight: bold } p::first-letter { margin: 1em; float: right }",
        "p::first-line { text-transform: uppercase; letter-spacing: 0.2em }",
        "ul, .two { columns: 2 } p { columns: 3 } body { columns: 2 }",
        ".two { display: flex; flex-direction: row-reverse } ul { display: flex } li:first-child { order: 2 }",
        ".two { display: grid; grid-template-columns: 1fr 1fr } .two p:last-child { order: -1 }",
        "p { counter-increment: p } p::before { content: counter(p) ' § ' } em::before { content: '«' }",
        "p { text-transform: uppercase; text-align: center }",
        "li { display: inline } em { display: list-item }",
        "li::marker { content: 'No. ' counter(list-item) ' ' }",
        "em { float: left }",
        "em { float: right } p { text-indent: -5em }",
        "em { position: absolute; left: 0; top: 0 }",
        "em { position: fixed; bottom: 0 }",
        "em { transform: rotate(5deg); display: inline-block }",
        "em { margin-left: -1em } p { letter-spacing: 0.3em }",
        "em { letter-spacing: -0.5em } p { hyphens: manual; hyphenate-character: '=' }",
        "p { white-space: pre-wrap; word-break: break-all; max-width: 3em }",
    ],
)
def test_an_authors_style_changes_no_word(css: str) -> None:
    plain, styled = laid_out(_TEXT).read(), laid_out(_TEXT, CSS + css).read()
    assert reading.words(styled.text) == reading.words(plain.text)
    assert styled.notes == plain.notes


def test_a_floating_first_letter_is_not_printed_over_its_word() -> None:
    pdf = laid_out("<p>They walked.</p>", CSS + "p::first-letter { float: left; font-size: 3em }")
    letter, rest = (kid for node in pdf.nodes() for kid in node.kids if isinstance(kid, Run))
    assert (letter.text.rstrip("\u200b"), rest.text) == ("T", "hey walked.")
    assert letter.end <= rest.start + 0.01
