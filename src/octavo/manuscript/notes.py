"""Notes: numbered in the order of their references, with links there and back."""

from __future__ import annotations

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import drop, find_one
from octavo.model.galley_classes import NOTE, NOTE_BACK, NOTE_REF, NOTES
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.words import word


def shape_notes(header: Element | None, text: Element, context: ChapterContext) -> Element | None:
    """Bring Pandoc's notes into the galley's form, references in place; remove and return the section of notes.

    A title taken from the text may have brought a reference into the header.
    """
    section = next((s for s in text.iter("section") if s.get("role") == "doc-endnotes"), None)
    notes = section.find("ol") if section is not None else None
    if section is None or notes is None:
        return None
    drop(section)
    bodies = {item.get("id"): item for item in notes}
    ordered = etree.Element("ol")
    for reference in (*(find_references(header) if header is not None else ()), *find_references(text)):
        body = bodies.pop((reference.get("href") or "").lstrip("#"), None)
        if body is None:
            continue
        ordered.append(_shape_note(body, reference, len(ordered) + 1, context))
    if len(ordered) == 0:
        return None
    made = _make_section(context)
    made.append(ordered)
    return made


def replace_headings(text: Element) -> None:
    """Make a heading in a note, which is not part of the text's outline, a paragraph in bold."""
    for section in text.iter("section"):
        if section.get("role") != "doc-endnotes":
            continue
        for heading in list(section.iter(*HEADINGS)):
            strong = etree.Element("strong")
            strong.text, heading.text = heading.text, None
            strong.extend(list(heading))
            heading.append(strong)
            heading.tag = "p"


def _make_section(context: ChapterContext) -> Element:
    return etree.Element(
        "section", {"class": NOTES, "id": "notes", "role": "doc-endnotes", "aria-label": word("notes", context.lang)}
    )


def insert_notes(article: Element, made: list[tuple[Element, str]], context: ChapterContext) -> None:
    """Insert the notes that a citation style makes, and number all notes of the article again."""
    if not made:
        return
    section = article.find("section[@id='notes']")
    if section is None:
        section = _make_section(context)
        etree.SubElement(section, "ol")
        article.append(section)
    listed = find_one(section, "ol")
    bodies = {item.get("id", ""): item for item in listed}
    for row, (call, text) in enumerate(made):
        call.set("href", f"#made{row}")
        bodies[f"made{row}"] = etree.fromstring(f"<li>{text}</li>")
    for item in list(listed):
        listed.remove(item)
    for reference in find_references(article):
        body = bodies.pop((reference.get("href") or "").lstrip("#"), None)
        if body is not None:
            listed.append(_shape_note(body, reference, len(listed) + 1, context))


def find_references(text: Element) -> list[Element]:
    """Return the references to notes in a text."""
    return [a for a in text.iter("a") if a.get("role") == "doc-noteref"]


def _shape_note(body: Element, reference: Element, number: int, context: ChapterContext) -> Element:
    tail = reference.tail
    reference.clear()
    reference.tail = tail
    reference.text = str(number)
    for key, value in {
        "class": NOTE_REF,
        "role": "doc-noteref",
        "id": f"fnref{number}",
        "href": f"#fn{number}",
    }.items():
        reference.set(key, value)
    body.attrib.clear()
    body.tail = None
    body.set("id", f"fn{number}")
    body.set("class", NOTE)
    for nested in find_references(body):  # a note within a note has no place
        drop(nested)
    back = next((a for a in body.iter("a") if a.get("role") == "doc-backlink"), None)
    if back is not None:
        drop(back)
    _wrap_text(body)
    _add_backlink(body, number, context)
    return body


def _wrap_text(body: Element) -> None:
    """Give a note without paragraphs one."""
    if (body.text or "").strip():
        paragraph = etree.Element("p")
        paragraph.text, body.text = body.text, None
        for child in list(body):
            paragraph.append(child)
        body.append(paragraph)


def _add_backlink(body: Element, number: int, context: ChapterContext) -> None:
    back = etree.Element(
        "a",
        {
            "class": NOTE_BACK,
            "role": "doc-backlink",
            "href": f"#fnref{number}",
            "aria-label": word("back-to-text", context.lang),
        },
    )
    back.text = "↩\ufe0e"
    last = body[-1] if len(body) and body[-1].tag == "p" else etree.SubElement(body, "p")
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip() + " "
    else:
        last.text = (last.text or "").rstrip() + " "
    last.append(back)
