"""How commands write the author's files: new ones only, never over an existing one."""

from __future__ import annotations

from pathlib import Path

from octavo.model.errors import MachineError


def write_new(path: Path, text: str) -> None:
    """Write a new file. Raises `MachineError` where it exists or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as refused:
        raise MachineError(f"cannot write '{path}': {refused.strerror}") from refused
