"""Which of Pandoc's readers comes nearest to each tool's, and with what of its extensions."""

from __future__ import annotations

from octavo.model.dialect import Dialect

_COMMONMARK = (
    "commonmark+pipe_tables+footnotes+strikeout+task_lists+definition_lists+gfm_auto_identifiers+attributes"
    "+fenced_divs+bracketed_spans+raw_html+emoji"
)
_PANDOC = "markdown-yaml_metadata_block-pandoc_title_block"
_PYTHON = (
    "markdown+four_space_rule+gfm_auto_identifiers+emoji-blank_before_header-blank_before_blockquote-raw_tex-citations"
    "-example_lists-fancy_lists-line_blocks-implicit_figures-implicit_header_references-inline_notes-simple_tables"
    "-multiline_tables-grid_tables-yaml_metadata_block-pandoc_title_block-smart-tex_math_dollars-superscript-subscript"
)
_READERS = {"quarto": _PANDOC, "bookdown": f"{_PANDOC}+autolink_bare_uris+tex_math_single_backslash", "mkdocs": _PYTHON}


def reader(dialect: Dialect, lang: str) -> str:
    """The reader for a text of a dialect in a language."""
    name = _READERS.get(dialect.tool, _COMMONMARK)
    if "mdx_truly_sane_lists" in dialect.extensions:
        name = name.replace("+four_space_rule", "")
    more = [
        ("smart", dialect.smart and dialect.tool not in ("quarto", "bookdown")),
        ("tex_math_dollars", "dollars" in dialect.math and dialect.tool not in ("quarto", "bookdown")),
        ("tex_math_gfm", dialect.tool not in _READERS),
        ("autolink_bare_uris", dialect.autolink),
        ("mark", "pymdownx.mark" in dialect.extensions),
        ("superscript", "pymdownx.caret" in dialect.extensions),
        ("subscript", "pymdownx.tilde" in dialect.extensions),
        ("tex_math_single_backslash", dialect.tool == "mkdocs" and "brackets" in dialect.math),
        ("east_asian_line_breaks", lang.partition("-")[0].lower() in ("zh", "ja")),
    ]
    return name + "".join(f"+{extension}" for extension, wanted in more if wanted)
