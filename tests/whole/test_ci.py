"""What is there for continuous integration: each file is what its service reads, and does what it says, here."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from fresh_machine import Machine, copy_checkout
from workshop import HEADER, SRC, Workshop, environment

ROOT = SRC.parent
CI = ROOT / "tools" / "ci"
GUIDE = ROOT / "source" / "guide" / "how-to" / "continuous-integration.md"

pytestmark = pytest.mark.skipif(not CI.is_dir(), reason="the tests run outside a checkout")


def read(text: str) -> Any:
    return YAML(typ="safe").load(text)


def action() -> dict[str, Any]:
    said: dict[str, Any] = read((CI / "action" / "action.yml").read_text(encoding="utf-8"))
    return said


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with octavo's checkout in book/octavo, where the job for GitLab expects it."""
    return Machine.make(tmp_path_factory.mktemp("machine"), "book/octavo")


class GitHub:
    """Runs the steps of the action as GitHub does: its shell, its files for later steps, in the folder of the texts."""

    def __init__(self, machine: Machine, folder: Path, **inputs: str) -> None:
        self.machine, self.folder = machine, folder
        self.given = {key: each.get("default", "") for key, each in action()["inputs"].items()} | inputs
        self.files = {name: folder / name for name in ("GITHUB_PATH", "GITHUB_ENV", "GITHUB_STEP_SUMMARY")}
        for file in self.files.values():
            file.touch()

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        (found,) = (each for each in action()["runs"]["steps"] if each["name"] == name)
        assert found["shell"] == "bash"
        assert "${{" not in found["run"]  # what somebody writes into an input must never become a command
        named = {key: re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", value) for key, value in found["env"].items()}
        env = {key: self.given[match[1]] for key, match in named.items() if match}
        assert env.keys() == found["env"].keys()
        return self.run(found["run"], env)

    def run(self, script: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script, with what earlier steps have added to the path and to the environment."""
        later = dict(line.split("=", 1) for line in self.files["GITHUB_ENV"].read_text().splitlines())
        path = [*reversed(self.files["GITHUB_PATH"].read_text().split()), str(self.machine.folder / "bin"), "/usr/bin"]
        files = {name: str(file) for name, file in self.files.items()}
        folder = self.machine.folder / "book/octavo/tools/ci/action"
        own = {"GITHUB_ACTION_PATH": str(folder), "PATH": os.pathsep.join([*path, "/bin"]), **files, **later}
        return self.machine.run(script, self.folder, {**own, **(env or {})})


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
def test_the_steps_of_the_action_set_up_and_check(workshop: Workshop, machine: Machine) -> None:
    workshop.article("See [here](https://example.org/).\n", "source/x.md")
    github = GitHub(machine, workshop.folder, validators="false", options="--to html --jobs 1", sarif="octavo.sarif")
    ready = github.step("Set up octavo")
    assert ready.returncode == 0, ready.stdout + ready.stderr
    ran = github.step("Build and check")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout == (
        "::warning file=source/x.md,line=7,col=5,title=link.vague::the link text is only 'here' "
        "— use words that say where it leads\n"
    )
    summary = github.files["GITHUB_STEP_SUMMARY"].read_text()
    assert "| warning | source/x.md:7:5 | the link text is only 'here' |" in summary
    for name in (action()["outputs"][each]["value"] for each in ("report", "page")):
        assert (workshop.folder / name).stat().st_size > 1000
    (found,) = json.loads((workshop.folder / "octavo.sarif").read_text())["runs"][0]["results"]
    assert found["ruleId"] == "link.vague"
    later = github.run("octavo inspect source/x.md")  # a step of the author's own
    assert later.returncode == 0, later.stderr
    for options, status in ("--to html --strict", 1), ("--nonsense", 2), ("--to html --require vnu", 2):
        (workshop.folder / "octavo.sarif").unlink(missing_ok=True)
        failing = GitHub(machine, workshop.folder, validators="false", options=options, sarif="octavo.sarif")
        assert failing.step("Build and check").returncode == status
        assert (workshop.folder / "octavo.sarif").exists() == (status == 1)


@pytest.mark.slow
def test_the_job_for_gitlab_runs(machine: Machine) -> None:
    (job,) = read((CI / "gitlab.yml").read_text(encoding="utf-8")).values()
    book = machine.folder / "book"
    (book / "source").mkdir()
    (book / "source/x.md").write_text(HEADER + "See [here](https://example.org/).\n", encoding="utf-8")
    ran = machine.run("\n".join([*job["before_script"], *job["script"]]), book)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (issue,) = json.loads((book / job["artifacts"]["reports"]["codequality"]).read_text())
    assert (issue["check_name"], issue["location"]["lines"]["begin"]) == ("link.vague", 7)
    assert all((book / path).exists() for path in (*job["artifacts"]["paths"], *job["cache"]["paths"]))


@pytest.mark.slow
def test_the_image_runs_octavo_in_the_folder_of_the_texts(workshop: Workshop, machine: Machine) -> None:
    """What the Dockerfile says of paths holds, with the checkout in the place of /opt/octavo."""
    said = re.sub(r"\\\n", "", (CI / "Dockerfile").read_text(encoding="utf-8")).replace(
        "/opt/octavo", str(machine.folder / "book/octavo")
    )
    ready = machine.run("tools/setup.sh run", machine.folder / "book/octavo")
    assert ready.returncode == 0, ready.stderr
    named = re.search(r"^ENV (.*)$", said, re.MULTILINE)
    assert named
    entry, command = (json.loads(each) for each in re.findall(r"^(?:ENTRYPOINT|CMD) (.*)$", said, re.MULTILINE))
    workshop.article("Text.\n", "x.md")
    script = f"export {named[1]}; {shlex.join([*entry, *command, '--own', '-thtml'])}"
    ran = machine.run(script, workshop.folder)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert (workshop.folder / "output/x.html").is_file()


@pytest.mark.slow
def test_pre_commit_runs_the_hook(workshop: Workshop, tmp_path: Path) -> None:
    """pre-commit installs octavo from its repository, checks, and finds nothing new to commit."""
    pytest.importorskip("pre_commit")
    hooks = copy_checkout(tmp_path / "octavo")
    site = Path(metadata.distribution("lxml").locate_file(""))
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "PIP_CONFIG_FILE": os.devnull}
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]

    def git(folder: Path, *arguments: str) -> str:
        command = ["git", *author, *arguments]
        ran = subprocess.run(command, cwd=folder, env=environment(env), capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    for folder in hooks, workshop.folder:
        git(folder, "init", "--quiet")
    git(hooks, "add", "--all")
    git(hooks, "commit", "--quiet", "--message", "octavo")
    text = GUIDE.read_text(encoding="utf-8")
    (listing,) = (
        each for each in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if "octavo-check" in each
    )
    listing = listing.replace("https://github.com/OWNER/octavo", hooks.as_posix())
    workshop.write(".pre-commit-config.yaml", listing.replace("REF", git(hooks, "rev-parse", "HEAD")))
    workshop.article("See [here](#nowhere).\n", "my-book/01.md")
    git(workshop.folder, "add", "--all")
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    # The packages are those of the tests, so that pip has nothing to download.
    ran = subprocess.run(command, cwd=workshop.folder, env={**environment(env), "PYTHONPATH": str(site)},
                         capture_output=True, encoding="utf-8", check=False)  # fmt: skip
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "my-book/01.md:7:5: error: no heading, figure or table has the id 'nowhere'" in ran.stdout
    assert "??" not in git(workshop.folder, "status", "--short")


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
