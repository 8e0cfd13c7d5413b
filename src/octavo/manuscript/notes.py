"""Notes: numbered in the order of their references, with links there and back.

A note that is referred to several times has a link back to each reference. A note in a note follows it.
"""

from __future__ import annotations

from lxml import etree

from octavo.manuscript.clean import wrap_loose_text
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, drop, find_one, get_parent, is_element
from octavo.manuscript.markdown.note_marks import PLACE_MARK, SAME_MARK, WAITING, read_number
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
    ordered = etree.Element("ol")
    for part in (text, notes):
        _move_out_of_links(part)
    references = [*(find_references(header) if header is not None else ()), *find_references(text)]
    _place_notes(references, {item.get("id", ""): item for item in notes}, ordered, context)
    if len(ordered) == 0:
        return None
    made = _make_section(context)
    made.append(ordered)
    return made


def _move_out_of_links(text: Element) -> None:
    """Put references that are in a link behind it: HTML allows no link in a link."""
    for reference in find_references(text):
        around = next((each for each in reference.iterancestors("a")), None)
        if around is not None:
            drop(reference)
            reference.tail, around.tail = around.tail, None
            parent = get_parent(around)
            parent.insert(parent.index(around) + 1, reference)


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
    _place_notes(find_references(article), bodies, listed, context)


def find_references(text: Element) -> list[Element]:
    """Return the references to notes in a text."""
    return [a for a in text.iter("a") if a.get("role") == "doc-noteref"]


def _place_notes(
    references: list[Element], bodies: dict[str, Element], listed: Element, context: ChapterContext
) -> None:
    """Number references in their order, and list each note once, with those that it refers to behind it."""
    placed: dict[str, tuple[Element, int, int]] = {}
    waiting = references[::-1]
    while waiting:
        reference = waiting.pop()
        name = (reference.get("href") or "").lstrip("#")
        body = bodies.pop(name, None)
        if body is not None:
            number, nth = len(listed) + 1, 1
            listed.append(body)
            for back in [a for a in body.iter("a") if a.get("role") == "doc-backlink"]:
                drop(back)
            body.attrib.clear()
            body.tail = None
            body.set("id", f"fn{number}")
            body.set("class", NOTE)
            waiting += find_references(body)[::-1]
            wrap_loose_text(body)
        elif name in placed:
            body, number, nth = placed[name]
            nth += 1
        else:
            continue
        placed[name] = (body, number, nth)
        own = f"fnref{number}" if nth == 1 else f"fnref{number}-{nth}"
        _shape_reference(reference, number, own)
        _add_backlink(body, own, nth, context)


def _shape_reference(reference: Element, number: int, name: str) -> None:
    tail = reference.tail
    reference.clear()
    reference.tail = tail
    reference.text = str(number)
    for key, value in {"class": NOTE_REF, "role": "doc-noteref", "id": name, "href": f"#fn{number}"}.items():
        reference.set(key, value)


def _add_backlink(body: Element, name: str, nth: int, context: ChapterContext) -> None:
    label = word("back-to-text", context.lang)
    back = etree.Element(
        "a",
        {
            "class": NOTE_BACK,
            "role": "doc-backlink",
            "href": f"#{name}",
            "aria-label": label if nth == 1 else f"{label} ({nth})",
        },
    )
    back.text = "↩\ufe0e"
    if nth > 1:
        etree.SubElement(back, "sup").text = str(nth)
    last = body[-1] if len(body) and body[-1].tag == "p" else etree.SubElement(body, "p")
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip() + " "
    else:
        last.text = (last.text or "").rstrip() + " "
    last.append(back)


def unite_notes(text: Element) -> None:
    """Undo the marks of `note_marks`: make one note of its copies, and put references where they belong."""
    section = next((each for each in text.iter("section") if each.get("role") == "doc-endnotes"), None)
    if section is None:
        return
    same: dict[int, str] = {}
    names: dict[str, str] = {}
    for item in list(section.iter("li")):
        found = SAME_MARK.search(all_text(item)) if item.get("id") else None
        if found is None:
            continue
        first = same.setdefault(read_number(found[1]), item.get("id", ""))
        names[f"#{item.get('id')}"] = f"#{first}"
        if first != item.get("id"):
            drop(item)
    for reference in find_references(text):
        reference.set("href", names.get(reference.get("href", ""), reference.get("href", "")))
    _move_references(text)
    for node in text.iter():
        node.text = _without_marks(node.text)
        node.tail = _without_marks(node.tail)
        for key in ("alt", "title", "aria-label"):
            if is_element(node) and (value := node.get(key)):
                node.set(key, _without_marks(value) or "")


def _without_marks(text: str | None) -> str | None:
    return PLACE_MARK.sub("", SAME_MARK.sub("", text)) if text and "\ufdd1" in text else text


def _move_references(text: Element) -> None:
    waiting = next((each for each in text.iter("p") if (each.text or "").startswith(WAITING)), None)
    if waiting is None:
        return
    targets = {}
    for reference in find_references(waiting):
        if found := PLACE_MARK.search(reference.tail or ""):
            targets[read_number(found[1])] = reference.get("href", "")
    drop(waiting)
    for node in list(text.iter()):
        for is_tail in (False, True):
            _insert_references(node, is_tail, targets)


def _insert_references(node: Element, is_tail: bool, targets: dict[int, str]) -> None:
    while found := PLACE_MARK.search((node.tail if is_tail else node.text) or ""):
        target = targets.get(read_number(found[1]), "")
        reference = etree.Element("a", {"href": target, "class": "footnote-ref", "role": "doc-noteref"})
        before, after = found.string[: found.start()], found.string[found.end() :]
        if is_tail:
            node.tail = before
            parent = get_parent(node)
            parent.insert(parent.index(node) + 1, reference)
        else:
            node.text = before
            node.insert(0, reference)
        reference.tail = after
        node, is_tail = reference, True
