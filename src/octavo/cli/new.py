"""`octavo new`: a small publication that builds, from the files in `templates/`."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from octavo.cli.writing import write_new
from octavo.model.errors import UsageError
from octavo.source import yaml_writer
from octavo.tools.style_folder import theme_names
from octavo.tools.suggest import did_you_mean

_TEMPLATES = Path(__file__).parent / "templates"
_ARTICLE = "article.md"
"""The template of the file that gets the name of an article; those next to it get the same name, with their suffix."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is put in place of `{title}`, `{author}` and `{lang}` in the templates."""

    title: str
    author: str = "Your Name"
    lang: str = "en"


def kinds() -> tuple[str, ...]:
    """Return what can be started: each is a folder of templates."""
    return tuple(sorted(each.name for each in _TEMPLATES.iterdir() if each.is_dir()))


def start(kind: str, path: Path, is_asking: bool) -> None:
    """Write a publication to start from. Raises `UsageError` for another kind, and where the path is taken."""
    if kind not in kinds():
        hint = did_you_mean(kind, kinds(), f"there are {', '.join(kinds())}")
        raise UsageError(f"there is no template '{kind}'", hint)
    if is_asking and not sys.stdin.isatty():
        raise UsageError("--ask needs a terminal to ask on", "leave it out, and write title and author into the header")
    path = _path_of_article(path) if (_TEMPLATES / kind / _ARTICLE).is_file() else _path_of_book(path)
    name = path.stem if path.suffix else path.resolve().name
    title = re.sub(r"[-_]+", " ", name).strip().capitalize() or "Untitled"
    _write(kind, path, _ask(title) if is_asking else Answers(title))
    shown = shlex.quote(str(path))
    print(f"wrote {path}; build it with: octavo build {shown}", file=sys.stderr)


def _path_of_article(path: Path) -> Path:
    if path.suffix == "":
        path = path.with_suffix(".md")
    if path.suffix.lower() not in (".md", ".markdown"):
        raise UsageError(f"'{path}' is not the name of a Markdown file", "use a name that ends in .md")
    if path.exists():
        raise UsageError(f"'{path}' already exists", "choose another name")
    return path


def _path_of_book(path: Path) -> Path:
    if path.suffix.lower() in (".md", ".markdown", ".yaml"):
        raise UsageError(f"'{path}' is the name of a file, and a book is a folder", "use a name such as source/my-book")
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise UsageError(f"'{path}' already exists", "choose another name")
    return path


def _ask(title: str) -> Answers:
    """Ask for what no template can know; an empty answer keeps what is shown."""
    usual = Answers(title)

    def answer(question: str, default: str) -> str:
        print(f"{question} [{default}]: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip() or default

    return Answers(
        answer("Title", usual.title), answer("Author", usual.author), answer("Language, as in en or de", usual.lang)
    )


def _write(kind: str, path: Path, answers: Answers) -> None:
    """Write new files after their templates."""
    for template in sorted((_TEMPLATES / kind).iterdir()):
        target = path / template.name
        if (_TEMPLATES / kind / _ARTICLE).is_file():
            target = path if template.name == _ARTICLE else path.with_suffix(template.suffix)
        text = template.read_text(encoding="utf-8")
        for name, value in (("title", answers.title), ("author", answers.author), ("lang", answers.lang)):
            text = text.replace(f"{name}: {{{name}}}", f"{name}: {yaml_writer.write_text(value)}")
            text = text.replace(f"{{{name}}}", value)
        text = text.replace("{name}", path.stem).replace("{themes}", ", ".join(theme_names()))
        write_new(target, text)
