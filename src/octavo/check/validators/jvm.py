"""Java, which three of the validators are written in, and the small drivers of octavo's own that they are run by."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from octavo.check.validators.finding import AbsentError, Unavailable
from octavo.model.errors import MachineError
from octavo.tools import cache_dir, machine, process
from octavo.tools.process import ProcessResult

V = TypeVar("V")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""The quicker of the compilers and the simplest collector: a short run starts in two thirds of the time."""
# What a Java says that is too old for a program, and what the command says in macOS where there is none behind it.
_UNFIT = ("UnsupportedClassVersionError", "Unable to locate a Java Runtime")


def missing() -> Unavailable | None:
    """Why there is no Java, as far as can be seen without starting it."""
    return None if process.found(machine.java_program()) else Unavailable("Java is not installed", machine.JAVA_FIX)


def run(arguments: Sequence[str | Path], seconds: float) -> ProcessResult:
    """Run something in Java. Raises `AbsentError` where it is too old."""
    ran = process.run([machine.java_program(), *arguments], timeout=seconds)
    if ran.code and any(sign in ran.stderr for sign in _UNFIT):
        reason = f"Java is older than {machine.OLDEST_JAVA}, or only its command is here"
        raise AbsentError(Unavailable(reason, machine.JAVA_FIX))
    return ran


def one_by_one(
    paths: Sequence[Path], run: Callable[[Sequence[Path]], tuple[ProcessResult, Sequence[V]]]
) -> Iterator[tuple[Path, V | ProcessResult]]:
    """Give files to a program that judges one after the other, and go on behind one that it breaks down over.

    `run` gives the verdicts on as many of the files as it came to. What comes back is, for each file, its verdict, or
    how the program ended that came to none. One that breaks down twice before it has judged any is given no more.
    """
    rest, failed = [*paths], 0
    while rest:
        ran, verdicts = run(rest)
        yield from zip(rest, verdicts, strict=False)
        failed = 0 if verdicts else failed + 1
        lost = rest[len(verdicts) :]
        if failed > 1:
            yield from ((path, ran) for path in lost)
            return
        yield from ((path, ran) for path in lost[:1])
        rest = lost[1:]


def class_path(source: Path, jar: Path) -> str:
    """Where Java finds a driver and the jar that it drives."""
    return os.pathsep.join((str(_compiled(source, jar)), str(jar)))


def _compiled(source: Path, jar: Path) -> Path:
    """The folder with a driver, compiled against a jar once and kept in octavo's cache.

    Made aside and renamed, so that two checks at once do no harm. Raises `MachineError` where there is no compiler.
    """
    key = hashlib.sha256(source.read_bytes() + str(jar).encode()).hexdigest()[:16]
    cache = cache_dir.folder()
    folder = cache / f"{source.stem.lower()}-{key}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="compiling-") as aside:
        classes = Path(aside) / "classes"
        options = ("--release", "11", "-nowarn", "-cp", str(jar), "-d", str(classes))
        ran = process.run([machine.java_compiler(), *options, source])
        if ran.code:
            raise MachineError(f"{source.name} does not compile: {ran.stderr.strip()[-600:]}", machine.JAVA_FIX)
        try:
            classes.rename(folder)
        except OSError:  # another check was first
            if not folder.is_dir():
                raise
    return folder
