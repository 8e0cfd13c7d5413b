"""The marks that a reader must never see: those of other tools, and those of Markdown that were not understood.

It is long because it is one table, and a mark takes up to seven lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from octavo.model.diagnostic import LEAKED

CODE = "\ufffc"
"""What a text has in place of code and of escaped signs, where marks are looked for."""
_LINE = r"^[ \t]*(?:>[ \t]*|(?:[-*+:~]|\d{1,9}[.)]|\[\^[^\]\s]{1,40}\]:)[ \t]+)*"
"""The beginning of a line, with the signs of the quotation, the list or the note that it is in."""
_FIRST = rf"(?:\A|\n[ \t>]*\n){_LINE[1:]}"
"""The beginning of a paragraph."""
_BELOW = 6
"""How many characters after the end of a paragraph decide what its end is."""
_BOX = "for a box write `::: {.note}`, and leave a blank line above and below it"
_INCLUDE = "insert the text itself: an article includes no other files"
_TEMPLATE = "insert the value itself"
_TAG = "delete it, or write what it makes in Markdown"
_LINK = "write a link: `[words](file.md)`"
_ATTRIBUTES = "move the braces to the end of the heading, or behind `[words]`, or delete them"
_CONTENTS = "delete it: `toc: true` in the header adds the contents"
_TEX = "write it in Markdown, or between dollar signs if it is a formula"
_TABLE = "leave a blank line above the table, and give every row the same number of cells"
_JSX = "delete it, or write its contents in Markdown"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: what it is, whose it is, how to find it in Markdown, and what to do where a reader would see it.

    `pattern` matches within a paragraph, in time that is linear in the length of the text; its group, if it has one, is
    the mark. Every match contains `sign`, which may be empty.
    """

    what: str
    tool: str
    sign: str
    pattern: str
    advice: str
    rule: str = LEAKED
    is_escape: bool = False
    """Whether the mark itself has a backslash before a sign, which does not make that sign text."""
    seen_in: Literal["prose", "code", "block"] = "prose"
    """Where it does harm: in prose, as a whole piece of code in a line, or as the kind of a block of code."""
    is_end: bool = False
    """Whether it ends what another mark with the same sign begins, which is enough to report."""

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where the mark is in a text: its start, its end, and what it says."""
        pattern = re.compile(self.pattern, re.MULTILINE)
        for start, end in _paragraphs(text, self.sign):
            for found in pattern.finditer(text, start, end):
                group = found.lastindex or 0
                yield *found.span(group), found[group]


def _paragraphs(text: str, sign: str) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs with a sign are, with the blank line above, and what follows the one below.

    Most have no such sign: to look for a mark in them would take most of the time.
    """
    if not sign:
        yield 0, len(text)
        return
    at = text.find(sign)
    while at >= 0:
        start, end = max(0, text.rfind("\n\n", 0, at)), text.find("\n\n", at)
        if end < 0:
            yield start, len(text)
            return
        yield start, min(len(text), end + _BELOW)
        at = text.find(sign, end + 2)


