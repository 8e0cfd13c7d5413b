"""The Python API: what it exports, that its example runs, and that it does what the command does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import octavo
from workshop import HEADER, Workshop, environment

PAGE = Path(__file__).parents[2] / "source" / "guide" / "reference" / "python.md"
LOUD = "function Str(word) return pandoc.Str(word.text:upper()) end\n"


def test_exported_members() -> None:
    assert sorted(octavo.__all__) == [
        "BuildRecord", "CheckRecord", "Diagnostic", "EditionRecord", "Inspection", "MachineError", "MadeEdition",
        "Observer", "OctavoError", "Options", "Outcome", "Place", "PublicationError", "Severity", "UsageError",
        "__version__", "build", "check", "inspect",
    ]  # fmt: skip
    for name in octavo.__all__:
        assert getattr(octavo, name).__doc__, name
    with pytest.raises(AttributeError, match="'octavo' has no attribute 'nothing'"):
        octavo.nothing  # noqa: B018


def test_the_import_is_cheap() -> None:
    """Nothing but the standard library, and of that nothing that takes long; and functions stay functions."""
    program = (
        "import sys, octavo\nheavy = {'lxml', 'typer', 'rich', 'pydantic', 'weasyprint', 'multiprocessing'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "from octavo.build import session\nfrom octavo.check import rules\n"
        "assert callable(octavo.build) and callable(octavo.check)\n"
    )
    subprocess.run([sys.executable, "-c", program], env=environment(), check=True)


def test_the_guide_names_everything() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in [*octavo.__all__, *octavo.Options.__annotations__]:
        assert name in page, name


def test_the_example_of_the_guide_runs(workshop: Workshop) -> None:
    (example,) = re.findall(
        r"^```\{#lst-python .*?\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    script = workshop.write("publish.py", example)
    workshop.write("b/book.yaml", "title: T\nauthor: A\nlang: en\nchapters: [one.md]\n")
    workshop.write("b/one.md", "# One\n\nWords.[^1]\n\n[^1]: A note.\n\n[^2]: Unused.\n")
    ran = subprocess.run(
        [sys.executable, script, "b"], cwd=workshop.folder, env=environment(), capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    found, pdf, epub = ran.stdout.splitlines()
    assert found.startswith("b/one.md:7:1: warning: ")
    assert re.fullmatch(r"output/b\.pdf: [0-9]+ pages", pdf)
    assert epub == "output/b.epub: no pages"


def test_it_builds_what_the_command_builds(workshop: Workshop) -> None:
    workshop.article("Text.\n\n[^2]: Unused.\n")
    outcome = octavo.build("x.md", cwd=workshop.folder, to="html", output="ours")
    assert outcome.ok(strict=False)
    assert [(each.rule, str(each.place)) for each in outcome.diagnostics] == [("note.unused", "x.md:9:1")]
    assert [(each.format, each.path, each.fresh) for each in outcome.records[0].editions] == [
        ("html", "ours/x.html", True)
    ]
    assert workshop.run("build", "x.md", "-t", "html").code == 0
    assert workshop.digests("ours") == workshop.digests("output")
    again = octavo.build("x.md", cwd=workshop.folder, to="html", output="ours")
    assert not again.records[0].editions[0].fresh


def test_severities_and_strict(workshop: Workshop) -> None:
    workshop.article("Text.\n\n[^2]: Unused.\n")
    options: octavo.Options = {"cwd": workshop.folder, "to": ("html",)}
    assert not octavo.build("x.md", strict=True, **options).records[0].editions
    assert not octavo.build("x.md", rules={"note.unused": "error", "note.*": "off"}, **options).ok(strict=False)
    assert octavo.build("x.md", rules={"note.*": "off"}, strict=True, **options).diagnostics == ()


def test_check_examines(workshop: Workshop) -> None:
    workshop.article("Text. TODO: more.\n")
    outcome = octavo.check("x.md", own=True, cwd=workshop.folder, to="html")
    assert "text.todo" in [each.rule for each in outcome.diagnostics]
    assert {each.name for each in outcome.records[0].checks} == {"agreement"}


def test_inspect_makes_nothing(workshop: Workshop) -> None:
    workshop.article("# Part one\n\nText.\n")
    found = octavo.inspect("x.md", cwd=workshop.folder)
    assert found.publication is not None
    assert found.manuscript is not None
    assert (found.publication.name, found.manuscript.title) == ("x", "A Title")
    assert [file.name for file in workshop.folder.iterdir()] == ["x.md"]
    assert octavo.inspect("y.md", cwd=workshop.folder).publication is None


def test_who_is_told_what_is_done(workshop: Workshop) -> None:
    class Watcher:
        def __init__(self) -> None:
            self.stages: list[str] = []
            self.made: list[str] = []

        def stage(self, text: str) -> None:
            self.stages.append(text)

        def progress(self, done: int, total: int, seconds_left: float | None) -> None:
            assert done <= total
            assert seconds_left is None or seconds_left >= 0

        def edition_made(self, made: octavo.MadeEdition) -> None:
            self.made.append(made.file_name)

    workshop.article("Text.\n")
    watcher = Watcher()
    octavo.build("x.md", cwd=workshop.folder, to=["epub", "html"], observer=watcher)
    assert watcher.stages == [
        "x: reading", "x: setting", "x: making the EPUB edition", "x: making the HTML edition",
        "x: comparing with the source", "x: publishing",
    ]  # fmt: skip
    assert watcher.made == ["x.epub", "x.html"]


def test_a_text_that_is_not_trusted_runs_no_filter(workshop: Workshop) -> None:
    workshop.article("Text.\n", header=HEADER.replace("lang: en\n", "lang: en\noctavo:\n  filters: loud.lua\n"))
    workshop.write("loud.lua", LOUD)
    page = workshop.folder / "output/x.html"
    trusted = octavo.build("x.md", cwd=workshop.folder, to="html")
    assert (trusted.diagnostics, "TEXT." in page.read_text()) == ((), True)
    for _ in range(2):  # the second time from what is kept
        outcome = octavo.build("x.md", cwd=workshop.folder, to="html", trusted=False)
        (found,) = outcome.diagnostics
        assert (found.rule, str(found.place), "'loud.lua'" in found.message) == ("filter.untrusted", "x.md:6:3", True)
        assert "TEXT." not in page.read_text()
    assert octavo.build("x.md", cwd=workshop.folder, to="html").diagnostics == ()
    assert "TEXT." in page.read_text()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"to": "docx"}, "there is no format 'docx'"),
        ({"layout": "docx"}, "there is no layout 'docx'"),
        ({"rules": {"no.such": "off"}}, "there is no rule 'no.such'"),
        ({"rules": {"note.unused": "bad"}}, "there is no severity 'bad'"),
        ({"baseline": "none.json"}, "none.json"),
    ],
)
def test_a_wrong_call_raises(options: octavo.Options, message: str, workshop: Workshop) -> None:
    workshop.article("Text.\n")
    with pytest.raises(octavo.UsageError, match=message):
        octavo.build("x.md", cwd=workshop.folder, **options)


def test_an_unknown_option_raises(workshop: Workshop) -> None:
    with pytest.raises(TypeError, match="colour"):
        octavo.build("x.md", cwd=workshop.folder, colour="red")  # type: ignore[call-arg]
