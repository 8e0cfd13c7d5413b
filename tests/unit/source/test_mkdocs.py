"""Reading a book of MkDocs: its navigation, what mkdocs.yml says, and what it inherits."""

from __future__ import annotations

from pathlib import Path

from foreign import book, own, read_book, write

CONFIG = """\
site_name: The Book
site_author: Ann Author
site_url: !ENV [SITE, "https://example.org/b/"]
copyright: Copyright &copy; <a href="x">Ann</a>
theme:
  name: material
  language: de
"""
NAV = """\
nav:
  - index.md
  - First:
      - Label: one.md
      - Inner:
          - two.md
          - Deep: deep/three.md
  - Elsewhere: https://example.org/
  - four.md
"""
TEXTS = {f"docs/{name}.md": f"# {name.title()}\n\nText.\n" for name in ("index", "one", "two", "deep/three", "four")}


def test_the_navigation_gives_the_chapters(tmp_path: Path) -> None:
    publication, diagnostics = read_book(write(tmp_path / "b", {"mkdocs.yml": CONFIG + NAV, **TEXTS}))
    assert publication is not None
    assert [(e.id, e.matter, e.kind, e.level, e.depth, e.title) for e in own(publication)] == [
        ("index-2", "front", "chapter", 1, 1, None),
        ("part-first", "body", "part", 1, 1, "First"),
        ("one", "body", "chapter", 2, 1, None),
        ("part-inner", "body", "chapter", 2, 1, "Inner"),
        ("two", "body", "chapter", 3, 2, None),
        ("deep-three", "body", "chapter", 3, 2, None),
        ("four", "body", "chapter", 1, 1, None),
    ]
    assert [(e.rule, str(e.place)) for e in diagnostics] == [("chapter.elsewhere", "b/mkdocs.yml:15:5")]
    metadata = publication.metadata
    assert (metadata.title, metadata.lang, metadata.rights) == ("The Book", "de", "Copyright © Ann")
    assert publication.settings.number_sections is False


def test_without_a_navigation_pages_are_in_order_of_names(tmp_path: Path) -> None:
    config = CONFIG + "exclude_docs: |\n  /deep/secret.md\n  *.draft.md\n"
    more = {
        "docs/deep/secret.md": "# S",
        "docs/x.draft.md": "# X",
        "docs/deep/README.md": "# D",
        "docs/deep/index.md": "# I",
    }
    publication = book(write(tmp_path / "b", {"mkdocs.yml": config, **TEXTS, **more}))
    assert [(e.id, e.level, e.title) for e in own(publication)] == [
        ("index-2", 1, None),
        ("four", 1, None),
        ("one", 1, None),
        ("two", 1, None),
        ("part-deep", 1, "Deep"),
        ("deep-index", 2, None),
        ("deep-three", 2, None),
    ]


def test_a_section_can_open_with_its_index(tmp_path: Path) -> None:
    nav = 'nav:\n  - "":\n    - deep/index.md\n    - one.md\n    - "":\n      - other/index.md\n      - two.md\n'
    more = {"docs/deep/index.md": "# Deep", "docs/other/index.md": "# Other"}
    publication = book(write(tmp_path / "b", {"mkdocs.yml": CONFIG + nav, **TEXTS, **more}))
    assert [(e.id, e.kind, e.level, e.depth) for e in own(publication)] == [
        ("deep-index", "part", 1, 1),
        ("one", "chapter", 2, 1),
        ("other-index", "chapter", 2, 1),
        ("two", "chapter", 3, 2),
    ]


def test_a_folder_in_the_navigation_can_have_its_own_list(tmp_path: Path) -> None:
    plugins = "plugins:\n  - literate-nav:\n      nav_file: README.md\n"
    config = CONFIG + plugins + "nav:\n  - Home: index.md\n  - Guide: guide/\n"
    more = {"docs/guide/README.md": "# The guide\n\n- [B](b.md)\n- [A](a.md)\n"}
    more |= {f"docs/guide/{name}.md": f"# {name}\n" for name in "ab"}
    publication = book(write(tmp_path / "b", {"mkdocs.yml": config, **TEXTS, **more}))
    assert [(e.id, e.kind, e.level) for e in own(publication)] == [
        ("index-2", "chapter", 1),
        ("guide-README", "part", 1),
        ("guide-b", "chapter", 2),
        ("guide-a", "chapter", 2),
    ]


def test_inherited_configuration_and_pages(tmp_path: Path) -> None:
    english = {f"docs/en/{name}": text for name, text in {"mkdocs.yml": CONFIG + NAV, **TEXTS}.items()}
    german = {
        "docs/fr/mkdocs.yml": "INHERIT: ../en/mkdocs.yml\ntheme: {language: fr}\n",
        "docs/fr/docs/one.md": "# Un\n",
    }
    repository = write(tmp_path / "r", {".git/HEAD": "", **english, **german})
    publication, _ = read_book(repository / "docs" / "fr")
    assert publication is not None
    files = [each.file.relative_to(repository).as_posix() for each in own(publication) if not each.made]
    assert files[:3] == ["docs/en/docs/index.md", "docs/fr/docs/one.md", "docs/en/docs/two.md"]
    assert (publication.metadata.title, publication.metadata.lang) == ("The Book", "fr")


