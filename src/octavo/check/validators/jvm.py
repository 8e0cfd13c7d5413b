"""Java, which three of the validators are written in, and the small Java drivers that run them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from octavo.check.validators.finding import Unavailable, UnavailableError
from octavo.model.errors import MachineError
from octavo.tools import cache_dir, machine, process
from octavo.tools.process import ProcessResult

V = TypeVar("V")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""The quicker compiler and the simplest garbage collector: short runs take two thirds of the time."""
# What Java prints if it is too old for a program, and what the command of macOS prints if no Java is installed.
_UNUSABLE = ("UnsupportedClassVersionError", "Unable to locate a Java Runtime")


def missing() -> Unavailable | None:
    """Return why there is no Java, as far as that is known without starting it; None if there is one."""
    return None if process.found(machine.java_program()) else Unavailable("Java is not installed", machine.JAVA_FIX)


def run(arguments: Sequence[str | Path], seconds: float) -> ProcessResult:
    """Run a program in Java. Raises `UnavailableError` if Java is too old."""
    result = process.run([machine.java_program(), *arguments], timeout=seconds)
    if result.code and any(message in result.stderr for message in _UNUSABLE):
        reason = f"Java is older than {machine.OLDEST_JAVA}, or only its command is installed"
        raise UnavailableError(Unavailable(reason, machine.JAVA_FIX))
    return result


def judge_each(
    paths: Sequence[Path], run: Callable[[Sequence[Path]], tuple[ProcessResult, Sequence[V]]]
) -> Iterator[tuple[Path, V | ProcessResult]]:
    """Give files to a program that judges one after another, and start it again behind a file that it crashes on.

    `run` returns the verdicts on as many of the files as the program got to. Yields each file with its verdict, or, if
    it has none, with how the program ended. A program that crashes twice in a row without a verdict is not started
    again.
    """
    rest, crashes = [*paths], 0
    while rest:
        result, verdicts = run(rest)
        yield from zip(rest, verdicts, strict=False)
        crashes = 0 if verdicts else crashes + 1
        unjudged = rest[len(verdicts) :]
        if crashes > 1:
            yield from ((path, result) for path in unjudged)
            return
        yield from ((path, result) for path in unjudged[:1])
        rest = unjudged[1:]


def class_path(source: Path, jar: Path) -> str:
    """Return the class path of a driver and the jar that it runs. Raises `MachineError` if there is no compiler."""
    return os.pathsep.join((str(_compile(source, jar)), str(jar)))


def _compile(source: Path, jar: Path) -> Path:
    """Compile a driver against a jar, once, and return the folder in octavo's cache with its classes.

    It is compiled in a folder that is then renamed, so that two checks at the same time do not disturb each other.
    """
    key = hashlib.sha256(source.read_bytes() + str(jar).encode()).hexdigest()[:16]
    cache = cache_dir.folder()
    folder = cache / f"{source.stem.lower()}-{key}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="compiling-") as temporary:
        classes = Path(temporary) / "classes"
        options = ("--release", "11", "-nowarn", "-cp", str(jar), "-d", str(classes))
        result = process.run([machine.java_compiler(), *options, source])
        if result.code:
            raise MachineError(f"{source.name} does not compile: {result.stderr.strip()[-600:]}", machine.JAVA_FIX)
        try:
            classes.rename(folder)
        except OSError:  # another check was first
            if not folder.is_dir():
                raise
    return folder
