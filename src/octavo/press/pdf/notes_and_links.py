"""Notes at their references, and the addresses of links in print: what the styles send to the foot of the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from lxml import etree

from octavo.model.galley import Galley
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.reading import classes
from octavo.press.pdf.tree import parent_of, text_of

_HEADINGS_AND_CAPTIONS = HEADINGS | {"figcaption", "caption", "header"}


def place_notes(article: Element) -> None:
    """Move each note to its reference, from where the styles float it to the foot of the page."""
    section = next((each for each in article.iter("section") if "notes" in classes(each)), None)
    if section is None:
        return
    bodies = {item.get("id", ""): item for item in section.iter("li") if "note" in classes(item)}
    parent_of(section).remove(section)
    for reference in list(article.iter("a")):
        if "note-ref" in classes(reference):
            _place_note(reference, bodies)


def _place_note(reference: Element, bodies: dict[str, Element]) -> None:
    """Replace a reference by its note; the first one has it at the foot of its page, and others lead there."""
    body = bodies.pop(reference.get("href", "")[1:], None)
    if body is None:
        call = etree.Element("span", {"class": "note-call"})
        call.tail, reference.tail = reference.tail, None
        parent_of(reference).replace(reference, call)
        call.append(reference)
        return
    note = etree.Element(
        "span",
        {
            "class": "footnote",
            "id": body.get("id", ""),
            "data-number": reference.text or "",
            "data-id": reference.get("id", ""),
        },
    )
    note.tail = reference.tail
    parent_of(reference).replace(reference, note)
    _fill_note(note, body, bodies)


def _fill_note(note: Element, body: Element, bodies: dict[str, Element]) -> None:
    """Put the text of a note in its place, and behind it the notes that it refers to, which no page could float."""
    for back in [link for link in body.iter("a") if "note-back" in classes(link)]:
        remove_trimmed(back)
    for block in [child for child in body if len(child) or (child.text or "").strip()]:
        if block.tag == "p":
            block.tag = "span"
            block.set("class", " ".join(["note-para", *classes(block)]))
        block.tail = None
        note.append(block)
    for reference in [link for link in note.iter("a") if "note-ref" in classes(link)]:
        name = reference.get("href", "")[1:]
        inner = bodies.pop(name, None)
        _place_note(reference, bodies)
        if inner is not None:
            made = etree.SubElement(note, "span", {"class": "note-inner", "id": name})
            etree.SubElement(made, "span", {"class": "note-number apparatus"}).text = f"{reference.text}\u2002"
            _fill_note(made, inner, bodies)


def remove_trimmed(element: Element) -> None:
    """Remove an element and the white space before it; the text that follows it stays."""
    before = element.getprevious()
    if before is not None:
        before.tail = ((before.tail or "").rstrip() + (element.tail or "")) or None
    else:
        parent = parent_of(element)
        parent.text = ((parent.text or "").rstrip() + (element.tail or "")) or None
    parent_of(element).remove(element)


def count_link_notes(galley: Galley, print_links: str) -> int:
    """Return how many links of a galley get a note with their address, under the setting `print_links`."""
    if print_links != "footnote":
        return 0
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    place_notes(article)
    return print_addresses(article, print_links, False, 0)


def print_addresses(article: Element, print_links: str, is_rtl: bool, count: int) -> int:
    """Print the address of each link once per section; return the number of notes, beginning from `count`.

    An address goes into a note, or into brackets where a note is not possible. It runs from left to right, whatever
    the direction of the text around it.
    """
    printed: set[tuple[Any, str]] = set()
    for link in list(article.iter("a")):
        address = link.get("href", "")
        if not re.match(r"(https?|ftp|mailto):", address) or _shows_address(link, address):
            continue
        around = [parent.tag for parent in link.iterancestors()]
        if not _HEADINGS_AND_CAPTIONS.isdisjoint(around):
            continue
        section = next((each for each in link.iterancestors("section") if "level2" in classes(each)), None)
        if (section, address) in printed:
            continue
        printed.add((section, address))
        in_note = any("footnote" in classes(parent) for parent in link.iterancestors("span"))
        in_brackets = print_links == "inline" or in_note or "thead" in around or _is_in_bibliography(link)
        if not in_brackets:
            count += 1
        made = _address(address, in_brackets, count)
        if is_rtl:
            _turn(made)
        made.tail, link.tail = link.tail, None
        link.addnext(made)
    return count


def _is_in_bibliography(link: Element) -> bool:
    return any("csl-entry" in classes(parent) for parent in link.iterancestors("div"))


def _shows_address(link: Element, address: str) -> bool:
    """Return whether the text of a link is its address."""
    text = "".join(text_of(link).split())
    bare = re.sub(r"^(https?://(www\.)?|mailto:|ftp://)|/$", "", unquote(address))
    return bare.casefold() in unquote(text).casefold()


def _address(address: str, in_brackets: bool, number: int) -> Element:
    readable = re.sub(r"^mailto:", "", address)
    scheme, separator, rest = readable.rpartition("://")
    breakable = scheme + separator + re.sub(r"(?<=[/.?&=_#-])(?=[^/.?&=_#-])", "\u200b", rest)
    if in_brackets:
        made = etree.Element("span", {"class": "address apparatus"})
        made.text = f" [{breakable}]"
        return made
    made = etree.Element("span", {"class": "footnote address apparatus", "data-number": _letters(number)})
    made.text = breakable
    return made


def _turn(made: Element) -> None:
    """Let an address run from left to right. The space and the brackets around it belong to the text."""
    opening, text, closing = re.fullmatch(r"( \[)?(.*?)(\])?", made.text or "").groups(default="")  # type: ignore[union-attr]
    made.text = opening
    inner = etree.SubElement(made, "span", {"dir": "ltr"})
    inner.text, inner.tail = text, closing


def _letters(number: int) -> str:
    """Return the mark of a note, unlike the numbers of the notes that the author wrote: 1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