def test_what_the_book_switches_on(tmp_path: Path) -> None:
    config = CONFIG + (
        "markdown_extensions:\n  - smarty\n  - pymdownx.arithmatex: {generic: true}\n  - pymdownx.snippets:\n"
        "      base_path: [parts]\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.emoji.twemoji\n"
        "  - my_own\nplugins:\n  - search\n  - macros\nhooks:\n  - hooks.py\nextra:\n  version: 1.20\n  a: {b: c}\n"
    )
    publication, diagnostics = read_book(write(tmp_path / "b", {"mkdocs.yml": config, **TEXTS}))
    assert publication is not None
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert (dialect.tool, dialect.math, dialect.smart, dialect.autolink) == ("mkdocs", ("dollars",), True, False)
    assert (dialect.bases, dialect.home, dialect.site) == (
        ("parts", ".", "docs"),
        "docs",
        "https://example.org/b/",
    )
    assert dict(dialect.variables) == {
        "config.site_name": "The Book",
        "config.site_url": "https://example.org/b/",
        "config.site_author": "Ann Author",
        "version": "1.20",
        "a.b": "c",
    }
    assert [(e.message, str(e.place)) for e in diagnostics] == [
        ("the extension 'my_own' is not run", "b/mkdocs.yml:15:5"),
        ("the hook 'hooks.py' is not run", "b/mkdocs.yml:20:5"),
    ]


def test_a_page_that_begins_with_a_section_has_the_title_of_the_navigation(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG + "nav:\n" + "".join(f"  - Label {name}: {name}.md\n" for name in "abcd"),
        "docs/a.md": "## First\n\nText.\n\n## Second\n\nText.\n",
        "docs/b.md": "<!-- x -->\n<p>\n\n# Opens\n\nText.\n\n# Another\n",
        "docs/c.md": "Text.\n\n# One\n\nText.\n\n# Two\n",
        "docs/d.md": "## Alone\n\n### Under\n\n### Under\n",
    }
    publication = book(write(tmp_path / "b", files))
    assert [each.title for each in own(publication)] == ["Label a", None, "Label c", None]


def test_a_file_in_a_folder_can_order_it(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": CONFIG + "plugins: [awesome-pages]\n",
        "docs/.pages": "nav:\n  - Start: index.md\n  - guide\n  - ...\n  - Group:\n      - z.md\n  - Out: https://example.org/\n",
        "docs/guide/.pages": "title: The guide\narrange: [b.md]\n",
        "docs/other/c.md": "# C\n",
        **{f"docs/{name}.md": f"# {name}\n" for name in ("index", "a", "z", "guide/b", "guide/c")},
    }
    publication, diagnostics = read_book(write(tmp_path / "b", files))
    assert publication is not None
    assert [(e.id, e.kind, e.level) for e in own(publication)] == [
        ("index-2", "chapter", 1),
        ("part-the-guide", "part", 1),
        ("guide-b", "chapter", 2),
        ("a", "chapter", 1),
        ("part-other", "part", 1),
        ("other-c", "chapter", 2),
        ("part-group", "part", 1),
        ("z", "chapter", 2),
    ]
    assert [each.rule for each in diagnostics] == ["chapter.elsewhere"]


def test_labels_from_the_environment_have_their_defaults(tmp_path: Path) -> None:
    nav = (
        'nav:\n  - !ENV [NAV_HOME, "Home"]: index.md\n  - !ENV [NAV_MORE, "More"]:\n      - one.md\n'
        '  - News: !ENV [NEWS, "/news/"]\n'
    )
    publication, diagnostics = read_book(write(tmp_path / "b", {"mkdocs.yml": CONFIG + nav, **TEXTS}))
    assert publication is not None
    assert [(each.id, each.title) for each in own(publication)] == [
        ("index-2", None),
        ("part-more", "More"),
        ("one", None),
    ]
    assert [each.rule for each in diagnostics] == ["chapter.elsewhere"]


def test_a_page_without_a_title_has_that_of_the_navigation(tmp_path: Path) -> None:
    nav = "nav:\n  - Home: index.md\n  - Server push: one.md\n"
    texts = {**TEXTS, "docs/one.md": "Words before.\n\n### `send`\n\nText.\n"}
    publication = book(write(tmp_path / "b", {"mkdocs.yml": CONFIG + nav, **texts}))
    assert [(each.id, each.title) for each in own(publication)] == [("index-2", None), ("one", "Server push")]
