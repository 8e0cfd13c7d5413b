"""The guide and the README are true: what they quote is what the command prints, and they name every option."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from octavo.check import rules
from octavo.source import layouts
from workshop import Workshop

GUIDE = Path(__file__).parents[2] / "source" / "guide"
README = GUIDE.parents[1] / "README.md"
FILE_NAME = re.compile(r"\.(css|html|jpg|js|json|md|png|qmd|svg|toml|yaml)$")
COMMANDS = ("build", "check", "inspect", "adopt", "new", "doctor", "setup check", "schema", "clean")


def page(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def blocks(name: str, opening: str) -> list[str]:
    """The code blocks of a page that begin with a line like this, which is a regular expression."""
    return re.findall(rf"^```{opening}.*?\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE)


def joined(text: str) -> str:
    """A text on one line, as the guide breaks lines where the page ends."""
    return " ".join(text.split())


def test_the_mistakes_of_the_first_article(workshop: Workshop) -> None:
    name = "tutorial/first-article.md"
    (article,) = blocks(name, r"\{#lst-article ")
    mistake = next(each for each in blocks(name, "markdown") if "hive.png" in each)
    header, text = article.replace("page-size", "page-sise").split("[^1]\n", 1)
    workshop.write("keeping-bees.md", f"{header}[^1]\n\n{mistake}{text}")
    ran = workshop.run("build", "keeping-bees.md")
    assert joined(ran.out + ran.err) == joined(blocks(name, "text")[0])
    workshop.write("keeping-bees.md", article)
    assert workshop.run("build", "keeping-bees.md", "-t", "html").out == ""


def test_the_chapter_that_the_first_book_does_not_list(workshop: Workshop) -> None:
    name = "tutorial/first-book.md"
    workshop.run("new", "book", "my-book")
    assert blocks(name, r"\{#lst-chapters ")[0].splitlines()[1:] == [
        line.partition("#")[0].rstrip()
        for line in (workshop.folder / "my-book" / "book.yaml").read_text(encoding="utf-8").splitlines()
        if re.match(r"  ( *- | *chapters:)", line)
    ]
    workshop.write("my-book/wintering.md", next(each for each in blocks(name, "markdown") if "# Wintering" in each))
    ran = workshop.run("build", "my-book", "-t", "html", "--report", "report.json")
    assert joined(ran.out) == joined(blocks(name, "text")[0])
    check_report(json.loads((workshop.folder / "report.json").read_text(encoding="utf-8")))


def check_report(report: dict[str, Any]) -> None:
    """The listing of a report has the keys of a real one; its texts may be cut."""
    listed = json.loads(blocks("reference/report.md", r"\{#lst-report ")[0])
    report["publications"][0]["editions"][0]["pages"] = 11
    for each in (listed, report):  # which kinds and elements there are depends on the text
        each["publications"][0]["agreement"].update(kinds={}, elements={})
    assert keys(listed) == keys(report)
    said = listed["diagnostics"][0]
    for name, value in report["diagnostics"][0].items():
        assert value == said[name] or str(value).startswith(said[name].removesuffix("…"))


def keys(value: Any) -> Any:
    """The keys of a JSON value, in their order; of a list, those of its first member."""
    if isinstance(value, dict):
        return {key: keys(inner) for key, inner in value.items()}
    return [keys(value[0])] if isinstance(value, list) and value else None


def test_the_language_that_is_guessed(workshop: Workshop) -> None:
    workshop.write("ru.md", "# Утро\n\nСолнце светит над городом.\n")
    ran = workshop.run("build", "ru.md", "-t", "html")
    assert joined(blocks("how-to/languages.md", "text")[0]) in [joined(line) for line in ran.lines]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_described(command: str, workshop: Workshop) -> None:
    text = page("reference/command-line.md")
    ran = workshop.spawn(*command.split(), "--help")
    assert ran.code == 0
    for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", ran.out):
        assert f"`{option}" in text or f"`{option}" in page("reference/rules.md"), option
    assert f"octavo {command}" in text


def test_every_option_that_is_described_exists(workshop: Workshop) -> None:
    table = page("reference/command-line.md").partition(": Options of `octavo build`")[0].partition("| Option")[2]
    shown = workshop.spawn("check", "--help").out
    described = re.findall(r"^\| `(--[a-z-]+)", table, re.MULTILINE)
    assert described
    assert [option for option in described if option not in shown] == []


def test_the_rules_that_the_guide_names_exist() -> None:
    families = {each.partition(".")[0] for each in rules.every()}
    named = {
        name
        for path in [*GUIDE.rglob("*.md"), README]
        for name in re.findall(r"`([a-z]+\.[a-z][a-z-]+)`", path.read_text(encoding="utf-8"))
        if name.partition(".")[0] in families and not FILE_NAME.search(name)
    }
    assert "image.no-alt" in named
    assert [name for name in named if not rules.is_known(name)] == []


def test_the_files_of_other_tools_are_named() -> None:
    text = page("how-to/other-tools.md")
    for layout in layouts.table().values():
        for file in layout.signs.files if layout.signs else ():
            assert f"`{file}`" in text, file


def test_the_theme_of_the_guide(workshop: Workshop) -> None:
    (theme,) = blocks("how-to/themes.md", r"\{#lst-theme ")
    workshop.write("themes/meadow/tokens.css", theme)
    workshop.write("x.md", "---\ntitle: T\nlang: en\noctavo: {theme: meadow}\n---\n\nText.\n")
    ran = workshop.run("build", "x.md", "-t", "html")
    assert (ran.code, ran.out) == (0, "")
    assert "#245c4e" in (workshop.folder / "output" / "x.html").read_text(encoding="utf-8")
