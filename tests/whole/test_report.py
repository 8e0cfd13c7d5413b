"""The report, and the other forms in which a run says what it found: contracts that scripts rely on."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from octavo.check import validators
from octavo.check.validators import Unavailable
from workshop import Workshop, report_of

COUNTS = {"words", "headings", "figures", "tables", "notes", "equations", "links"}
BODY = """## One

Some [link](https://example.org) and $x$.[^1]

| A |
|---|
| 1 |

[^1]: A note.

[^2]: Unused.
"""


def test_the_shape_of_the_report(workshop: Workshop) -> None:
    workshop.article(BODY)
    report = report_of(workshop, "x.md", "-j1")
    assert report.keys() >= {"schema", "octavo", "ok", "seconds", "publications", "diagnostics"}
    assert (report["schema"], report["ok"]) == (1, True)
    (made,) = report["publications"]
    assert made.keys() >= {"name", "title", "kind", "source", "lang", "manuscript", "editions", "checks", "work"}
    assert (made["name"], made["title"], made["kind"]) == ("x", "A Title", "article")
    assert (made["source"], made["lang"]) == ("x.md", "en")
    assert made["manuscript"].keys() >= COUNTS | {"chapters"}
    wanted = {"headings": 2, "figures": 0, "tables": 1, "notes": 1, "equations": 1, "links": 1}
    assert {key: made["manuscript"][key] for key in wanted} == wanted
    assert made["work"].keys() >= {"chapters", "parsed", "gatherings", "rendered", "bound"}
    assert [edition["format"] for edition in made["editions"]] == ["pdf", "epub", "html"]
    for edition in made["editions"]:
        assert edition.keys() >= {"format", "path", "bytes", "sha256", "fresh", "counts"}
        assert edition["counts"] == {key: made["manuscript"][key] for key in COUNTS}
        data = (workshop.folder / edition["path"]).read_bytes()
        assert (edition["bytes"], edition["sha256"]) == (len(data), sha256(data).hexdigest())
        assert edition["path"] == f"output/x.{edition['format']}"
    assert made["editions"][0]["pages"] == 1
    for check in made["checks"]:
        assert check.keys() >= {"name", "version", "format", "status", "errors", "warnings", "seconds", "reason"}
        assert check["status"] in ("passed", "failed", "skipped")
    (found,) = report["diagnostics"]
    assert found.keys() >= {"rule", "severity", "message", "file", "line", "column", "hint", "edition"}
    assert (found["rule"], found["severity"], found["file"], found["line"]) == ("note.unused", "warning", "x.md", 17)
    assert found["edition"] is None


def test_the_report_of_a_build_that_fails(workshop: Workshop) -> None:
    workshop.article("[a](#nowhere)\n")
    report = report_of(workshop, "x.md")
    assert report["ok"] is False
    assert [found["rule"] for found in report["diagnostics"]] == ["link.broken-anchor"]
    (made,) = report["publications"]
    assert made["editions"] == []


def test_the_report_of_nothing(workshop: Workshop) -> None:
    report = report_of(workshop, "none.md")
    assert (report["ok"], report["publications"]) == (False, [])
    assert [found["rule"] for found in report["diagnostics"]] == ["source.missing"]


def test_diagnostics_as_json(workshop: Workshop) -> None:
    workshop.article(BODY)
    ran = workshop.run("build", "x.md", "-j1", "-thtml", "--diagnostics", "json")
    (found,) = json.loads(ran.out)
    assert (found["rule"], found["line"]) == ("note.unused", 17)


def test_diagnostics_as_sarif(workshop: Workshop) -> None:
    workshop.article(BODY)
    ran = workshop.run("build", "x.md", "-j1", "-thtml", "--diagnostics", "sarif")
    log = json.loads(ran.out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("note.unused", "warning")
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("x.md", 17)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["note.unused"]


def test_diagnostics_for_github(workshop: Workshop) -> None:
    workshop.article("![a%b](p,q.png)\n")
    ran = workshop.run("build", "x.md", "--diagnostics", "github")
    assert ran.lines[0].startswith(
        "::error file=x.md,line=7,col=1,title=image.missing::the image 'p,q.png' does not exist"
    )


@pytest.mark.parametrize("shape", ["json", "sarif"])
def test_nothing_found_is_still_readable(shape: str, workshop: Workshop) -> None:
    workshop.article("Text.\n")
    ran = workshop.run("build", "x.md", "-j1", "-thtml", "--diagnostics", shape)
    assert ran.code == 0
    assert json.loads(ran.out) == [] or json.loads(ran.out)["runs"][0]["results"] == []


def test_standard_output_holds_findings_only(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    ran = workshop.run("build", "x.md", "-j1", "-v")
    assert ran.out == ""
    assert "output/x.pdf" in ran.err
    quiet = workshop.run("build", "x.md", "-j1", "-q")
    assert (quiet.out, quiet.err) == ("", "")


def test_inspect_shows_what_is_understood(workshop: Workshop) -> None:
    workshop.article(BODY)
    ran = workshop.run("inspect", "x.md", "--json")
    assert ran.code == 0
    shown = json.loads(ran.out)
    assert (shown["title"], shown["counts"]["notes"], shown["metadata"]["lang"]) == ("A Title", 1, "en")
    assert [each["text"] for each in shown["contents"]] == ["A Title", "One"]
    assert not (workshop.folder / "output").exists()
    assert not (workshop.folder / ".octavo").exists()
    assert workshop.run("inspect", "none.md").code == 2


def test_a_new_article_builds(workshop: Workshop) -> None:
    assert workshop.run("new", "article", "source/my-essay.md").code == 0
    ran = workshop.run("build", "-j1", "--strict")
    assert (ran.out, ran.code) == ("", 0)
    before = (workshop.folder / "source/my-essay.md").read_bytes()
    assert workshop.run("new", "article", "source/my-essay.md").code == 2
    assert (workshop.folder / "source/my-essay.md").read_bytes() == before


WIDE = "```\nlet total = " + " + ".join(f"number_{n}" for n in range(12)) + ";\n```\n"


def test_what_is_found_in_print_names_its_page(workshop: Workshop) -> None:
    workshop.article(WIDE)
    arguments = ("check", "x.md", "-j1", "-tpdf", "--own", "--report", "report.json", "--html-report", "report.html")
    for _ in range(2):  # the second time from what is kept
        assert workshop.run(*arguments).code == 0
        report = json.loads((workshop.folder / "report.json").read_text(encoding="utf-8"))
        assert [(each["rule"], each["pages"]) for each in report["diagnostics"]] == [("print.wrapped-code", ["1"])]
        page = (workshop.folder / "report.html").read_text(encoding="utf-8")
        assert '<a href="#b0-p0">see page 1</a>' in page
        assert page.count("data:image/webp;base64,") == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vnu", "axe"])
def test_validators_find_nothing_in_the_page_of_the_report(name: str, workshop: Workshop) -> None:
    validator = next(each for each in validators.VALIDATORS if name == each.name)
    if isinstance(there := validator.find(), Unavailable):
        pytest.skip(f"{name}: {there.reason}")
    workshop.article("[a](#nowhere) & <tags> ![](none.png)\n" + BODY, "y.md")
    workshop.article(WIDE + "\nTODO\n\n" * 12)
    workshop.run("check", "x.md", "y.md", "-j1", "-tpdf", "--own", "--html-report", "report.html")
    found = validator.run([workshop.folder / "report.html"], 120)
    assert [f"{each.severity} {each.id} {each.message} {each.location}" for each in found] == []
