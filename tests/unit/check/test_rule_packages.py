"""Rules of other packages: they are loaded for trusted texts, and nothing of them is imported for others."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from octavo.cache import fingerprint
from octavo.check import examine, rules
from octavo.cli.rule import explain
from octavo.model.diagnostic import Severity
from octavo.model.errors import MachineError
from octavo.model.galley import Manuscript
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import Settings
from workshop import Workshop

PACKAGE = Path(__file__).parent.parent.parent / "plugins" / "example_rule"
GUIDE = Path(__file__).parents[3] / "source" / "guide" / "how-to" / "plug-ins.md"
MODULE = "octavo_example_rule"
RULE = (PACKAGE / f"{MODULE}.py").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Rules, the module and the fingerprint, which counts the packages that are installed, must not outlive a test."""
    rules.every.cache_clear()
    yield
    rules.every.cache_clear()
    fingerprint.of_octavo.cache_clear()
    sys.modules.pop(MODULE, None)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = RULE) -> None:
    """Put a copy of the example package where Python finds it, with another text of its module."""
    shutil.copytree(PACKAGE, folder, dirs_exist_ok=True)
    (folder / f"{MODULE}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)


def article(text: str, settings: Settings | None = None) -> Publication:
    chapter = Chapter("x", Path("x.md"), "x.md", text)
    return Publication(
        "x", "article", "x.md", Path.cwd(), Metadata("Bees"), settings or Settings(), (chapter,), keys_name="x.md",
    )  # fmt: skip


def test_a_rule_of_a_package_is_applied_to_a_trusted_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    (found,) = examine.examine(article("# Bees\n\nA honey bee dances.\n"), Manuscript(()), {}, trusted=True)
    assert (found.rule, found.severity, str(found.place)) == ("house.honey-bee", Severity.WARNING, "x.md:3:3")
    assert found.message == "'honey bee' is not written as one word"
    assert found.hint == "write 'honeybee'"


def test_its_example_that_does_not_break_it_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    right = rules.every(trusted=True)["house.honey-bee"].right
    assert isinstance(right, str)
    assert examine.examine(article(right), Manuscript(()), {}, trusted=True) == []


def test_an_author_can_turn_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    silent = article("A honey bee dances.\n", Settings(rules=(("house.honey-bee", None),)))
    assert examine.examine(silent, Manuscript(()), {}, trusted=True) == []


def test_nothing_of_a_package_is_imported_for_an_untrusted_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    assert examine.examine(article("A honey bee dances.\n"), Manuscript(()), {}) == []
    assert "house.honey-bee" not in rules.every()
    assert MODULE not in sys.modules


def test_the_command_applies_it(workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "package", monkeypatch)
    workshop.article("A honey bee dances.\n")
    ran = workshop.run("check", "x.md", "-t", "html", "--own", "-j1", "--rule", "house.honey-bee=error")
    assert ran.out == ("x.md:7:3: error: 'honey bee' is not written as one word [house.honey-bee] — write 'honeybee'\n")
    assert ran.code == 1
    warned = ran.out.replace("x.md", "hives.md").replace("error", "warning")
    assert warned.strip() in " ".join(GUIDE.read_text(encoding="utf-8").split())
    assert workshop.run("check", "x.md", "-t", "html", "--own", "-j1", "--ignore", "house.*").out == ""


def test_explain_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    install(tmp_path, monkeypatch)
    assert explain("house.honey-bee") == 0
    said = capsys.readouterr().out
    assert said.startswith("house.honey-bee (warning)\n")
    assert "Readers look up one spelling in every index." in said
    assert explain("house.*") == 0


def test_a_package_whose_rule_has_the_id_of_another_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, RULE.replace("house.honey-bee", "link.vague"))
    with pytest.raises(MachineError) as raised:
        rules.every(trusted=True)
    assert str(raised.value) == "the plug-in 'beekeeping' has a rule 'link.vague', which octavo has too"
    assert raised.value.hint == "rename that rule, or uninstall the package of the plug-in"


def test_a_module_without_rules_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, '"""Nothing."""\n')
    with pytest.raises(MachineError) as raised:
        rules.every(trusted=True)
    assert str(raised.value) == "the plug-in 'beekeeping' defines neither RULE nor RULES"


def test_a_package_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "import no_such_module\n")
    with pytest.raises(MachineError, match=r"'beekeeping' of octavo-example-rule 1\.0 cannot be loaded"):
        rules.every(trusted=True)


def test_the_guide_shows_this_package() -> None:
    page = GUIDE.read_text(encoding="utf-8")
    assert f'```{{#lst-rule .python lst-cap="A rule, {MODULE}.py"}}\n{RULE}```\n' in page
    assert f'[project.entry-points."octavo.rules"]\nbeekeeping = "{MODULE}"\n' in page
    points = (PACKAGE / "octavo_example_rule-1.0.dist-info" / "entry_points.txt").read_text(encoding="utf-8")
    assert points == f"[octavo.rules]\nbeekeeping = {MODULE}\n"
