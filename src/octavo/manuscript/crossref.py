"""Cross-references: `@fig-x` becomes a link that names its target by its number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, get_parent, has_class, move_content, unwrap
from octavo.manuscript.filter_classes import PAGE, REFERENCE, REFERENCE_GROUP
from octavo.manuscript.links import BrokenLink
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley_classes import APPARATUS, PAGE_NUMBER, PAGED, TEX, XREF
from octavo.model.html_elements import Element
from octavo.model.words import separators


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: its link, its name (`Figure 3.2`), and its number alone, if it has one.

    `markup` has the words of a heading that is named by them, if there are formulas among them; `title` the words of
    what has a number.
    """

    href: str
    name: str
    number: str = ""
    markup: str = ""
    title: str = ""

    @property
    def bare(self) -> str:
        """Return the number without the parentheses around that of an equation; the name where there is no number."""
        return self.number.removeprefix("(").removesuffix(")") if self.number else self.name


def collect_labels(article: Element) -> tuple[str, ...]:
    """Return the labels that a text refers to, each once, in reading order; those within formulas last."""
    found = [each.get("data-label") or "" for each in _find_marks(article, REFERENCE)]
    inner = [each[2] for text in article.itertext() if "\ue010" in text for each in _IN_FORMULA.finditer(str(text))]
    return tuple(dict.fromkeys([*found, *inner]))


_IN_FORMULA = re.compile("\ue010([a-z]+)\ue011([^\ue012]*)\ue012")
"""A reference within a formula, as `equations.lua` marks it: its command and its label."""


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
    _insert_in_formulas(article, context, targets)


def _insert_in_formulas(article: Element, context: ChapterContext, targets: Mapping[str, Target | BrokenLink]) -> None:
    """Write the numbers that formulas refer to."""

    def write(found: re.Match[str]) -> str:
        target = targets[found[2]]
        if isinstance(target, BrokenLink):
            return f"\\{found[1]}{{{found[2]}}}"
        return f"({target.bare})" if found[1] == "eqref" else target.bare

    for element in [each for each in article.iter() if "\ue010" in f"{each.text or ''}{each.get('alttext') or ''}"]:
        for found in _IN_FORMULA.finditer(element.text or ""):
            target = targets[found[2]]
            if isinstance(target, BrokenLink):
                _report_tex(context, target, f"\\{found[1]}{{{found[2]}}}", found[2])
        if element.text:
            element.text = _IN_FORMULA.sub(write, element.text)
        if alt := element.get("alttext"):
            element.set("alttext", _IN_FORMULA.sub(write, alt))


def _report_tex(context: ChapterContext, broken: BrokenLink, typed: str, label: str) -> None:
    """Report a reference of TeX that leads nowhere: it stays as it is typed."""
    hint = f"put \\label{{{label}}} into what it refers to, or correct it: it is shown as it is typed"
    place = context.finder.raw(typed, context.count_occurrence("reference", typed))
    context.warn(broken.rule, broken.message, place, hint)


def _write_reference(
    mark: Element, context: ChapterContext, targets: Mapping[str, Target | BrokenLink], paged: bool
) -> Element:
    label = mark.get("data-label") or ""
    target = targets[label]
    prefix, suffix = mark[0], mark[1]
    command, typed = mark.get("data-command"), mark.get("data-typed") or ""
    if isinstance(target, BrokenLink) and command:
        _report_tex(context, target, typed, label)
        shown = etree.Element("code", {"class": TEX})
        shown.text = typed if "," not in typed else f"\\{command}{{{label}}}"
    elif command and not isinstance(target, BrokenLink):
        context.count_occurrence("reference", typed)
        shown = _write_tex_reference(mark.get("data-mode") or "", target, paged, prefix)
    elif isinstance(target, BrokenLink):
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
        elif name == target.name:
            _write_name(shown, target)
        else:
            shown.text = name
    holder = etree.Element("span")
    holder.append(shown)
    if all_text(suffix).strip():
        suffix.tail = None
        holder.append(suffix)
        unwrap(suffix)
    return holder


def _write_tex_reference(mode: str, target: Target, paged: bool, words: Element) -> Element:
    """Return a link that says what a command of TeX would; `words` are those of a command that has some."""
    marks = f"{XREF} {PAGED}" if paged else XREF
    if mode == "pageref":
        marks = f"{XREF} {PAGE_NUMBER} {APPARATUS}"
    link = etree.Element("a", {"class": marks, "href": target.href})
    if mode == "hyperref":
        move_content(link, words)
    elif mode == "ref" and target.number:
        link.text = target.bare
    elif mode == "eqref" and target.number:
        link.text = f"({target.bare})"
    elif mode == "nameref" and target.title:
        link.text = target.title
    else:
        _write_name(link, target)
    return link


def _write_name(link: Element, target: Target) -> None:
    """Write a target's name, with its formulas."""
    if target.markup:
        words = etree.fromstring(target.markup)
        link.text = words.text
        link.extend(list(words))
    else:
        link.text = target.name


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
