"""What is there for continuous integration: each file is what its service reads, and does what it says, here."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import Any

import pytest
from ruamel.yaml import YAML

from workshop import SRC, Workshop, environment

ROOT = SRC.parent
CI = ROOT / "tools" / "ci"
GUIDE = ROOT / "source" / "guide" / "how-to" / "continuous-integration.md"

pytestmark = pytest.mark.skipif(not CI.is_dir(), reason="the tests run outside a checkout")


def read(text: str) -> Any:
    return YAML(typ="safe").load(text)


def action() -> dict[str, Any]:
    said: dict[str, Any] = read((CI / "action" / "action.yml").read_text(encoding="utf-8"))
    return said


def step(name: str, workshop: Workshop, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does: its shell, its environment, in the folder of the texts."""
    said = action()
    given = {key: each.get("default", "") for key, each in said["inputs"].items()} | inputs
    (found,) = (each for each in said["runs"]["steps"] if each["name"] == name)
    assert found["shell"] == "bash"
    assert "${{" not in found["run"]  # what somebody writes into an input must never become a command
    named = {key: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value) for key, value in found["env"].items()}
    env = {key: given[match[1]] for key, match in named.items() if match}
    assert env.keys() == found["env"].keys()
    env |= {"GITHUB_ACTION_PATH": str(CI / "action"), "GITHUB_STEP_SUMMARY": str(workshop.folder / "summary.md")}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]]
    return subprocess.run(
        command, cwd=workshop.folder, env=environment(env), capture_output=True, encoding="utf-8", check=False
    )


def test_the_action_is_one() -> None:
    said = action()
    assert said["runs"]["using"] == "composite"
    for each in said["runs"]["steps"]:
        assert ("uses" in each) != ("run" in each)
        assert "name" in each
    used = set(re.findall(r"inputs\.([\w-]+)", (CI / "action" / "action.yml").read_text(encoding="utf-8")))
    assert used == said["inputs"].keys()
    assert (CI / "action" / "../../setup.sh").is_file()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or not (ROOT / ".venv/bin/octavo").is_file(), reason="needs what make sets up")
def test_the_step_of_the_action_checks_a_folder_of_texts(workshop: Workshop) -> None:
    workshop.article("See [here](https://example.org/).\n", "source/x.md")
    ran = step("Build and check", workshop, validators="false", options="--to html --jobs 1")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout == (
        "::warning file=source/x.md,line=7,col=5,title=link.vague::the link text is only 'here' "
        "— use words that say where it leads\n"
    )
    assert (
        "| warning | source/x.md:7:5 | the link text is only 'here' |" in (workshop.folder / "summary.md").read_text()
    )
    for name in (action()["outputs"][each]["value"] for each in ("report", "page")):
        assert (workshop.folder / name).stat().st_size > 1000
    strict = step("Build and check", workshop, validators="false", options="--to html --strict", source="source/x.md")
    assert strict.returncode == 1


def test_nothing_is_written_for_github_that_is_not_asked_for(workshop: Workshop) -> None:
    workshop.article("Text.\n")
    ran = workshop.spawn("build", "x.md", "-thtml", "-j1", env={"GITHUB_STEP_SUMMARY": "summary.md"})
    assert ran.code == 0
    assert not (workshop.folder / "summary.md").exists()


def test_the_hook_names_what_the_command_has(workshop: Workshop) -> None:
    (hook,) = read((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook.keys() >= {"id", "name", "entry", "language", "files", "pass_filenames"}
    assert [bool(re.search(hook["files"], name)) for name in ("a/b.md", "book.yaml", "x.py")] == [True, True, False]
    program, *arguments = hook["entry"].split()
    assert program == "octavo"
    workshop.article("See [here](https://example.org/).\n", "source/x.md")
    assert workshop.run(*arguments, "-j1").rules == ["link.vague"]


def test_the_job_for_gitlab_writes_what_gitlab_reads(workshop: Workshop) -> None:
    (job,) = read((CI / "gitlab.yml").read_text(encoding="utf-8")).values()
    (line,) = job["script"]
    command, target = line.split(" > ")
    workshop.article("See [here](https://example.org/).\n", "source/x.md")
    ran = workshop.run(*command.split()[1:], "-thtml", "-j1")
    (issue,) = json.loads(ran.out)
    assert (issue["check_name"], issue["location"]["lines"]["begin"]) == ("link.vague", 7)
    assert job["artifacts"]["reports"]["codequality"] == target
    assert {"output/", "octavo-report.html"} == set(job["artifacts"]["paths"])
    assert (ROOT / job["before_script"][0].split()[0].removeprefix("octavo/")).is_file()


def test_the_image_is_made_by_the_set_up() -> None:
    said = (CI / "Dockerfile").read_text(encoding="utf-8")
    words = [line.split(" ", 1)[0] for line in re.sub(r"\\\n", "", said).splitlines() if line and line[0] != "#"]
    assert words == ["FROM", "RUN", "WORKDIR", "COPY", "RUN", "ENV", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert "tools/setup.sh check" in said
    setup = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    system = re.findall(r"^\s+((?:[a-z0-9.+-]+ ?)+) \\$", said, re.MULTILINE)
    for package in " ".join(system).split():
        assert package in setup, package  # so that the set-up finds nothing left to install


def test_the_guide_shows_what_is_there() -> None:
    """Its listings are YAML, and name options and files that there are."""
    text = GUIDE.read_text(encoding="utf-8")
    listings = re.findall(r"^```(?:yaml|\{[^}]*\.yaml[^}]*\})\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(listings) >= 4
    said = [read(each) for each in listings]
    assert all(isinstance(each, dict) for each in said)
    (job,) = (each["book"] for each in said if "book" in each)
    assert job == read((CI / "gitlab.yml").read_text(encoding="utf-8"))["book"]
    inputs = [each["with"] for one in said if "jobs" in one for job in one["jobs"].values() for each in job["steps"]
              if "tools/ci/action" in each.get("uses", "")]  # fmt: skip
    assert inputs
    assert {key for each in inputs for key in each} <= action()["inputs"].keys()
