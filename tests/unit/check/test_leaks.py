"""Marks of other tools: each is found where readers would see it, at its line, and not where it is meant to be seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import octavo
from octavo.check.marks import MARKS
from octavo.model.diagnostic import LEAKED, folded

SAMPLES = (
    ("So.\n+++\ntitle = 'Bees'\n+++", "Hugo or Zola", "+++"),
    ("So. ![[hive.png]] Yes.", "Obsidian", "![[hive.png]]"),
    ("So [[hive.org][the hive]] hums.", "Org mode", "[[hive.org][the hive]]"),
    ("See [[The hive|it]] and [[2024-05-01]].", "Obsidian, Logseq or MediaWiki", "[[The hive|it]]"),
    ("Bees ==dance== here.", "Obsidian, Typora or markdown-it", "==dance=="),
    ("蜜蜂==跳舞==吗。", "Obsidian, Typora or markdown-it", "==跳舞=="),
    ("Bees %%ask Karl%% dance.", "Obsidian", "%%ask Karl%%"),
    ("Bees dance in the hive. ^dance", "Obsidian", "^dance"),
    ("So ((0f3a5b7c-1234-4abc-9def-0123456789ab)) it is.", "Logseq", "((0f3a5b7c-1234-4abc-9def-0123456789ab))"),
    ("status:: in the hive", "Logseq or Dataview", "status::"),
    ("The bee [mood:: good] dances.", "Dataview", "mood::"),
    ("[[_TOC_]]", "GitLab, Azure or VitePress", "[[_TOC_]]"),
    ("[TOC]", "Python-Markdown", "[TOC]"),
    ("Bees '''dance''' here.", "MediaWiki", "'''dance'''"),
    ('{| class="wikitable"', "MediaWiki", '{| class="wikitable"'),
    ("== The hive ==", "AsciiDoc or MediaWiki", "== The hive =="),
    (":::tip Listen to them\nThey hum.\n:::", "Pandoc, Docusaurus, VitePress or MyST", ":::tip Listen to them"),
    ("See :kbd[Ctrl] and ::video{#hive} here.", "remark", ":kbd[Ctrl]"),
    ("So ::video{#hive} here.", "remark or MyST", "::video{#hive}"),
    ('!!! note "Bees"\n    They hum.', "MkDocs", '!!! note "Bees"'),
    ("??? tip\n    They hum.", "MkDocs", "??? tip"),
    ('=== "Bees"\n    They hum.', "MkDocs", '=== "Bees"'),
    ("/// note | Bees\nThey hum.\n///", "MkDocs", "/// note | Bees"),
    ("So\n--8<-- 'hive.md'", "MkDocs", "--8<--"),
    ("Press ++ctrl+alt++ now.", "MkDocs", "++ctrl+alt++"),
    ("> So [!info] they hum.", "Obsidian or GitHub", "[!info]"),
    ("So [!INCLUDE hive] it is.", "DocFX", "[!INCLUDE hive"),
    ("W> Bees sting.", "Leanpub", "W> Bees sting."),
    ("{pagebreak}", "Leanpub", "{pagebreak}"),
    ("{class: tip}", "Leanpub", "{class: tip}"),
    ("!> Bees sting.", "Docsify", "!> Bees sting."),
    ("So {{< pagebreak >}} it is.", "Quarto", "{{< pagebreak >}}"),
    ('So {{< ref "hive" >}} it is.', "Hugo", '{{< ref "hive" >}}'),
    ("So {{% notice %}} it is.", "Hugo", "{{% notice %}}"),
    ("So {{#include hive.md}} it is.", "mdBook", "{{#include hive.md}}"),
    ("So {{ page.title }} it is.", "Jekyll", "{{ page.title }}"),
    ("So {{ book.title }} it is.", "GitBook or HonKit", "{{ book.title }}"),
    ("So {{embed ((x))}} it is.", "Logseq", "{{embed ((x))}}"),
    ('So {{ url_for("hive") }} it is.', "Jinja, Liquid or Handlebars", '{{ url_for("hive") }}'),
    ('{% hint style="info" %}', "GitBook or HonKit", '{% hint style="info" %}'),
    ("So {% post_link hive %} it is.", "Hexo", "{% post_link hive %}"),
    ("So {% include hive.html %} it is.", "Jekyll or Liquid", "{% include hive.html %}"),
    ("So {# ask Karl #} it is.", "Jinja", "{# ask Karl #}"),
    ("So <%= hive %> it is.", "EJS or ERB", "<%= hive %>"),
    ("So ${toc} it is.", "Markdown Magic or Docsify", "${toc}"),
    ("[source,python]", "AsciiDoc", "[source,python]"),
    ("|===", "AsciiDoc", "|==="),
    ("So xref:hive[the hive] hums.", "AsciiDoc", "xref:hive[the hive]"),
    (":toc: left", "AsciiDoc or reStructuredText", ":toc:"),
    (".. note::\n   They hum.", "reStructuredText", ".. note::"),
    (".. _hive:", "reStructuredText", ".. _hive:"),
    ("So :ref:`hive` hums.", "reStructuredText", ":ref:"),
    ("So it hums::\n\n  hum()", "reStructuredText", "::"),
    ("So {download}`hive` hums.", "MyST", "{download}"),
    ("(hive)=", "MyST", "(hive)="),
    ("% ask Karl", "MyST or LaTeX", "% ask Karl"),
    ("#+TITLE: Bees", "Org mode", "#+TITLE:"),
    (":PROPERTIES:", "Org mode", ":PROPERTIES:"),
    ("h2. The hive", "Textile or Jira", "h2. The hive"),
    ("So {color:red}it{color} hums.", "Jira or Confluence", "{color:red}"),
    ("So [b]it[/b] hums.", "forums (BBCode)", "[/b]"),
    ("@startuml", "PlantUML", "@startuml"),
    ("import Hive from '@site/hive';", "MDX", "import Hive from '@site/hive';"),
    ("export const bees = 5;", "MDX", "export const bees = 5;"),
    ("So {/* ask Karl */} it is.", "MDX", "{/* ask Karl */}"),
    ("So {props.bees} dance.", "MDX", "{props.bees}"),
    ("So <Bees {...them} /> dance.", "MDX or Vue", "<Bees {...them} />"),
    ("So <p style={{color: 1}}> it is.", "MDX", "<p style={{color: 1}}>"),
    ("<>", "MDX", "<>"),
    ("<<< @/hive.js", "VitePress", "<<< @/hive.js"),
    ('@import "hive.md"', "Markdown Preview Enhanced", '@import "hive.md"'),
    ("Bees dance.\n{: .lead #dance}", "kramdown", "{: .lead #dance}"),
    ("Bees {#dance .lead} dance.", "Pandoc", "{#dance .lead}"),
    (r"See \@ref(fig:hive) here.", "bookdown", r"\@ref(fig:hive)"),
    (r"So (\#eq:hive) it is.", "bookdown", r"(\#eq:hive)"),
    ("So (ref:hive) it is.", "bookdown", "(ref:hive)"),
    ("There are `r nrow(bees)` bees.", "R Markdown", "r nrow(bees)"),
    ("There are `{python} len(bees)` bees.", "Quarto", "{python} len(bees)"),
    ("It is `= this.bees` now.", "Dataview", "= this.bees"),
    ("So:\n\n```{warning} Bees\nThey sting.\n```", "MyST", "{warning} Bees"),
    ("So:\n\n```dataview\nlist\n```", "Obsidian", "dataview"),
    ("So:\n\n$$\nx^2\n\ny\n$$", "TeX", "$$"),
    ("So ^[a note\n\nhere] it is.", "Pandoc", ""),
    ("So it hums. ## The hive", "Markdown", "## The hive"),
    ("##The hive", "Markdown", "##The hive"),
    ("So [the hive][label] hums.", "Markdown", "[the hive][label]"),
    ("So it hums.\n[hive]: https://example.org", "Markdown", "[hive]:"),
    ("So it hums.\n*[HTML]: a language", "MkDocs or PHP Markdown Extra", "*[HTML]:"),
    ("So <!-- it hums.", "HTML", "<!--"),
    ("Bees :honeybee: dance.", "GitHub or Slack", ":honeybee:"),
    ("^code hive", "another tool", "^code hive"),
    ("Bees dance[^dance] here.", "", "[^dance]"),
)
"""A piece of text, the tool that it is of, and what of it is the mark."""
SHOWN = [sample for sample in SAMPLES if sample[2]]


def findings(folder: Path, text: str) -> list[tuple[int, str]]:
    """Return the lines and messages of what leaks out of an article."""
    file = folder / "x.md"
    file.write_text(f"---\ntitle: Bees\nlang: en\n---\n\n{text}\n", encoding="utf-8")
    rules = ("markup.leaked", "note.missing")
    return [(each.place.line, each.message) for each in octavo.inspect(file).diagnostics if each.rule in rules]


def test_each_mark_is_reported_at_its_line(tmp_path: Path) -> None:
    text, wanted = "", []
    for sample, tool, mark in SHOWN:
        row = sample.split(mark)[0].count("\n") if mark in sample else 0
        shown = mark if len(mark) <= 40 else f"{mark[:39]}…"
        wanted.append((text.count("\n") + 6 + row, f"'{shown}'", tool))
        text += f"{sample}\n\nThe next one.\n\n"
    found = findings(tmp_path, text)
    assert [
        (line, mark, tool)
        for line, mark, tool in wanted
        if not any(line == at and said.startswith(mark) and tool in said for at, said in found)
    ] == []


@pytest.mark.parametrize("how", ["`` {} ``", "<code>{}</code>", "`````\n{}\n`````", "    {}"])
def test_a_mark_in_code_is_meant_to_be_seen(tmp_path: Path, how: str) -> None:
    lines = {sample.split("\n")[0] for sample, *_ in SAMPLES if "`" not in sample}
    if "<" in how:
        lines = {re.sub(r"([&<\\*])", lambda found: f"&#{ord(found[0])};", line) for line in lines}
    text = "\n\nSo it is written.\n\n".join(how.format(line) for line in sorted(lines))
    assert findings(tmp_path, text) == []


def test_an_escaped_mark_is_meant_to_be_seen(tmp_path: Path) -> None:
    escaped = [re.sub(r"([^\w\s])", r"\\\1", sample.split("\n")[0]) for sample, *_ in SAMPLES]
    lines = [line for line in escaped if not re.match(r"import|export|h2|So it hums|Bees dance|W", line)]
    assert findings(tmp_path, "\n\nSo it is.\n\n".join(lines)) == []


def test_every_tool_has_a_sample() -> None:
    assert {mark.tool for mark in MARKS} - {tool for _, tool, _ in SAMPLES} == {
        "Jekyll, Hugo or Obsidian",
        "LaTeX",
        "XML",
    }


def test_many_marks_of_a_kind_in_a_file_are_shown_as_one(tmp_path: Path) -> None:
    text = "\n\n".join(f"See [[bee {row}]]." for row in range(9)) + "\n\nThe {{ page.hive }}.\n"
    (tmp_path / "x.md").write_text(f"---\ntitle: Bees\nlang: en\n---\n\n{text}", encoding="utf-8")
    found = octavo.inspect(tmp_path / "x.md").diagnostics
    assert [each.rule for each in found] == [LEAKED] * 10
    first, last = folded(found, is_foreign=False)
    assert first.message.startswith("'[[bee 0]]' is")
    assert first.message.endswith(", and 8 more like it")
    assert last == found[-1]
