"""Speed-ups change nothing: the proof of a page with everything on it is the same without them."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from lxml import etree

from octavo.press import fonts
from octavo.press.pdf import margin
from octavo.press.pdf.engine import layout, patches, rendering
from octavo.press.pdf.engine.state import PatchState
from octavo.press.pdf.proof import Margins, Proof

ROMAN = fonts.Face("Test", 400, "normal", "source-serif-4/roman", (("wght", 400.0), ("opsz", 11.0)))
ITALIC = fonts.Face("Test", 400, "italic", "source-serif-4/italic", (("wght", 400.0), ("opsz", 11.0)))
FILES = {"face:roman": fonts.static_face(ROMAN), "face:italic": fonts.static_face(ITALIC)}
CSS = (
    fonts.rule(ROMAN, "face:roman")
    + fonts.rule(ITALIC, "face:italic")
    + """
    @page { size: 90mm 80mm; margin: 12mm; @top-center { content: string(head) ' ' counter(page) }
            @note-area { content: element(side) } @footnote { border-top: 0.3pt solid } }
    html { font: 10pt/1.4 Test; --measure: 60mm; hyphens: auto }
    h2 { string-set: head content(); letter-spacing: 0.05em; bookmark-level: 2; bookmark-label: content() }
    section { padding-inline-start: 3mm } .level1 { font-size: 9pt } .tinted { background: #eef }
    .framed { border: 1pt solid }
    p { text-align: justify; margin: 0; text-indent: 1em }
    p::first-letter { font-style: italic } p.lead::first-line { font-variant-caps: small-caps }
    em { font-style: italic } .wide { word-spacing: 0.2em; width: calc(100% - 2mm); max-width: var(--measure) }
    .box { background: #eee; border: 1pt solid; border-radius: 2mm; padding: 2%; box-sizing: border-box; width: 50% }
    .left { float: left; width: 20mm } .up { vertical-align: super; font-size: 70% }
    .line { text-decoration: underline }
    .apart { position: absolute; right: 0 } .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
    .aside { position: note(side) }
    .clamp { line-clamp: 2; text-align: left }
    .hidden { visibility: hidden } .dotted::after { content: leader('.') ' 7' }
    .footnote { float: footnote } table { width: 100% } table.one { border-collapse: collapse } td { padding: 1mm }
    table.one td { border: 0.5pt solid } pre { white-space: pre-wrap; overflow-wrap: anywhere }
    a::after { content: ' (' target-counter(attr(href), page) ')' }
    """
)
WORDS = "Affable officials find extraordinary typographical combinations, responsibilities and characteristics"


def _section(number: int) -> str:
    note = f'<span class="footnote" data-number="{number}"><span>Note {number}: {WORDS}.</span></span>'
    return f"""
    <section id="s{number}" class="level{number % 2}"><h2 id="h{number}">Section {number}</h2>
    <p class="lead">{WORDS}, <em>{WORDS}</em> and{note} so on.</p>
    <p class="wide">{WORDS} <span class="up">{number}</span>
    <a href="#s1">there</a>, un\u00adbreak\u00adable\u00a0words.</p>
    <aside id="n{number}"><span class="aside">Aside</span></aside>
    <div class="tinted">Tinted</div><div class="framed"><div>Framed</div></div>
    <p class="left">A float</p><p>{WORDS}: <span class="line">under <em>lined</em></span>.</p>
    <div class="box" id="b{number}"><p lang="de">{WORDS}</p><p class="cut">{WORDS}</p></div>
    <p class="clamp">{WORDS} {WORDS} {WORDS}</p><p class="apart">Apart</p><p class="hidden">Hidden</p>
    <ol><li>One</li><li><p>{WORDS}</p></li></ol><p class="dotted">Title</p>
    <table class="{"one" if number % 2 else "two"}"><caption>Words</caption><thead><tr><th>A</th><th>B</th></tr></thead>
    <tbody><tr><td style="width: 30%">{WORDS}</td><td>{WORDS}</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>
    <pre id="p{number}"><code>def {"long_name_" * 9}():\n\treturn  1\n</code></pre>
    <p dir="rtl">{WORDS} \u05d0\u05d1 {number}</p><p>\u4e2d\u6587 &amp; fi\u0301x {WORDS}<br/>{WORDS}</p></section>"""


SECTIONS = "".join(map(_section, range(1, 4)))
LATIN = re.sub(' dir="rtl"|[\u0590-\uffff]', "", SECTIONS)
"""The same with nothing that other fixes are for."""


def _laid_out(body: str) -> tuple[Proof, Margins]:
    html = f'<html lang="en"><head><title>T</title></head><body><article class="galley">{body}</article></body></html>'
    css = layout.Css(CSS, "html { color: #123 }")
    proof = layout.lay_out("x", etree.fromstring(html), css, FILES)
    return proof, layout.lay_margins(margin.pages(proof.pages, "en"), css, FILES)


@pytest.mark.parametrize("body", [SECTIONS, LATIN, "<p>Short.</p>"])
def test_speedups_change_nothing(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _laid_out(body)
    with monkeypatch.context() as slow:
        slow.setenv("OCTAVO_NO_SPEEDUPS", "1")
        assert not patches.has_speedups()
        assert _laid_out(body) == before
    assert _laid_out(body) == before


def test_weasyprint_is_left_as_it_was() -> None:
    rendering.warm()
    before = _everything()
    with patches.applied(PatchState(is_bidi=True)):
        assert _everything() != before
    assert _everything() == before


def _everything() -> dict[tuple[str, str], Any]:
    """All functions and methods of WeasyPrint."""
    found = {}
    for module, holder in [(name, each) for name, each in sys.modules.items() if name.startswith("weasyprint.")]:
        for name, thing in list(vars(holder).items()):
            found[module, name] = thing
            if isinstance(thing, type):
                found.update({(module, f"{name}.{key}"): value for key, value in vars(thing).items()})
    return found


def test_a_layout_that_is_passed_on_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import line_break

    made: list[str] = []
    create_layout = line_break.create_layout

    def count(text: str, *rest: Any) -> Any:
        made.append(text)
        return create_layout(text, *rest)

    monkeypatch.setattr(line_break, "create_layout", count)
    body = f"<p>{WORDS} <em>{WORDS}</em> {WORDS} </p>" * 3
    proof, with_it = _laid_out(body), len(made)
    made.clear()
    others = tuple(each for each in patches.PATCHES if each.target != "weasyprint.text.line_break.create_layout")
    monkeypatch.setattr(patches, "PATCHES", others)
    assert _laid_out(body) == proof
    assert len(made) > with_it
