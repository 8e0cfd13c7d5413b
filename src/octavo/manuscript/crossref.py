"""Cross-references: `@fig-x` becomes a link that names its target by its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, get_parent, has_class, unwrap
from octavo.manuscript.filter_classes import PAGE, REFERENCE, REFERENCE_GROUP
from octavo.manuscript.links import BrokenLink
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley_classes import PAGED, XREF
from octavo.model.html_elements import Element
from octavo.model.words import separators


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: its link, its name (`Figure 3.2`), and its number alone, if it has one.

    `markup` has the words of a heading that is named by them, if there are formulas among them.
    """

    href: str
    name: str
    number: str = ""
    markup: str = ""


def collect_labels(article: Element) -> tuple[str, ...]:
    """Return the labels that a text refers to, each once, in reading order."""
    return tuple(dict.fromkeys(each.get("data-label") or "" for each in _find_marks(article, REFERENCE)))


def insert_references(article: Element, context: ChapterContext, targets: Mapping[str, Target | BrokenLink]) -> None:
    """Write out every reference; report one without a target, and show its label instead."""
    always = context.publication.settings.page_references
    for holder in _find_marks(article, REFERENCE_GROUP):
        paged = always or any(has_class(around, PAGE) for around in holder.iterancestors("span"))
        written = [_write_reference(each, context, targets, paged) for each in _find_marks(holder, REFERENCE)]
        _join_references(holder, written, context.lang)
        around = get_parent(holder)
        unwrap(holder)
        if around.tag == "span" and reading.classes(around) == [PAGE] and around.getparent() is not None:
            unwrap(around)


def _write_reference(
    mark: Element, context: ChapterContext, targets: Mapping[str, Target | BrokenLink], paged: bool
) -> Element:
    label = mark.get("data-label") or ""
    target = targets[label]
    prefix, suffix = mark[0], mark[1]
    if isinstance(target, BrokenLink):
        place = context.finder.citation(label, context.count_occurrence("reference", label))
        context.diagnostics.append(Diagnostic(target.rule, target.severity, target.message, place, target.hint))
        shown = etree.Element("span")
        shown.text = f"@{label}"
    else:
        context.count_occurrence("reference", label)
        shown = etree.Element("a", {"class": f"{XREF} {PAGED}" if paged else XREF, "href": target.href})
        has_prefix = bool(all_text(prefix).strip())
        alone = has_prefix or mark.get("data-mode") == "SuppressAuthor"
        name = target.number if alone and target.number else target.name
        if has_prefix:
            prefix.tail = "\u00a0" + name
            shown.append(prefix)
            unwrap(prefix)
        elif target.markup:
            words = etree.fromstring(target.markup)
            shown.text = words.text
            shown.extend(list(words))
        else:
            shown.text = name
    holder = etree.Element("span")
    holder.append(shown)
    if all_text(suffix).strip():
        suffix.tail = None
        holder.append(suffix)
        unwrap(suffix)
    return holder


def _join_references(holder: Element, written: list[Element], lang: str) -> None:
    """Join references as the language lists them: A; A and B; A, B and C."""
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    comma, last = separators(lang)
    for row, each in enumerate(written):
        each.tail = "" if row == len(written) - 1 else last if row == len(written) - 2 else comma
        holder.append(each)
        unwrap(each)


def _find_marks(tree: Element, mark: str) -> list[Element]:
    return [each for each in tree.iter("span") if mark in reading.classes(each)]