MARKS = (
    # Headers
    Mark(
        "a header",
        "Hugo or Zola",
        "+++",
        _LINE + r"(\+\+\+[ \t]*\n(?=[ \t]*[\w.-]+[ \t]*=))",
        "write it in YAML, between two lines `---`, at the beginning of the file",
    ),
    Mark(
        "a block break",
        "MyST",
        "+++",
        rf"{_LINE}(\+\+\+)(?=[ \t]*$|[ \t]+\S)",
        "delete it, or write `* * *`",
        is_end=True,
    ),
    Mark(
        "a header",
        "Jekyll, Hugo or Obsidian",
        ":",
        r"^---[ \t]*\n(?=(?:[^\n]+\n){1,60}?(?:---|\.\.\.)[ \t]*$)"
        r"(?=(?:[^\n]+\n){0,20}?(?:title|layout|date|tags|author|categories|draft|slug|permalink|aliases)[ \t]*:)"
        r"([A-Za-z_][\w-]*[ \t]*:(?=\s)[^\n]*)",
        "move its keys to the header at the beginning of the file",
    ),
    # Boxes and containers
    Mark(
        "a fence", "Pandoc, Docusaurus, VitePress or MyST", ":::", rf"{_LINE}(:{{3,}}[ \t]*[^\s:][^:\n]{{0,60}})", _BOX
    ),
    Mark("a fence", "Pandoc, Docusaurus, VitePress or MyST", ":::", r"(?:^|(?<=\s))(:{3,})[ \t]*$", _BOX, is_end=True),
    Mark("a directive", "remark or MyST", ":", r"(?<![\w:]):{1,2}[a-z][\w-]*(?:\[[^\[\]\n]*\])?\{[^{}\n]*\}", _TAG),
    Mark("a directive", "remark", ":", r"(?<![\w:]):{1,2}[a-z][\w-]*\[[^\[\]\n]+\](?![\w(])", _TAG),
    Mark(
        "a box", "MkDocs", "!!!", rf"{_LINE}(!!![ \t]*[a-z][\w-]*(?:[ \t]+[\w-]+)*?(?:[ \t]+[\"“][^\n]*)?)[ \t]*$", _BOX
    ),
    Mark(
        "a box",
        "MkDocs",
        "???",
        rf"{_LINE}(\?\?\?\+?[ \t]*[a-z][\w-]*(?:[ \t]+[\w-]+)*?(?:[ \t]+[\"“][^\n]*)?)[ \t]*$",
        _BOX,
    ),
    Mark("a tab", "MkDocs", "===", rf"{_LINE}(===[!+]*[ \t]*[\"“][^\n]*)", "write a heading for each tab"),
    Mark("a block", "MkDocs", "///", rf"{_LINE}(///[ \t]*[a-z][\w-]*(?:[ \t]*\|[^\n]*)?)$", _BOX),
    Mark(
        "a callout",
        "Obsidian or GitHub",
        "[!",
        r"\[![A-Za-z][\w-]*\][+-]?",
        "write `> [!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]` on a line of its own",
    ),
    Mark("a directive", "DocFX", "[!", r"\[![A-Za-z][\w-]*[ \[][^\]\n]*", _TAG),
    Mark("an aside", "Leanpub", ">", _LINE + r"([ABCDEIQTWX]>[ \t]\S[^\n]{0,40})", _BOX),
    Mark(
        "a directive",
        "Leanpub",
        "{",
        _LINE + r"(\{/?(?:pagebreak|mainmatter|frontmatter|backmatter|blurb|aside|quiz)\})[ \t]*$",
        _TAG,
    ),
    Mark("an attribute", "Leanpub", "{", _LINE + r"(\{[a-z][\w-]*:[ \t]?[^{}\n]+\})[ \t]*$", _TAG),
    Mark("a callout", "Docsify", ">", _LINE + r"([?!]>[ \t]+\S[^\n]{0,40})", _BOX),
    # Templates and shortcodes
    Mark(
        "a shortcode",
        "Quarto",
        "{{<",
        r"\{\{<[ \t]*/?(?:pagebreak|include|video|meta|var|env|kbd|embed|lipsum|placeholder|version|fa|bi)\b[^{}]{0,400}?>\}\}",
        "write what it makes: octavo reads it only in a book of Quarto",
    ),
    Mark("a shortcode", "Hugo", "{{<", r"\{\{<[^{}]{0,400}?>\}\}", _TAG),
    Mark("a shortcode", "Hugo", "{{%", r"\{\{%[^{}]{0,400}?%\}\}", _TAG),
    Mark("an include", "mdBook", "{{#", r"\{\{#[a-z_]+[^{}\n]*\}\}", _INCLUDE),
    Mark(
        "a variable", "Jekyll", "{{", r"\{\{-?[ \t]*(?:site|page|layout|include|post|content)\b[^{}\n]*\}\}", _TEMPLATE
    ),
    Mark("a variable", "GitBook or HonKit", "{{", r"\{\{[ \t]*(?:book|gitbook|file)\.[^{}\n]*\}\}", _TEMPLATE),
    Mark("a transclusion", "Logseq", "{{", r"\{\{(?:embed|query|video|youtube|renderer|cloze)[ \t][^{}\n]*\}\}", _TAG),
    Mark(
        "a template",
        "Jinja, Liquid or Handlebars",
        "{{",
        r"\{\{[{&>^!~/-]?[ \t]*(?=[^\W\d]|[\"'“‘$@.#])[^{}\n]*\}\}",
        _TEMPLATE,
    ),
    Mark(
        "a tag",
        "GitBook or HonKit",
        "{%",
        r"\{%-?[ \t]*(?:end)?(?:hint|tabs?|content-ref|embed|code|filename|file|swagger|stepper|step|columns?|updates?)\b[^{}]{0,400}?%\}",
        _TAG,
    ),
    Mark(
        "a tag",
        "Hexo",
        "{%",
        r"\{%-?[ \t]*(?:post_link|post_path|asset_img|asset_link|asset_path|codeblock|endcodeblock|pullquote|endpullquote"
        r"|blockquote|endblockquote|iframe|vimeo|jsfiddle|include_code|note|endnote|label)\b[^{}]{0,400}?%\}",
        _TAG,
    ),
    Mark("a tag", "Jekyll or Liquid", "{%", r"\{%-?[ \t\n]*[A-Za-z#][^{}]{0,400}?%\}", _TAG),
    Mark("a comment", "Jinja", "{#", r"\{#-?[ \t][^{}\n]*#\}", "delete it, or write it as `<!-- … -->`"),
    Mark("a tag", "EJS or ERB", "<%", r"<%[-=_#]?[ \t][^%\n]*%>", _TAG),
    Mark("a template", "Markdown Magic or Docsify", "${", r"\$\{(?:toc|TOC|site|page|book)[\w.]*\}", _TEMPLATE),
    # Obsidian, Logseq and wikis
    Mark("a table of contents", "GitLab, Azure or VitePress", "[[", r"\[\[(?:_TOC_|TOC|toc|_toc_)\]\]", _CONTENTS),
    Mark(
        "an embed",
        "Obsidian",
        "![[",
        r"!\[\[[^\[\]\n]+\]\]",
        "write a picture, `![what it shows](file.png)`, or insert the text",
    ),
    Mark("a link", "Org mode", "][", r"(?<![\w\])])\[\[[^\[\]\n]+\]\[[^\[\]\n]*\]\]", _LINK),
    Mark(
        "a wiki link",
        "Obsidian, Logseq or MediaWiki",
        "[[",
        r"(?<![\w\])])\[\[(?=[^\W\d]|[#^./]\w|\d{4}-\d\d|\d+[^\W\d]|\d+[ \t]+[^\W\d])[^\[\]\n]+\]\]",
        _LINK,
    ),
    Mark(
        "a highlight",
        "Obsidian, Typora or markdown-it",
        "==",
        r"(?<![=A-Za-z0-9_)\]!<>{])==(?=[^\s=>])[^=\n]{1,400}?(?<=[^\s=])==(?![=A-Za-z0-9])",
        "write `[words]{.mark}`",
    ),
    Mark(
        "a comment",
        "Obsidian",
        "%%",
        r"(?<![\w%])%%(?!%|[A-Z_]+%%)(?:[^%\n]|\n(?![ \t]*\n)){1,2000}%%(?!%)",
        "delete it, or write it as `<!-- … -->`",
    ),
    Mark("a comment", "Obsidian", "%%", rf"{_LINE}(%%)[ \t]*$", "delete it, or write it as `<!-- … -->`", is_end=True),
    Mark(
        "the name of a block",
        "Obsidian",
        "^",
        r"(?<=[^\s^])[ \t](\^[a-z][a-z0-9-]{3,})[ \t]*(?=\n[ \t]*\n|\n?\Z)",
        "delete it, or write `[words]{#name}`",
    ),
    Mark("a reference to a block", "Logseq", "((", r"\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)", _LINK),
    Mark(
        "a property",
        "Logseq or Dataview",
        "::",
        rf"{_LINE}([a-z][\w-]*::)(?=[ \t]+\S)",
        "delete it, or move it to the header",
    ),
    Mark(
        "a property",
        "Dataview",
        "::",
        r"[\[(]([a-z][\w-]*::)(?=[ \t]+[^\[\]()\n]+[\])])",
        "delete it, or move it to the header",
    ),
    Mark(
        "bold text", "MediaWiki", "'''", r"(?<![\w'])'''(?=[^\s'])[^'\n]{1,400}(?<=\S)'''(?![\w'])", "write `**words**`"
    ),
    Mark("a table", "MediaWiki", "{|", _LINE + r"(\{\|[^\n]*)", "write the table in Markdown"),
    Mark("a title", "AsciiDoc", "=", _FIRST + r"(=[ \t]+[A-Z][^\n]*)", "begin the heading with `#`"),
    Mark(
        "a heading", "AsciiDoc or MediaWiki", "==", _LINE + r"(={2,6}[ \t]+[^\s=][^\n]*)", "begin the heading with `##`"
    ),
    # AsciiDoc, reStructuredText, MyST, Org mode, Jira, BBCode
    Mark(
        "an attribute",
        "AsciiDoc",
        "[",
        _LINE
        + r"(\[(?:source|quote|verse|example|sidebar|abstract|discrete|listing|NOTE|TIP|IMPORTANT|WARNING|CAUTION|cols?=|"
        r"options=|role=|%\w|[.#]\w)[^\]\n]*\])[ \t]*$",
        _TAG,
    ),
    Mark("a table", "AsciiDoc", "|===", _LINE + r"(\|===+)[ \t]*$", "write the table in Markdown"),
    Mark(
        "a macro",
        "AsciiDoc",
        "[",
        r"(?<![\w:/])(?:image|include|video|audio|link|xref|footnote|kbd|btn|menu|icon|pass|stem|latexmath|indexterm|ifdef|"
        r"ifndef|endif):{1,2}[^\s\[\]:/][^\s\[\]]*\[[^\]\n]*\]",
        _TAG,
    ),
    Mark(
        "an attribute",
        "AsciiDoc or reStructuredText",
        ":",
        _LINE
        + r"(:(?:toc[a-z-]*|icons|source-highlighter|sectnums|author|email|rev[a-z]+|imagesdir|doctype|experimental|stem|"
        r"description|keywords|param|type|returns?|rtype|raises|orphan|name|class|width|height|align|alt|figwidth|caption|"
        r"label|numbered|maxdepth|hidden|glob|titlesonly|header-rows|linenos|emphasize-lines|lines|language|open|gutter):)"
        r"(?=[ \t]+\S|[ \t]*$)",
        _TAG,
    ),
    Mark("a directive", "reStructuredText", "::", rf"{_LINE}(\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?[a-z][\w:-]*::)", _TAG),
    Mark("a target", "reStructuredText", "..", _LINE + r"(\.\.[ \t]+_[^:\n]+:)", "write `{#name}` behind the heading"),
    Mark(
        "a role",
        "reStructuredText",
        ":",
        rf"(?<![\w:])(:[a-z][\w:+-]*:){CODE}",
        "write it in Markdown: a link, or plain code",
    ),
    Mark(
        "a role",
        "MyST",
        "}",
        rf"(?<![\w\]}}{CODE}])(\{{[a-z][\w:+.-]*\}}){CODE}",
        "write it in Markdown: a link, a note, or plain code",
    ),
    Mark("a target", "MyST", ")=", _LINE + r"(\([\w:.-]+\)=)[ \t]*$", "write `{#name}` behind the heading"),
    Mark(
        "a comment",
        "MyST or LaTeX",
        "%",
        _FIRST + r"(%[ \t]+[^\s%][^\n]*)",
        "delete it, or write it as `<!-- … -->`",
    ),
    Mark(
        "a literal block",
        "reStructuredText",
        "::",
        r"(?<=[\w)])(::)[ \t]*\n[ \t]*\n(?=[ \t]{2,}\S)",
        "write a single colon",
    ),
    Mark("a keyword", "Org mode", "#+", rf"{_LINE}(#\+[A-Za-z_]+(?::|$|(?=[ \t])))", _TAG),
    Mark("a drawer", "Org mode", ":", _LINE + r"(:[A-Z_]{3,}:)[ \t]*$", _TAG),
    Mark(
        "a heading",
        "Textile or Jira",
        ".",
        _LINE + r"(h[1-6]\.[ \t]+[^\sa-z][^\n]{0,40})",
        "begin the heading with `##`",
    ),
    Mark(
        "a macro",
        "Jira or Confluence",
        "{",
        r"\{(?:code|panel|color|quote|noformat|toc|anchor|expand|status):[^{}\n]+\}",
        _TAG,
    ),
    Mark(
        "a tag",
        "forums (BBCode)",
        "[/",
        r"\[/(?:b|i|u|s|url|img|quote|code|color|size|list|center|spoiler)\]",
        "write it in Markdown",
    ),
    Mark(
        "a drawing",
        "PlantUML",
        "@",
        _LINE + r"(@(?:start|end)(?:uml|mindmap|wbs|gantt|salt|json|yaml))",
        "put it between fences, as code",
    ),
    # MDX and JSX
    Mark(
        "an import",
        "MDX",
        "import",
        _LINE + r"(import[ \t]+(?:[\w{*][^\n]*\bfrom[ \t]+)?[\"'][^\"'\n]+[\"'];?)[ \t]*$",
        _JSX,
    ),
    Mark(
        "an export",
        "MDX",
        "export",
        _LINE + r"(export[ \t]+(?:const|let|var|default|function|async)\b[^\n]{0,60})",
        _JSX,
    ),
    Mark("a comment", "MDX", "{/", r"\{/\*[^\n]{0,400}?\*/\}", "delete it, or write it as `<!-- … -->`"),
    Mark(
        "an expression",
        "MDX",
        "{",
        r"\{(?:props|frontmatter|this\.props|site|page|toc|process\.env)\.[\w.]+\}",
        _TEMPLATE,
    ),
    Mark("a component", "MDX or Vue", "<", r"(?<![\w<])</?[A-Z]\w*(?:\.\w+)*(?=[\s/>])[^<>\n]*>?", _JSX),
    Mark(
        "an attribute", "MDX", "={", r"<[a-z][\w-]*(?:[ \t]+[\w:-]+(?:=\"[^\"\n]*\")?)*[ \t]+[\w:-]+=\{[^\n>]*>?", _JSX
    ),
    Mark("a fragment", "MDX", "<", rf"{_LINE}(</?>)[ \t]*$", _JSX),
    Mark("an included file", "VitePress", "<<<", _LINE + r"(<<<[ \t]*@?[\w./~-]+)", _INCLUDE),
    Mark("an import", "Markdown Preview Enhanced", "@import", _LINE + r"(@import[ \t]+[\"'][^\n]+)", _INCLUDE),
    # MkDocs, kramdown, R Markdown
    Mark("an included file", "MkDocs", "8<", rf"{_LINE}(;?-{{1,}}8<-{{1,}})", _INCLUDE),
    Mark("a key", "MkDocs", "++", r"(?<![\w+{])\+\+(?=[\w\"])[\w\"+ -]*[\w\"]\+\+(?![\w+])", "write `<kbd>Ctrl</kbd>`"),
    Mark("inserted text", "MkDocs", "^^", r"\^\^(?=[^\s^])[^^\n]{1,200}(?<=\S)\^\^", "write `[words]{.underline}`"),
    Mark("a table of contents", "Python-Markdown", "[", rf"{_LINE}(@?\[(?:TOC|toc|Toc)\])[ \t]*$", _CONTENTS),
    Mark("an attribute list", "kramdown", "{:", r"\{::?[ \t]*(?=[.#/\w])[^{}\n]*\}", _ATTRIBUTES),
    Mark(
        "an abbreviation",
        "MkDocs or PHP Markdown Extra",
        "]:",
        _LINE + r"(\*\[[^\]\n]+\]:)(?=[ \t])",
        "explain it where it is used first",
    ),
    Mark(
        "a reference",
        "bookdown",
        "@ref(",
        r"\\@ref\([\w:.-]+\)",
        "write `@fig-name`, and give the figure the id `fig-name`",
        is_escape=True,
    ),
    Mark("a label", "bookdown", "#", r"\(\\#eq:[\w-]+\)", "write `{#eq-name}` behind the formula", is_escape=True),
    Mark("a text reference", "bookdown", "(ref:", r"\(ref:[\w-]+\)", "insert the text itself"),
    Mark(
        "inline R",
        "R Markdown",
        "",
        r"(?<![`\\])`(r[ \t]+(?:[\w.]+(?:::[\w.]+)?[ \t]*[(\[$][^`\n]*|[^`\n]*[-+*/][ \t][^`\n]*))`(?!`)",
        "write the result: octavo runs no code",
        seen_in="code",
    ),
    Mark(
        "inline code to run",
        "Quarto",
        "",
        r"(?<![`\\])`(\{(?:r|python|julia|ojs)\}[ \t]+[^`\n]+)`(?!`)",
        "write the result: octavo runs no code",
        seen_in="code",
    ),
    Mark(
        "an inline query",
        "Dataview",
        "",
        r"(?<![`\\])`(=[ \t]*this\.[^`\n]+)`(?!`)",
        "write the result: octavo runs no code",
        seen_in="code",
    ),
    Mark(
        "a directive",
        "MyST",
        "{",
        rf"{_LINE}(?:`{{3,}}|~{{3,}})[ \t]*(\{{(?:note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition|"
        r"figure|image|toctree|tableofcontents|dropdown|tab-set|tab-item|grid|card|margin|sidebar|epigraph|pull-quote|"
        r"glossary|bibliography|eval-rst|list-table|csv-table|include|literalinclude|code-block|code-cell|math|index|raw|"
        r"contents|versionadded|versionchanged|deprecated|topic|rubric|exercise|solution|proof|theorem|iframe|embed|"
        r"mermaid|aside|blockquote)\}[^\n]{0,40})",
        "write it in Markdown: for a box `::: {.note}`, for a picture `![what it shows](file.png)`",
        seen_in="block",
    ),
    Mark(
        "a query",
        "Obsidian",
        "",
        rf"{_LINE}(?:`{{3,}}|~{{3,}})[ \t]*((?:dataview(?:js)?|query|tasks|button|ad-[a-z]+))[ \t]*$",
        "write its result: octavo runs no code",
        seen_in="block",
    ),
    # LaTeX
    Mark("a command", "LaTeX", "\\", r"(?<![\w\\:])\\(?:begin|end)\{[A-Za-z]+\*?\}", _TEX),
    Mark(
        "a reference",
        "LaTeX",
        "\\",
        r"(?<![\w\\:])\\(?:eq|auto|page|name|[cC]|v)?ref\*?\{[^{}\n]*\}",
        "write `@fig-name`, and give the figure the id `fig-name`",
    ),
    Mark(
        "a citation",
        "LaTeX",
        "\\",
        r"(?<![\w\\:])\\(?:cite[a-z]*|[a-z]+cite)\*?(?:\[[^\]\n]*\]){0,2}\{[^{}\n]*\}",
        "write `[@key]`, and name the bibliography in the header",
    ),
    Mark("a command", "LaTeX", "\\", r"(?<![\w\\:])\\[A-Za-z]{2,}\*?(?:\[[^\]\n]*\])?\{[^{}\n]*\}?", _TEX),
    Mark(
        "a command",
        "LaTeX",
        "\\",
        r"(?<![\w\\:])\\(?:newpage|pagebreak|clearpage|cleardoublepage|noindent|maketitle|tableofcontents|appendix|medskip|"
        r"bigskip|smallskip|hfill|vfill|centering|LaTeX|TeX|item|par|linebreak|newline|hline|frontmatter|mainmatter|"
        r"backmatter|footnotesize|small|large|bf|it|em|quad|qquad|ldots|dots|alpha|beta|gamma|delta|lambda|sigma|pi|mu|"
        r"sum|int|times|leq|geq|neq|infty|rightarrow|cdot)(?![A-Za-z{:\\])",
        _TEX,
    ),
    Mark(
        "a formula",
        "TeX",
        "$$",
        r"\$\$(?=[^$\n]*[\\^_={}])(?:[^$\n]|\n(?![ \t]*\n))+\$\$",
        "write it between dollar signs, without spaces inside them",
    ),
    Mark(
        "a formula",
        "TeX",
        "$",
        r"(?<![\\$\w])\$(?!\$)(?=[^$\n]*(?:\\[A-Za-z]|[\w)}][\^_][\w{]))[^$\n]+\$(?![$\w])",
        "write it between dollar signs, without spaces inside them",
    ),
    Mark("a formula", "TeX", "$$", rf"{_LINE}(\$\$)[ \t]*$", "leave no blank line in it, and end it with `$$`"),
    Mark("a formula", "TeX", "$$", r"\$\$(?=[^$\n]{0,200}[\\^_{])", "leave no blank line in it, and end it with `$$`"),
    # Markdown, where Pandoc does not see it
    Mark(
        "the reference of a note that does not exist",
        "",
        "[^",
        r"\[\^[^\s\[\]^]{1,40}\](?!:)",
        "write the note, `[^1]: …`, or delete its mark",
        rule="note.missing",
    ),
    Mark("a note", "Markdown", "[^", rf"{_LINE}(\[\^[^\s\[\]^]{{1,40}}\]:)", "leave a blank line above it"),
    Mark(
        "a note",
        "Pandoc",
        "^[",
        r"\^\[[^\[\]\n]{2,}\]",
        "write `[^1]` here, and the note in a paragraph of its own: `[^1]: …`",
    ),
    Mark("a heading", "Markdown", "#", rf"{_LINE}(#{{1,6}}[ \t]+[^\s#][^\n]*)", "leave a blank line above the heading"),
    Mark(
        "a heading",
        "Markdown",
        "##",
        r"(?<=[\w.!?:;,)\]])[ \t](#{2,6}[ \t]+[^\W\d_a-z][^\n]*)",
        "begin a new line above the heading",
    ),
    Mark("a heading", "Markdown", "##", rf"{_LINE}(#{{2,6}}[A-Za-z][^\n]*)", "write a space behind the `##`"),
    Mark(
        "an attribute list",
        "Pandoc",
        "{",
        r"(?<![\w$\\{])\{[ \t]*(?:[#.][A-Za-z][\w:.-]*(?:[ \t]+(?:[#.][\w:.-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+)))*|"
        r"[A-Za-z][\w-]*=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w.%/-]+)(?:[ \t]+[^{}\n]*)?|-|\.unnumbered)[ \t]*\}(?!\})",
        _ATTRIBUTES,
    ),
    Mark(
        "the rule of a table",
        "Markdown",
        "|",
        rf"{_LINE}(\|?[ \t]*:?-{{2,}}:?[ \t]*\|(?:[ \t]*:?-{{1,}}:?[ \t]*\|?)*)[ \t]*$",
        _TABLE,
    ),
    Mark(
        "a row of a table",
        "Markdown",
        "|",
        rf"{_LINE}\|([ \t]+[^|\n]+\|(?:[^|\n]*\|)+)[ \t]*\n(?=[ \t>]*\|[^\n]*\|[ \t]*$)",
        _TABLE,
    ),
    Mark(
        "a fence of code",
        "Markdown",
        "```",
        rf"{_LINE}(`{{3,}}[^`\n]{{0,60}})",
        "put as many backticks on a line of their own above and below the code",
    ),
    Mark(
        "a fence of code",
        "Markdown",
        "~~~",
        rf"{_LINE}(~{{3,}}[^~\n]{{0,60}})",
        "put as many tildes on a line of their own above and below the code",
    ),
    Mark(
        "a picture",
        "Markdown",
        "](",
        r"!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)",
        "write its path without spaces, or in `<…>`",
    ),
    Mark(
        "a link",
        "Markdown",
        "](",
        r"(?<![\w\])])\[[^\[\]\n]+\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)",
        "write its target without spaces, or in `<…>`",
    ),
    Mark(
        "a link",
        "Markdown",
        "][",
        r"(?<![\w\])])\[(?=[^\W\d])[^\[\]\n]{3,}\]\[(?:[^\[\]\n]*)\]",
        "define its label: `[label]: https://…`",
    ),
    Mark(
        "a link's target",
        "Markdown",
        "]:",
        _LINE + r"(\[(?!\^)[^\[\]\n]+\]:)[ \t]+(?=<|https?:|[./#]|mailto:|[\w-]+\.\w)",
        "leave a blank line above it",
    ),
    Mark(
        "struck text",
        "Markdown",
        "~~",
        r"(?<![~\w])~~(?=[^\s~])[^~\n]{1,400}(?<=\S)~~(?![~\w])",
        "leave no space inside the tildes",
    ),
    Mark(
        "a character reference",
        "HTML",
        "&",
        r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
        "write the character itself",
    ),
    Mark("a comment", "HTML", "<!--", r"<!--", "end it with `-->`"),
    Mark("a section", "XML", "<![CDATA[", r"<!\[CDATA\[", "delete the mark"),
    Mark(
        "a tag",
        "HTML",
        "<",
        r"</?(?:a|abbr|article|aside|audio|b|blockquote|br|button|caption|center|code|dd|del|details|div|dl|dt|em|figcaption|"
        r"figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|li|link|main|mark|nav|ol|p|picture|pre|q|s|"
        r"samp|script|section|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul|var|video)"
        r"(?:\s[^<>\n]*)?/?>",
        "delete it, or correct its attributes",
    ),
    # A sign that means something somewhere, and that no prose begins with
    Mark(
        "the short name of an emoji",
        "GitHub or Slack",
        ":",
        r"(?<![\w:/.])(?::[+-]1:|:[a-z][a-z0-9_+-]{1,40}:)(?![\w:/])",
        "write the emoji itself",
    ),
    Mark(
        "a mark",
        "another tool",
        "",
        _FIRST + r"([\^%][A-Za-z][^\n]{0,40})",
        "write it in Markdown, or put a backslash before its first sign",
    ),
)
