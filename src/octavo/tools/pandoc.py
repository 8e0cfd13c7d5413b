"""Pandoc, through pypandoc: always the pinned one that is installed with octavo."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.model.errors import MachineError


@dataclass(frozen=True, slots=True)
class PandocWarning:
    """One of Pandoc's log messages: `kind` is its constructor (`CiteprocWarning` …), `subject` what it is about.

    `line` and `column` are where Pandoc was when it noticed, or 0.
    """

    kind: str
    message: str
    subject: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class PandocResult:
    """What Pandoc wrote, and its warnings. `failure` is its error message where it failed."""

    text: str
    warnings: tuple[PandocWarning, ...]
    failure: str | None = None


def path() -> Path:
    """Return the path of the pinned Pandoc. Raises `MachineError` where pypandoc was installed without it."""
    import pypandoc

    folder = Path(pypandoc.__file__).parent / "files"
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return folder / name
    raise MachineError("Pandoc is missing", "pip install --force-reinstall pypandoc_binary")


def convert(
    text: str, reader: str, metadata: Mapping[str, object], arguments: Sequence[str], folder: Path
) -> PandocResult:
    """Convert Markdown to HTML in a sandbox: Pandoc reads only what `arguments` name. Filters run in `folder`.

    Texts in `metadata` are read as Markdown.
    """
    import pypandoc

    logging.getLogger("pypandoc").handlers = [logging.NullHandler()]  # it would repeat what the log says
    # Left alone, pypandoc uses the newest version that it finds on the machine.
    os.environ["PYPANDOC_PANDOC"] = str(path())
    with _environment(), tempfile.TemporaryDirectory(prefix="octavo-") as aside:
        log, head = Path(aside) / "log.json", Path(aside) / "metadata.json"
        head.write_text(_as_yaml(metadata), encoding="utf-8")
        try:
            written = pypandoc.convert_text(
                text,
                "html5",
                format=reader,
                extra_args=[f"--metadata-file={head}", *arguments, f"--log={log}"],
                verify_format=False,
                sandbox=True,
                cworkdir=str(folder),
            )
        except RuntimeError as gave_up:
            return PandocResult("", _warnings(log), _complaint(str(gave_up)))
        return PandocResult(written, _warnings(log))


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Set environment variables for Pandoc, which pypandoc starts with our environment.

    Pandoc decodes file names by the locale, and under `C` reads only ASCII ones. With more memory from the start it
    needs a quarter less time for a chapter, as it collects garbage less often (GHC's user guide, "RTS options to
    control the storage manager").
    """
    wanted = {"LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8", "GHCRTS": "-H16m -A1m -O32m"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _as_yaml(metadata: Mapping[str, object]) -> str:
    """Return JSON that is also YAML as Pandoc reads it, which does not accept surrogate pairs."""
    text = json.dumps(metadata, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _warnings(log: Path) -> tuple[PandocWarning, ...]:
    if not log.is_file():
        return ()
    entries = json.loads(log.read_text(encoding="utf-8") or "[]")
    return tuple(
        PandocWarning(
            entry["type"],
            entry.get("message") or entry["pretty"],
            str(entry.get("contents") or entry.get("label") or entry.get("key") or ""),
            *(int(entry.get("openpos", entry).get(way, 0)) for way in ("line", "column")),
        )
        for entry in entries
        if entry.get("verbosity") in ("WARNING", "ERROR")
    )


def _complaint(text: str) -> str:
    return text.partition("during conversion: ")[2].strip() or text
