"""Good texts with constructs of Markdown, HTML, TeX and other tools inserted at random places.

Each inserted word is unique, so that one can tell of each whether it is seen, is seen twice, or is not seen.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# In a template, {w} is a word that readers must see, {h} one that they must not see, {m} one that may be left out if
# that is reported, and {i} an id.
BLOCKS = {
    "paragraph": "{w} {w} {w}.",
    "heading": "## {w} {w}",
    "heading with an id": "### {w} {w} {{#{i}}}",
    "heading with closing signs": "## {w} {w} ##",
    "heading of C#": "## {w} C#",
    "underlined heading": "{w} {w}\n-------",
    "heading with code": "### {w} `{w}` {w}",
    "heading with a formula": "### {w} $x_1$ {w}",
    "heading with a note": "### {w}[^{i}]\n\n[^{i}]: {w} {w}.",
    "fence": "```python\n{w} = {w}\n```",
    "fence of tildes": "~~~\n{w}\n~~~",
    "fence with a title": '```js title="{w}"\n{w}\n```',
    "fence with marked lines": "```js {{2}}\n{w}\n{w}\n```",
    "fence with marked lines glued": "```js{{1}}\n{w}\n{w}\n```",
    "fence with words": "```rust,ignore\n{w}\n```",
    "fence with attributes": '```{{.python #{i} .numberLines startFrom="98"}}\n{w}\n{w}\n```',
    "fence in a fence": "````markdown\n```\n{w}\n```\n````",
    "indented code": "    {w} {w}\n    {w}",
    "bullets": "- {w}\n- {w}\n    - {w}\n- {w}",
    "loose bullets": "* {w}\n\n    {w}\n\n* {w}",
    "numbers": "1. {w}\n2. {w}\n3. {w}",
    "numbers from 7": "7) {w}\n8) {w}",
    "letters": "(a) {w}\n(b) {w}",
    "romans": "i. {w}\nii. {w}",
    "examples": "(@{i}) {w} {w}\n\n(@) {w}",
    "tasks": "- [ ] {w}\n- [x] {w}",
    "definitions": "{w}\n:   {w} {w}\n\n{w}\n:   {w}\n:   {w}",
    "quotation": "> {w} {w}\n> {w}",
    "lazy quotation": "> {w} {w}\n{w}",
    "nested quotation": "> {w}\n>\n> > {w}\n>\n> {w}",
    "box of GitHub": "> [!NOTE]\n> {w} {w}",
    "box of GitHub in small letters": "> [!warning]\n> {w}",
    "div": "::: {{.{i}}}\n{w} {w}\n:::",
    "div in a div": ":::: {{.one}}\n{w}\n\n::: {{.two}}\n{w}\n:::\n\n{w}\n::::",
    "box": "::: tip\n{w}\n:::",
    "box with a title": '::: {{.note title="{w}"}}\n{w}\n:::',
    "pipe table": "| {w} | {w} |\n|:--|--:|\n| {w} | {w} |\n| {w} | |",
    "pipe table without edges": "{w} | {w}\n--- | ---\n{w} | {w}",
    "pipe table with more cells": "| {w} | {w} |\n|---|---|\n| {w} | {w} | {w} |",
    "pipe table with a caption": "| {w} | {w} |\n|---|---|\n| {w} | {w} |\n\n: {w} {w} {{#tbl-{i}}}",
    "pipe table with code": "| {w} | {w} |\n|---|---|\n| `{w}` | `a \\| {w}` |",
    "simple table": "{w:14} {w}\n-------------- --------------\n{w:14} {w}\n",
    "grid table": (
        "+----------------+----------------+\n| {w:14} | {w:14} |\n+================+================+\n"
        "| - {w:12} | {w:14} |\n| - {w:12} |                |\n+----------------+----------------+"
    ),
    "table of HTML": "<table><tr><th>{w}</th><th>{w}</th></tr><tr><td>{w}</td><td>{w}<br>{w}</td></tr></table>",
    "HTML in a cell": "| {w} | {w} |\n|---|---|\n| <ul><li>{w}</li><li>{w}</li></ul> | {w} |",
    "paragraph of HTML": "<p>{w} <b>{w}</b></p>",
    "unclosed paragraph of HTML": "<p>{w} {w}",
    "div of HTML": '<div class="{i}">\n{w}\n</div>',
    "div of HTML with Markdown": "<div>\n\n{w} *{w}*\n\n</div>",
    "details": "<details>\n<summary>{w}</summary>\n\n{w}\n\n</details>",
    "list of HTML": "<ol start=3><li>{w}<li>{w}</ol>",
    "definitions of HTML": "<dl><dt>{w}<dd>{w}</dl>",
    "figure of HTML": '<figure><img src="p.png" alt="{w}"><figcaption>{w} {w}</figcaption></figure>',
    "video": '<video controls><source src="{i}.mp4" type="video/mp4">{w} {w}</video>',
    "audio": '<audio controls src="{i}.mp3">{w}</audio>',
    "object": '<object data="{i}.swf">{w} <em>{w}</em></object>',
    "frame": '<iframe src="https://example.org/{i}">{w}</iframe>',
    "script": "<script>\nlet {h} = '{h}';\n</script>",
    "style": "<style>\n.{h} {{ color: red }}\n</style>",
    "form": "<form><label>{w} <input value='{i}'></label><select><option>{w}<option>{w}</select></form>",
    "button": "<button>{w}</button>",
    "noscript": "<noscript>{w}</noscript>",
    "drawing": '<svg width="90" height="20" viewBox="0 0 90 20"><text x="2" y="12">{w}</text></svg>',
    "preformatted": "<pre>\n{w}\n  {w}\n</pre>",
    "unclosed div": "<div>\n{w}",
    "centred": "<center>{w} {w}</center>",
    "font": "<font color=red>{w}</font>",
    "comment": "<!-- {h} {h} -->",
    "comment of many lines": "<!--\n{h}\n\n{h}\n-->",
    "rule": "* * *",
    "line block": "| {w} {w}\n|    {w}",
    "display formula": "$$\nx^2 + {i}\n$$",
    "environment": "\\begin{{align}}\na &= b \\label{{eq:{i}}} \\\\\nc &= d\n\\end{{align}}",
    "math fence": "```math\na^2\n```",
    "definition of a note": "{w}[^{i}] {w}.\n\n[^{i}]: {w} {w}.\n\n    {w}",
    "note used twice": "{w}[^{i}] {w}[^{i}].\n\n[^{i}]: {w}",
    "reference link": "[{w}][{i}] {w}\n\n[{i}]: https://example.org/{i} '{h}'",
    "picture": "![{w} {w}](p.png)",
    "picture with an id": "![{w}](p.png){{#fig-{i} width=50%}}",
    "picture of GitHub": '<p align="center">\n  <img src="p.png" alt="{w}" width="40">\n</p>',
    "linked picture": "[![{w}](p.png)](https://example.org/{i})",
    "raw TeX": "\\textbf{{{m} {m}}}",
    "TeX environment": "\\begin{{center}}\n{m} {m}\n\\end{{center}}",
    "page break": "\\newpage",
    "raw block of HTML": "```{{=html}}\n<p>{w}</p>\n```",
    "raw block of TeX": "```{{=latex}}\n{m}\n```",
    "definition of a macro": "\\newcommand{{\\{i}}}{{x}}",
    "contents of Python-Markdown": "[TOC]",
    "tag of Jekyll": "{{% include {i}.html %}}\n\n{w}",
    "tag of Hugo": '{{{{< figure src="{i}.png" >}}}}\n\n{w}',
    "box of Docusaurus": ":::tip {w}\n{w}\n:::",
    "box of MkDocs": '!!! note "{w}"\n    {w}',
    "box of MyST": "```{{note}}\n{w}\n```",
    "module of MDX": "import {i} from './{i}'\n\n{w}",
    "abbreviation": "{w}\n\n*[{i}]: {m}",
    "header in the middle": "---\n{i}: {m}\n---",
    "two rules": "---\n\n{w} {w}\n\n---",
    "glued heading": "{w} {w}\n## {w}",
    "glued list": "{w} {w}:\n- {w}\n- {w}",
    "CDATA": "<![CDATA[ {m} ]]>",
    "processing instruction": "<?php {m} ?>",
    "declaration": "<!DOCTYPE html>\n\n{w}",
    "address alone": "<https://example.org/{w}>",
    "block of code with a cell": "```{{r}}\n{w} <- 1\n```",
    "index": "{w}[{w}]{{.index}}",
    "right to left": '<div dir="rtl">שלום {w}</div>',
    "emoji": "{w} 👩‍👩‍👧 {w} 🇫🇷",
    "definition with code": "{w}\n\n:   {w}\n\n        {w}",
}  # fmt: skip
"""Blocks, which stand between blank lines."""

INLINES = {
    "emphasis": "*{w} {w}*",
    "strong": "**{w}** __{w}__",
    "strong emphasis": "***{w}***",
    "within a word": "{w}*{w}*",
    "underscores within a word": "snake_{w}_case",
    "code": "`{w} {w}`",
    "code with backticks": "`` {w} ` {w} ``",
    "code with signs": "`<{w}> {{{{ {w} }}}}`",
    "link": "[{w} {w}](https://example.org/{i})",
    "link with a title": '[{w}](https://example.org/{i} "{h}")',
    "link in brackets": "[{w} [{w}]](https://example.org/a_(b))",
    "address": "<https://example.org/{w}>",
    "bare address": "https://example.org/{w}",
    "e-mail address": "<{w}@example.org>",
    "inline note": "{w}^[{w} {w}]",
    "superscript": "{w}^2^ and H~2~O",
    "superscript with a word": "{w}^{w}^",
    "struck out": "~~{w}~~",
    "struck out once": "~{w}~",
    "span": "[{w}]{{.{i}}}",
    "small capitals": "[{w}]{{.smallcaps}}",
    "underline": "[{w}]{{.underline}}",
    "formula": "${i}_1$ {w}",
    "formula with a text": "$\\text{{{w}}}$",
    "formula of TeX": "\\\\({i}\\\\) {w}",
    "price": "{w} costs $5 and $6 {w}",
    "bold of HTML": "<b>{w}</b> <i>{w}</i> <u>{w}</u>",
    "keys": "<kbd>{w}</kbd>+<kbd>C</kbd>",
    "break": "{w}<br>{w}<br/>{w}",
    "marked": "<mark>{w}</mark>",
    "abbreviation of HTML": '<abbr title="{i}">{w}</abbr>',
    "unknown element": "<{i}>{w}</{i}>",
    "placeholder": "<your-{i}> {w}",
    "unclosed element": "<b>{w}",
    "stray end tag": "{w}</span>",
    "less and more": "a < {w} > b <3 {w}",
    "ruby": "<ruby>漢<rp>(</rp><rt>{w}</rt><rp>)</rp></ruby>",
    "inline comment": "{w}<!-- {h} --> {w}",
    "unclosed comment": "{w} <!- {w}",
    "entity": "{w}&nbsp;{w} &copy; &#8212;",
    "escaped": "\\*{w}\\* \\_{w}\\_ \\[{w}\\]",
    "backslash": "C:\\{m}\\{m}",
    "command of TeX": "\\emph{{{m}}}",
    "command of TeX alone": "\\LaTeX {w}",
    "smart quotes": "\"{w} '{w}' {w}\"",
    "nested quotes": '"{w} a "{w}" {w}"',
    "apostrophes": "rock 'n' {w} in the '90s",
    "dashes": "{w}--{w}---{w}...",
    "citation": "{w} [@{i}]",
    "handle": "@{i} {w}",
    "picture": "![{w}](p.png) {w}",
    "picture of HTML": '<img src="p.png" alt="{w}"> {w}',
    "task in a line": "[x] {w}",
    "brackets": "[{w}] (see {w})",
    "missing note": "{w}[^{i}]",
    "missing reference": "[{w}][{i}]",
    "wiki link": "[[{w}]]",
    "highlight of Obsidian": "=={w}==",
    "comment of Obsidian": "%%{w}%%",
    "value of Jekyll": "{{{{ {m} }}}}",
    "short code of Hugo": "{{{{< {m} >}}}}",
    "attributes of kramdown": "*{w}*{{: .{i}}}",
    "emoji by name": ":{i}: {w}",
    "call of R": "`r {i}` {w}",
    "lone star": "{w} * {w}",
    "lone backtick": "{w} ` {w}",
    "lone bracket": "{w} [ {w}",
    "lone brace": "{w} {{ {w}",
    "lone dollar": "{w} $ {w}",
    "pipe": "{w} | {w}",
    "button": "<button>{w}</button> {w}",
    "video": '<video src="{i}.mp4">{w}</video> {w}',
    "noscript": "<noscript>{w}</noscript> {w}",
    "block in a line": "<div>{w}</div> {w}",
    "list in a line": "<ul><li>{w}</li></ul> {w}",
    "select": "<select><option>{w}</option></select> {w}",
    "object": '<object data="x">{w}</object> {w}',
    "drawing": '<svg width="9" height="9"><title>{w}</title><circle r="3"/></svg> {w}',
    "quotation of HTML": "<q>{w}</q> <cite>{w}</cite>",
    "text area": "<textarea>{w}</textarea> {w}",
    "template": "<template>{m}</template> {w}",
    "formula of HTML": "<math><mi>{w}</mi></math> {w}",
    "date of HTML": "<time>{w}</time>",
    "emoji": "🏳️‍🌈 {w} 👍🏽",
    "decomposed letters": "cafe\u0301{w}",
    "no-break spaces": "{w}\u00a0{w}\u202f{w}",
    "zero width": "{w}\u200b{w}",
}  # fmt: skip
"""Marks within a paragraph."""

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z ,;]{30,}[.A-Za-z]")
_SLOT = re.compile(r"\{([whmi])(?::(\d+))?\}")


def word(number: int) -> str:
    """Return a word that no text has, another for each number."""
    syllables = []
    for _ in range(4):
        number, one = divmod(number, len(_CONSONANTS) * len(_VOWELS))
        syllables.append(_CONSONANTS[one % len(_CONSONANTS)] + _VOWELS[one // len(_CONSONANTS)])
    return "qu" + "".join(reversed(syllables))


@dataclass(frozen=True, slots=True)
class Insertion:
    """A construct that was inserted: its kind, its lines in the text, and its words."""

    kind: str
    first: int
    last: int
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    told: tuple[str, ...]
    """Words that are either seen, or reported as left out."""


@dataclass
class Mutant:
    """A text with insertions, in the order of its lines."""

    text: str
    insertions: list[Insertion] = field(default_factory=list)


class Writer:
    """Fills templates with words that are used once."""

    def __init__(self) -> None:
        self._count = 0

    def fill(self, template: str) -> tuple[str, dict[str, list[str]]]:
        """Return a template filled in, and its words by slot."""
        words: dict[str, list[str]] = {"w": [], "h": [], "m": [], "i": []}
        same = ""

        def slot(match: re.Match[str]) -> str:
            nonlocal same
            if match[1] == "i" and same:
                return same
            self._count += 1
            new = word(self._count)
            words[match[1]].append(new)
            if match[1] == "i":
                same = new
            return new.ljust(int(match[2] or 0))

        return _SLOT.sub(slot, template).replace("{{", "{").replace("}}", "}"), words


def mutate(text: str, dice: random.Random, count: int) -> Mutant:
    """Insert `count` constructs, each chosen and placed at random, outside code and headers."""
    lines = text.splitlines()
    writer = Writer()
    gaps, plain = [*_gaps(lines)], [*_plain(lines)]
    chosen: dict[int, list[tuple[str, str, bool]]] = {}
    for _ in range(count):
        if plain and dice.random() < 0.45:
            kind = dice.choice([*INLINES])
            chosen.setdefault(dice.choice(plain), []).append((f"inline: {kind}", INLINES[kind], True))
        else:
            kind = dice.choice([*BLOCKS])
            chosen.setdefault(dice.choice(gaps), []).append((f"block: {kind}", BLOCKS[kind], False))
    made = Mutant("")
    out: list[str] = []
    for number, line in enumerate(lines):
        new = line
        places = [match.start() for match in re.finditer(" ", line)]  # before any insertion: none stands in another
        for kind, template, is_inline in chosen.get(number, ()):
            if is_inline and not places:
                continue
            filled, words = writer.fill(template)
            if is_inline:
                place = places.pop(dice.randrange(len(places)))
                new = f"{new[:place]} {filled}{new[place:]}"
                places = [each for each in places if each < place]
                first = last = len(out) + 1
            else:
                first = len(out) + 2
                out += ["", *filled.split("\n"), ""]
                last = len(out)
            made.insertions.append(
                Insertion(kind, first, last, tuple(words["w"]), tuple(words["h"]), tuple(words["m"]))
            )
        out.append(new)
    made.text = "\n".join(out) + "\n"
    return made


def _gaps(lines: list[str]) -> Iterator[int]:
    """Yield the blank lines after which a block of its own can stand."""
    for number, (line, inside) in enumerate(zip(lines, _inside(lines), strict=True)):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if not inside and not line.strip() and not after.startswith((" ", "\t")):
            yield number


def _plain(lines: list[str]) -> Iterator[int]:
    """Yield the lines of prose without any mark."""
    for number, (line, inside) in enumerate(zip(lines, _inside(lines), strict=True)):
        if not inside and _PLAIN.fullmatch(line):
            yield number


def _inside(lines: list[str]) -> Iterator[bool]:
    """Tell of each line whether it stands in the header, a fence, a comment or a table."""
    fence = ""
    for number, line in enumerate(lines):
        mark = re.match(r" {0,3}(`{3,}|~{3,}|:{3,})|(---)$", line) if number == 0 or not fence.startswith("-") else None
        bare = line.strip()
        if fence:
            yield True
            if (bare.startswith(fence) and not bare.strip(fence[0])) or (fence == "---" and bare in ("---", "...")):
                fence = ""
        elif mark and (mark[1] or number == 0):
            fence = mark[1] or "---"
            yield True
        else:
            yield False
