"""The forms that programs read: SARIF by its schema, GitHub's commands, GitLab's report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.check import rules
from octavo.model.diagnostic import Diagnostic, Place, Severity, error, info, warning
from octavo.report import github, gitlab, sarif
from octavo.report.lines import SourceLines

TEXT = "# One\n\nSee [here](#x) and [here](#y).\n\nTODO\n\nTODO\n"
FOUND = [
    error("link.broken-anchor", "no heading is called 'x'", Place("a b.md", 3, 5), "fix it"),
    warning("text.todo", "'TODO' is still in the text", Place("a b.md", 5, 1)),
    warning("text.todo", "'TODO' is still in the text", Place("a b.md", 7, 1)),
    info("vnu.error", "it said so", Place("/away/x.md"), edition="html"),
    Diagnostic("print.over-margin", Severity.WARNING, "on page iv, it", Place("a b.md", 3), "", "pdf", ("iv",)),
]


@pytest.fixture
def lines(tmp_path: Path) -> SourceLines:
    (tmp_path / "a b.md").write_text(TEXT, encoding="utf-8")
    return SourceLines(["."], tmp_path)


# What the schema of SARIF 2.1.0 says of the objects that octavo writes: each property with its type, those that must
# be there marked. Nothing else may be in them.
TEXTS = {"text!": str, "markdown": str}
SCHEMA: dict[str, Any] = {
    "$schema": str,
    "version!": str,
    "runs!": [
        {
            "tool!": {
                "driver!": {
                    "name!": str,
                    "version": str,
                    "semanticVersion": str,
                    "rules": [
                        {
                            "id!": str,
                            "name": str,
                            "shortDescription": TEXTS,
                            "fullDescription": TEXTS,
                            "help": TEXTS,
                            "defaultConfiguration": {"enabled": bool, "level": {"none", "note", "warning", "error"}},
                        }
                    ],
                }
            },
            "originalUriBaseIds": {"SRCROOT": {"description": TEXTS}},
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": {"none", "note", "warning", "error"},
                    "message!": TEXTS,
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": str, "uriBaseId": str},
                                "region": {"startLine": int, "startColumn": int, "endColumn": int},
                            }
                        }
                    ],
                    "partialFingerprints": {"octavoFinding/v1": str},
                    "properties": {"edition": str, "pages": list},
                }
            ],
        }
    ],
}


def against(schema: Any, value: Any, path: str = "") -> None:
    if isinstance(schema, dict):
        allowed = {name.removesuffix("!"): inner for name, inner in schema.items()}
        assert value.keys() <= allowed.keys(), path
        assert {name[:-1] for name in schema if name.endswith("!")} <= value.keys(), path
        for name, inner in value.items():
            against(allowed[name], inner, f"{path}/{name}")
    elif isinstance(schema, list):
        for row, inner in enumerate(value):
            against(schema[0], inner, f"{path}/{row}")
    elif isinstance(schema, set):
        assert value in schema, path
    else:
        assert type(value) is schema, path


def test_sarif_keeps_to_its_schema(lines: SourceLines) -> None:
    log = sarif.log(FOUND, rules.every(), lines)
    against(SCHEMA, log)
    against(SCHEMA, sarif.log([], rules.every(), lines))
    (run,) = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert ids == ["link.broken-anchor", "print.over-margin", "text.todo", "vnu.error"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"].get("region", {"startLine": 1})
        assert region["startLine"] >= 1
        assert 1 <= region.get("startColumn", 1) < region.get("endColumn", 2)
    first, _, _, away, printed = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.md", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 3, "startColumn": 5, "endColumn": 15},
    }
    assert away["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "file:///away/x.md"}}
    assert printed["properties"] == {"edition": "pdf", "pages": ["iv"]}
    assert run["originalUriBaseIds"].keys() == {"SRCROOT"}


def test_every_rule_can_be_told_of_in_sarif(lines: SourceLines) -> None:
    found = [error(name, "m", Place("a b.md", 1, 1)) for name in rules.every()]
    log = sarif.log(found, rules.every(), lines)
    against(SCHEMA, log)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["fullDescription"]["text"].endswith((".", "?", "!"))
        assert "@sec" not in str(rule)


def test_fingerprints_stay_when_lines_move(lines: SourceLines, tmp_path: Path) -> None:
    def names(found: list[Diagnostic], those: SourceLines) -> list[str]:
        (run,) = sarif.log(found, {}, those)["runs"]
        return [each["partialFingerprints"]["octavoFinding/v1"] for each in run["results"]]

    before = names(FOUND[:3], lines)
    assert len(set(before)) == 3  # the same words twice are two findings
    (tmp_path / "a b.md").write_text("New.\n\n" + TEXT, encoding="utf-8")
    moved = [
        Diagnostic(d.rule, d.severity, d.message, Place(d.place.file, d.place.line + 2, d.place.column), d.hint)
        for d in FOUND[:3]
    ]
    assert names(moved, SourceLines(["."], tmp_path)) == before


def test_github_takes_ten_of_a_kind() -> None:
    found = [warning("a.b", f"number {n}", Place("::add-mask::x.md", n, 1)) for n in range(1, 13)]
    said = list(github.lines([*found, error("c.d", "e", Place("x.md"))]))
    assert sum(line.startswith("::warning ") for line in said) == 10
    assert sum(line.startswith("::error ") for line in said) == 1
    assert said[-4:] == [
        "::group::2 more findings, beyond GitHub's limit of annotations",
        "- ::add-mask::x.md:11:1: warning: number 11 [a.b]",
        "- ::add-mask::x.md:12:1: warning: number 12 [a.b]",
        "::endgroup::",
    ]


def test_what_github_would_take_for_its_own_is_escaped() -> None:
    found = error("a.b", "100 %: one,\r\ntwo::three", Place("a:b,c%.md", 2, 3), "so")
    assert github.line(found) == (
        "::error file=a%3Ab%2Cc%25.md,line=2,col=3,title=a.b::100 %25: one,%0D%0Atwo::three — so"
    )


def test_the_summary_is_a_table_in_which_nothing_is_markup() -> None:
    said = github.summary([error("a.b", "a | <b> `c` *d* @e #1", Place("x_y.md", 2, 3))])
    assert said.splitlines() == [
        "### octavo: 1 error", "",
        "| severity | place | finding | fix | rule |", "|---|---|---|---|---|",
        r"| error | x\_y.md:2:3 | a \| &lt;b> \`c\` \*d\* \@e \#1 |  | a.b |", "",
    ]  # fmt: skip
    assert github.summary([]) == "### octavo: no findings\n\n"
    many = github.summary([error("a.b", "m" * 200, Place("x.md", 2, 3))] * 9000)
    assert len(many.encode()) < 1_000_000
    assert "8500 more are in the log" in many


def test_gitlab_has_a_line_and_a_name_for_each(lines: SourceLines) -> None:
    issues = gitlab.issues(FOUND, lines)
    assert [each["severity"] for each in issues] == ["critical", "major", "major", "info", "major"]
    assert issues[0]["location"] == {"path": "a b.md", "lines": {"begin": 3}}
    assert issues[3]["location"]["lines"] == {"begin": 1}
    assert len({each["fingerprint"] for each in issues}) == 5
    assert all(each.keys() == {"description", "check_name", "fingerprint", "severity", "location"} for each in issues)
