"""A bound book is the book that WeasyPrint makes of all its text in one render: text, links, bookmarks, tags, pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from lxml import etree

from octavo.build.publish import modified
from octavo.manuscript.set import set_manuscript
from octavo.model.jobs import serial
from octavo.press import fonts, styles
from octavo.press.pdf import bind_alone, dress
from octavo.press.pdf.engine import layout, patches
from octavo.press.pdf.engine.patches import PatchKind
from octavo.press.pdf.engine.rendering import rendered
from octavo.press.pdf.engine.state import PatchState
from octavo.press.pdf.print_run import PrintRun, link_target
from octavo.source import layouts
from octavo.source.discover import discover
from printed import read, roles

HOME = Path(__file__).parent.parent.parent
CORPUS = HOME.parent / "shared" / "corpus"
LARGER = 1.05
"""How much larger a bound book may be."""


@pytest.mark.parametrize("source", [HOME / "source" / "guide", CORPUS / "mdbook-guide"])
def test_bound_and_in_one_render(source: Path, tmp_path: Path) -> None:
    """The texts of other people are read from `../shared`, where that is there."""
    if not source.exists():
        pytest.skip(f"{source.name} is not here")
    bound, render = printed(source)
    one, other = tmp_path / "bound.pdf", tmp_path / "render.pdf"
    one.write_bytes(bound)
    other.write_bytes(render.data)
    here_, there = read(one), read(other)
    assert len(here_.texts) == len(there.texts)
    for number, (ours, theirs) in enumerate(zip(here_.texts, there.texts, strict=True)):
        assert ours == theirs, f"page {number}"
    assert set(here_.links) == set(there.links)
    assert here_.bookmarks == there.bookmarks
    assert roles(bound, 1) == render.roles
    assert len(bound) <= LARGER * len(render.data)


@dataclass(frozen=True)
class Render:
    """All in one: WeasyPrint's own PDF, and the tags that octavo gives to it."""

    data: bytes
    roles: list[tuple[str, str]]


def printed(source: Path) -> tuple[bytes, Render]:
    """A publication bound, and in one render."""
    (found,), _ = discover([source], source.parent)
    publication, _ = layouts.read(found, source.parent)
    assert publication is not None
    manuscript, _ = set_manuscript(publication, serial)
    assert manuscript is not None
    sheet = styles.for_publication("print", publication, manuscript)
    work = PrintRun(publication, manuscript, sheet, serial)
    work.lay_out()
    work.finish()
    return work.bind(modified(publication)), in_one(work, sheet)


def in_one(work: PrintRun, sheet: styles.StyleSheet) -> Render:
    """Every gathering of a press in one document, in the styles that were split for gatherings and margins."""
    known = frozenset().union(*(fonts.covers(face) for face in work.style.faces))
    files: dict[str, bytes] = {}
    root: Any = None
    rules = []
    for galley in work.galleys():
        labels = {link: work.label(*link_target(link, galley.chapter)) for link in dress.page_references(galley)}
        context = dress.DressContext.of(work.publication, work.manuscript.title)
        paper = dress.dress(context, galley, lambda letter: ord(letter) in known, labels, work.style.code_measure)
        drawings = {f"{galley.chapter}-{name}": data for name, data in paper.drawings.items()}
        files |= {f"res:{name}": data for name, data in drawings.items()}
        files |= {f"res:{each.name}": each.file.read_bytes() for each in galley.resources}
        page = paper.root
        body = page.find("body")
        apart(body, galley.chapter, paper.drawings)
        start = work.folios.starts[galley.chapter]
        if root is None:
            root = page
            body.tag, old = "div", body
            body = etree.SubElement(page, "body")
            body.append(old)
        else:
            side = ("right", "left")[start % 2] if work.facing else "page"
            body.tag = "div"
            body.set("style", f"break-before:{side}")
            root.find("body").append(body)
        root.find("body")[-1].set("class", f"body {root.find('body')[-1].get('class', '')}")
        rules.append(f"@page :nth({start + 1}){{@top-left{{content:none}}@top-right{{content:none}}}}")
    names = " ".join(f'"{work.folios.label(page)}"' for page in range(work.folios.total))
    css = re.sub(r"(?<![\w.#-])body(?=[\s.\[:{,>])", ".body", sheet.css)
    css += f"@counter-style folio{{system:fixed;symbols:{names}}}" + "".join(rules) + "body{margin:0}"
    shared = "".join(fonts.rule(face, f"face:{face.name}") for face in work.style.faces) + css
    html = etree.tostring(root, encoding="unicode")
    files |= {f"face:{face.name}": fonts.print_face(face, frozenset(html)) for face in work.style.faces}
    sheets = layout.Css(shared, "")
    own = [each for each in patches.PATCHES if each.kind is PatchKind.HOOK or each.name == "Font.get_unused_glyph_id"]
    others = tuple(each for each in patches.PATCHES if each not in own)  # so that WeasyPrint writes the PDF by itself
    whole = etree.fromstring(html, etree.XMLParser(huge_tree=True))
    with (
        mock.patch.object(patches, "PATCHES", others),
        rendered(whole, sheets, files, PatchState.of(whole)) as (document, messages),
    ):
        assert messages == []
        data = document.write_pdf(pdf_variant="pdf/ua-1")
    proof = layout.lay_out("whole", root, sheets, files)
    return Render(data, roles(bind_alone(work.publication, "T", proof), 2))


def apart(body: Any, chapter: str, drawings: Mapping[str, bytes]) -> None:
    """Make the names in a chapter its own, in a document that has others."""
    for element in body.iter(etree.Element):
        if element.get("id"):
            element.set("id", f"{chapter}--{element.get('id')}")
        href = element.get("href", "")
        if href.startswith("#"):
            element.set("href", f"#{chapter}--{href[1:]}")
        elif href.startswith("octavo:"):
            element.set("href", "#" + href.removeprefix("octavo:").replace("#", "--", 1))
        if element.get("src", "").removeprefix("res:") in drawings:
            element.set("src", f"res:{chapter}-{element.get('src').removeprefix('res:')}")
