"""The report as a self-contained HTML page, for people to read and to pass on."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby
from pathlib import Path

from octavo import __version__
from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.edition import BuildRecord, CheckRecord
from octavo.report import pictures, rule_view, terminal
from octavo.report.lines import SourceLines, span
from octavo.report.pictures import PagePicture
from octavo.report.rule_view import Rules

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_SHOWN = 8
"""Findings of one rule that are shown without a click."""
_PICTURES = 36
"""The most pages of one publication that are drawn."""
_WIDE = 160
"""Characters of a long line that are shown around a finding."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class ReportPage:
    """The contents of the page. `found` excludes what the baseline has: those findings are only counted, in `known`."""

    records: Sequence[BuildRecord]
    found: Sequence[Diagnostic]
    known: int
    gone: int
    ok: bool
    rules: Rules
    lines: SourceLines

    def of(self, record: BuildRecord) -> list[Diagnostic]:
        """Return the findings about one publication."""
        own = {*record.said}
        return [each for each in self.found if each in own]

    @cached_property
    def elsewhere(self) -> list[Diagnostic]:
        """The findings that belong to no publication."""
        owned = {each for record in self.records for each in record.said}
        return [each for each in self.found if each not in owned]


def render(page: ReportPage) -> str:
    """Return the page as HTML."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    body = [*_head(page)]
    for row, record in enumerate(page.records):
        body += _publication(record, page, f"b{row}")
    if page.elsewhere:
        body += ["<section>", "<h2>Elsewhere</h2>", *_findings(page.elsewhere, page, {}), "</section>"]
    return "\n".join([
        "<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="octavo {__version__}">',
        f"<title>{'Passed' if page.ok else 'Not passed'}: octavo report</title>",
        f"<style>\n{style}</style>", "</head>", "<body>", "<main>", *body, "</main>", "</body>", "</html>", "",
    ])  # fmt: skip


def _head(page: ReportPage) -> Iterator[str]:
    verdict = '<strong class="passed">Passed</strong>' if page.ok else '<strong class="failed">Not passed</strong>'
    yield "<h1>Octavo report</h1>"
    yield f'<p class="verdict">{verdict}: {terminal.tally(page.found) or "no findings"}.</p>'
    if page.known or page.gone:
        are_gone = "entry no longer occurs" if page.gone == 1 else "entries no longer occur"
        gone = f" {page.gone} baseline {are_gone}." if page.gone else ""
        yield f"<p>{page.known} more {'is' if page.known == 1 else 'are'} in the baseline.{gone}</p>"
    if len(page.records) > 1:
        yield '<nav aria-label="Publications">'
        yield '<ul class="index">'
        for row, record in enumerate(page.records):
            tally = terminal.tally(page.of(record)) or "no findings"
            yield f'<li><a href="#b{row}">{_safe(record.title or record.name)}</a>: {tally}</li>'
        yield "</ul>"
        yield "</nav>"


def _publication(record: BuildRecord, page: ReportPage, name: str) -> Iterator[str]:
    found = page.of(record)
    grave = sorted(found, key=lambda each: _ORDER.index(each.severity))
    labels = list(dict.fromkeys(label for each in grave for label in each.pages))
    drawn = _pictures(record, labels[:_PICTURES], page)
    yield f'<section id="{name}">'
    yield f"<h2>{_safe(record.title or record.name)}</h2>"
    words = f", {record.manuscript.words:,} words" if record.manuscript.words else ""
    yield f'<p class="soft"><code>{_safe(record.source)}</code>: {_safe(record.kind)}{words}</p>'
    yield from _editions(record)
    yield from _checks(record.checks)
    yield from _findings(found, page, {label: f"{name}-p{row}" for row, label in enumerate(drawn)})
    if labels:
        yield "<h3>Affected pages</h3>"
        if not pictures.can_be_drawn():
            yield "<p>To see them here, install <code>pypdfium2</code>, which comes with octavo’s extra "
            yield "<code>check</code>.</p>"
        yield from _picture_list(drawn, found, name)
        if len(labels) > len(drawn) > 0:
            yield f"<p>{len(labels) - len(drawn)} more pages are not shown.</p>"
    yield "</section>"


def _editions(record: BuildRecord) -> Iterator[str]:
    yield "<h3>Editions</h3>"
    if not record.editions:
        yield "<p>None was written, because of the errors below.</p>"
        return
    yield from _table(
        "Editions",
        ("format", "file", "kB", "pages", "SHA-256"),
        [
            (e.format, f"<code>{_safe(e.path)}</code>", f"{e.bytes / 1000:,.0f}", f"{e.pages or ''}",
             f"<code>{e.sha256[:16]}…</code>")
            for e in record.editions
        ],
        numbers={2, 3},
    )  # fmt: skip


def _checks(checks: Sequence[CheckRecord]) -> Iterator[str]:
    if checks:
        yield "<h3>Checks</h3>"
        yield from _table(
            "Checks",
            ("validator", "version", "format", "result", "errors", "warnings", "note"),
            [
                (_safe(c.name), _safe(c.version), c.format, f'<span class="{c.status}">{c.status}</span>',
                 f"{c.errors or ''}", f"{c.warnings or ''}", _safe(c.reason))
                for c in checks
            ],
            numbers={4, 5},
        )  # fmt: skip


def _table(label: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: set[int]) -> Iterator[str]:
    def tag(column: int) -> str:
        return ' class="number"' if column in numbers else ""

    yield f'<div class="wide" role="region" aria-label="{label}" tabindex="0">'
    yield "<table>"
    heading = "".join(f'<th scope="col"{tag(column)}>{head}</th>' for column, head in enumerate(heads))
    yield f"<thead><tr>{heading}</tr></thead>"
    yield "<tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td{tag(column)}>{cell}</td>" for column, cell in enumerate(rest, 1))
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _findings(found: Sequence[Diagnostic], page: ReportPage, pictured: dict[str, str]) -> Iterator[str]:
    yield "<h3>Findings</h3>"
    if not found:
        yield "<p>None.</p>"
    by_rule: dict[tuple[int, str], list[Diagnostic]] = {}
    for each in found:
        by_rule.setdefault((_ORDER.index(each.severity), each.rule), []).append(each)
    for (grave, rule), same in sorted(by_rule.items()):
        yield from _rule(rule, _ORDER[grave], same, page, pictured)


def _rule(
    name: str, severity: Severity, found: Sequence[Diagnostic], page: ReportPage, pictured: dict[str, str]
) -> Iterator[str]:
    rule = page.rules.get(name)
    yield '<section class="rule">'
    yield f'<h4><span class="severity {severity}">{severity}</span> <code>{_safe(name)}</code>'
    yield f'<span class="soft">· {len(found)}</span></h4>'
    why = rule_view.reason(rule) if rule is not None else f"One of {name.partition('.')[0]}'s own rules."
    yield f"<p>{_prose(why)}</p>"
    hints = {each.hint for each in found if each.hint}
    if len(hints) < 2 and (hints or rule is not None):
        what = hints.pop() if hints else rule_view.fix(rule) if rule is not None else ""
        yield f"<p>Fix: {_prose(what)}</p>"
    first, more = found[:_SHOWN], found[_SHOWN:]
    yield from _by_file(first, page, bool(hints), pictured)
    if more:
        yield f"<details><summary>{len(more)} more</summary>"
        yield from _by_file(more, page, bool(hints), pictured)
        yield "</details>"
    yield "</section>"


def _by_file(found: Sequence[Diagnostic], page: ReportPage, hinted: bool, pictured: dict[str, str]) -> Iterator[str]:
    for file, same in groupby(found, key=lambda each: each.place.file):
        yield f"<h5><code>{_safe(file)}</code></h5>"
        yield "<ul>"
        for each in same:
            yield "".join(_finding(each, page.lines.at(each.place), hinted, pictured))
        yield "</ul>"


def _finding(found: Diagnostic, line: str | None, hinted: bool, pictured: dict[str, str]) -> Iterator[str]:
    place = ":".join(str(part) for part in (found.place.line, found.place.column) if part)
    yield "<li>"
    if place:
        yield f'<span class="soft">{place}</span> '
    yield _safe(found.message)
    if found.edition:
        yield f' <span class="soft">({found.edition})</span>'
    for label in found.pages:
        if label in pictured:
            yield f' <a href="#{pictured[label]}">see page {_safe(label)}</a>'
    if line is not None and line.strip():
        yield f'<pre dir="auto">{_excerpt(line, span(found, line))}</pre>'
    if hinted and found.hint:
        yield f"<p>Fix: {_prose(found.hint)}</p>"
    yield "</li>"


def _excerpt(line: str, part: tuple[int, int] | None) -> str:
    indent = len(line) - len(line.lstrip())
    start, end = part or (indent, indent)
    begin = max(0, start - _WIDE // 3) if len(line) > _WIDE else min(indent, start)
    stop = max(begin + _WIDE, end) if len(line) > _WIDE else len(line)
    before, after = "…" if line[:begin].strip() else "", "…" if stop < len(line) else ""
    marked = f"<mark>{_safe(line[start:end])}</mark>" if end > start else ""
    return f"{before}{_safe(line[begin:start])}{marked}{_safe(line[end:stop])}{after}"


def _pictures(record: BuildRecord, labels: Sequence[str], page: ReportPage) -> dict[str, PagePicture]:
    pdf = next((edition for edition in record.editions if edition.format == "pdf"), None)
    if pdf is None or not labels or not pictures.can_be_drawn():
        return {}
    return pictures.draw_pages(page.lines.cwd / pdf.path, labels)


def _picture_list(drawn: dict[str, PagePicture], found: Sequence[Diagnostic], name: str) -> Iterator[str]:
    if drawn:
        yield '<ul class="pages">'
        for row, (label, picture) in enumerate(drawn.items()):
            here = list(dict.fromkeys(each.rule for each in found if label in each.pages))
            source = f"data:image/webp;base64,{b64encode(picture.data).decode()}"
            said = _safe(", ".join(here))
            yield f'<li><figure id="{name}-p{row}"><img src="{source}" alt="Page {_safe(label)} in print" '
            yield f'width="{picture.width}" height="{picture.height}">'
            yield f"<figcaption>Page {_safe(label)}: {said}</figcaption></figure></li>"
        yield "</ul>"


def _prose(text: str) -> str:
    """Return text as HTML, with code between backticks marked up."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", _safe(text))


def _safe(text: str) -> str:
    """Return text with markup escaped, and control characters that HTML does not allow replaced."""
    return escape(_CONTROL.sub("\ufffd", text))
