"""Finding and loading what other packages add."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from octavo.model.errors import MachineError
from octavo.source import layouts
from octavo.tools import plugins

GROUP = "octavo.tests"


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, group: str = GROUP) -> None:
    info = folder / "octavo_test_plugin-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: octavo-test-plugin\nVersion: 2.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\none = octavo_test_plugin\n", encoding="utf-8")
    (folder / "octavo_test_plugin.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "octavo_test_plugin", raising=False)


def test_finding_a_plugin_imports_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "raise SystemError\n")
    assert plugins.find(GROUP) == [plugins.Plugin("one", "octavo_test_plugin", "octavo-test-plugin 2.0")]
    assert plugins.find("octavo.nothing") == []


def test_a_plugin_that_cannot_be_imported_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "import octavo_no_such_module\n")
    (plugin,) = plugins.find(GROUP)
    with pytest.raises(MachineError, match=r"octavo-test-plugin 2\.0 cannot be loaded"):
        plugins.load(plugin)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no LAYOUT"),
        (
            "from octavo.source.layouts import Layout\nLAYOUT = Layout('book', 'x', None)\n",
            "there are two layouts called 'book'",
        ),
    ],
)
def test_a_layout_that_cannot_be_used(text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, text, layouts.PLUGINS)
    layouts.table.cache_clear()
    with pytest.raises(MachineError, match=message):
        layouts.table(trusted=True)
    assert "book" in layouts.table()


def test_finding_none_does_not_import_importlib_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)
    assert plugins.find("octavo.nothing") == []


def test_a_plugin_in_an_archive_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = "octavo_test_plugin-2.0.dist-info"
    with zipfile.ZipFile(tmp_path / "plugin.zip", "w") as archive:
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: octavo-test-plugin\nVersion: 2.0\n")
        archive.writestr(f"{info}/entry_points.txt", f"[{GROUP}]\none = octavo_test_plugin\n")
    monkeypatch.syspath_prepend(tmp_path / "plugin.zip")
    assert [plugin.name for plugin in plugins.find(GROUP)] == ["one"]
