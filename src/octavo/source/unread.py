"""Tools whose projects octavo does not read, and files that look like texts and are none of a folder's chapters.

To build such a project as a plain folder would make a fragment, in an order that its author never chose.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.source.detect import IGNORED, beginning
from octavo.source.texts import is_set_aside
from octavo.tools.sandbox import display_path


@dataclass(frozen=True, slots=True)
class UnreadTool:
    """A tool by the files or folders that its projects have, as patterns.

    Where others use the same name, `says` is what its file must say, and `near` what the folder must have; one of the
    two is enough.
    """

    label: str
    files: tuple[str, ...]
    says: str = ""
    near: tuple[str, ...] = ()

    def find(self, folder: Path) -> Path | None:
        """Return the file that shows that a folder is a project of this tool."""
        there = (each for name in self.files for each in (folder.glob(name) if "*" in name else [folder / name]))
        return next((each for each in there if each.exists() and self._is_sign(each, folder)), None)

    def _is_sign(self, file: Path, folder: Path) -> bool:
        if not self.says and not self.near:
            return True
        said = bool(self.says) and re.search(self.says, beginning(file), re.MULTILINE)
        return bool(said) or any((folder / name).exists() for name in self.near)


_JEKYLL_FOLDERS = ("_posts", "_layouts", "_includes", "_drafts", "_sass")
TOOLS = (
    UnreadTool("MyST", ("myst.yml", "myst.yaml")),
    UnreadTool("Jupyter Book", ("_toc.yml", "_toc.yaml")),
    UnreadTool("Nikola", ("conf.py",), r"^BLOG_TITLE\s*="),
    UnreadTool("Sphinx", ("conf.py",), r"^\s*(?:extensions|html_theme|master_doc|root_doc)\s*=|[Ss]phinx"),
    UnreadTool("Documenter.jl", ("make.jl",), r"\bmakedocs\("),
    UnreadTool("Antora", ("antora.yml", "antora-playbook.yml", "antora-playbook.yaml", "modules/ROOT/nav.adoc")),
    UnreadTool("AsciiDoc", ("SUMMARY.adoc", "book.adoc", "book.asciidoc", "book.asc", "master.adoc")),
    UnreadTool("Hugo", ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/*.toml",
                        "config/_default/*.y*ml")),
    UnreadTool("Hugo", ("config.toml", "config.yaml", "config.yml", "config.json"),
               r"^[ \t]*[\"']?(?:baseURL|baseurl|languageCode|defaultContentLanguage)[\"']?\s*[:=]", ("archetypes",)),
    UnreadTool("Zola", ("config.toml", "zola.toml"), r"^[ \t]*base_url\s*="),
    UnreadTool("Hexo", ("_config.yml",), r"^(?:source_dir|new_post_name|skip_render)\s*:", ("scaffolds",)),
    UnreadTool("Jekyll", ("_config.yml", "_config.yaml", "_config.toml"),
               r"^(?:plugins|gems|permalink|collections|defaults|sass|kramdown|paginate)\s*:", _JEKYLL_FOLDERS),
    UnreadTool("Docusaurus", ("docusaurus.config.*",)),
    UnreadTool("VitePress", (".vitepress",)),
    UnreadTool("VuePress", (".vuepress",)),
    UnreadTool("Docsify", ("index.html",), r"\bdocsify\b"),
    UnreadTool("Starlight", ("astro.config.*",), r"\bstarlight\b"),
    UnreadTool("Nextra", ("theme.config.js*", "theme.config.ts*", "next.config.*"), r"\bnextra\b"),
    UnreadTool("Fumadocs", ("source.config.ts",)),
    UnreadTool("Rspress", ("rspress.config.*",)),
    UnreadTool("Mintlify", ("mint.json", "docs.json"), r"\bmintlify\b|[\"']navigation[\"']\s*:"),
    UnreadTool("Eleventy", (".eleventy.js", "eleventy.config.*")),
    UnreadTool("Gatsby", ("gatsby-config.*",)),
    UnreadTool("Pelican", ("pelicanconf.py",)),
    UnreadTool("Lektor", ("*.lektorproject",)),
    UnreadTool("Nanoc", ("nanoc.yaml", "nanoc.yml")),
    UnreadTool("Cobalt", ("_cobalt.yml",)),
    UnreadTool("Retype", ("retype.yml", "retype.yaml", "retype.json")),
    UnreadTool("DocFX", ("docfx.json",)),
    UnreadTool("Writerside", ("writerside.cfg",)),
    UnreadTool("Dendron", ("dendron.yml",)),
    UnreadTool("Zensical", ("zensical.toml",)),
    UnreadTool("Quarto (and no book)", ("_quarto.yml", "_quarto.yaml")),
    UnreadTool("R Markdown", ("_site.yml", "_site.yaml")),
    UnreadTool("pkgdown", ("_pkgdown.yml", "_pkgdown.yaml", "pkgdown/_pkgdown.yml")),
    UnreadTool("litedown", ("_litedown.yml",)),
    UnreadTool("Leanpub", ("Book.txt", "manuscript/Book.txt"), r"^[ \t]*[\w./ -]+\.(?:md|txt|markdown|markua)[ \t]*$"),
    UnreadTool("Softcover", ("config/book.yml",)),
    UnreadTool("Manubot", ("content/00.front-matter.md",)),
    UnreadTool("Vivliostyle", ("vivliostyle.config.*",)),
    UnreadTool("Re:VIEW", ("catalog.yml",), r"^(?:CHAPS|PREDEF|APPENDIX)\s*:"),
    UnreadTool("Crowbook", ("*.book",), r"^[+!-][ \t]+\S+\.md|^\d+\.[ \t]+\S+\.md"),
    UnreadTool("novelWriter", ("nwProject.nwx",)),
    UnreadTool("Scrivener", ("*.scrivx", "*.scriv")),
    UnreadTool("PreTeXt", ("project.ptx",)),
)  # fmt: skip
"""The first that a folder has the files of is reported."""

_INNER = ("docs", "doc", "book", "guide", "manuscript", "website", "docs/source", "doc/source", "docs/src")
"""Folders in which repositories keep the sources of their documentation."""


def find_tool(folder: Path, is_repository: bool = True) -> tuple[UnreadTool, Path] | None:
    """Return the tool that a folder is a project of, and its file; of a repository, also that of its documentation."""
    for place in (folder, *(folder / name for name in _INNER if is_repository)):
        if place.is_dir():
            found = next(((tool, file) for tool in TOOLS if (file := tool.find(place)) is not None), None)
            if found:
                return found
    return None


def refuse(tool: UnreadTool, file: Path, folder: Path, cwd: Path) -> Diagnostic:
    """Return the error for a project of such a tool."""
    others = list_others(folder, is_whole=True)
    left_out = describe(others)
    lost = f"{left_out}, and the order of the texts" if left_out else "the order of the texts and what it adds to them"
    message = f"'{file.name}' makes this a project for {tool.label}, which octavo does not read: it would lose {lost}"
    has_markdown = any(True for each in folder.rglob("*.[mM][dD]") if each not in others)
    hint = "to build the Markdown files in the order of their names all the same, add --layout folder"
    if not has_markdown:
        hint = "convert the texts to Markdown first"
    return error("config.unread", message, Place(display_path(file, cwd)), hint)


LOOK_ALIKES = frozenset({
    ".ipynb", ".rst", ".rest", ".adoc", ".asciidoc", ".org", ".tex", ".latex", ".ltx", ".qmd", ".rmd", ".mdx",
    ".mdwn", ".mkd", ".mkdn", ".mdown", ".markdown", ".mdtext", ".markua", ".text", ".txt", ".docx", ".doc", ".odt",
    ".rtf", ".typ", ".textile", ".mediawiki", ".wiki", ".creole", ".pod", ".dj", ".djot",
})  # fmt: skip
"""Suffixes of files in which authors write."""
_LISTABLE = (".ipynb", ".qmd", ".rmd", ".txt", ".markdown")
_UNSURE = {
    ".txt": r"\w[.!?]\s+[^\W\d_](?:.|\n)*\w[.!?]\s",
    ".text": r"\w[.!?]\s+[^\W\d_](?:.|\n)*\w[.!?]\s",
    ".tex": r"\\(?:begin\{document\}|chapter|section)\b",
    ".pod": r"^=head1\b",
}
"""What a file with one of these suffixes must say to look like a text."""
_NOT_TEXTS = re.compile(
    r"(?:requirements|robots|humans|llms|licen[cs]e|copying|notice|authors|contributors|version|manifest"
    r"|cmakelists|changelog|news|todo)",
    re.IGNORECASE,
)
_MOST = 20_000


def list_others(folder: Path, is_whole: bool = False) -> list[Path]:
    """Return the files under a folder that look like texts and that octavo does not search a folder for.

    If it `is_whole`, they include Markdown files that are drafts by octavo's rules: other tools have other rules.
    """
    found: list[Path] = []
    for count, (here, folders, files) in enumerate(os.walk(folder)):
        hidden = (".", "~") if is_whole else (".", "_", "~")
        folders[:] = sorted(name for name in folders if name not in IGNORED and not name.startswith(hidden))
        is_draft = any(map(is_set_aside, Path(here).relative_to(folder).parts))
        for name in sorted(files):
            is_text = Path(name).suffix.lower() == ".md" and (is_draft or is_set_aside(name))
            if not name.startswith(hidden) and (is_text or looks_like_text(Path(here, name))):
                found.append(Path(here, name))
        if count > _MOST:
            break
    return found


def looks_like_text(file: Path) -> bool:
    """Return whether a file that is not searched for looks like a text of an author."""
    suffix = file.suffix.lower()
    if suffix not in LOOK_ALIKES or _NOT_TEXTS.match(file.stem):
        return False
    return suffix not in _UNSURE or bool(re.search(_UNSURE[suffix], beginning(file)[:_MOST], re.MULTILINE))


def describe(files: Iterable[Path]) -> str:
    """Return how many files there are of each kind: `12 files (9 .ipynb, 3 .rst)`; nothing for none."""
    kinds = Counter(each.suffix for each in files)
    total = kinds.total()
    if len(kinds) < 2:
        return "".join(f"{total} {suffix} file{'s' if total > 1 else ''}" for suffix in kinds)
    return f"{total} files ({', '.join(f'{count} {suffix}' for suffix, count in kinds.most_common())})"


def report_others(files: list[Path], folder: Path, cwd: Path) -> list[Diagnostic]:
    """Return the warning for texts of a folder that are left out, if there are any."""
    if not files:
        return []
    names = ", ".join(each.relative_to(folder).as_posix() for each in files[:3])
    more = " …" if len(files) > 3 else ""
    verb = "look like texts and are" if len(files) > 1 else "looks like a text and is"
    message = f"{describe(files)} in this folder {verb} left out: {names}{more}"
    can_list = any(each.suffix.lower() in _LISTABLE for each in files)
    hint = "convert them to Markdown" + (", or list them in a book.yaml" if can_list else "")
    return [warning("source.left-out", message, Place(display_path(folder, cwd)), hint)]
