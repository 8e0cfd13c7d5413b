"""Rules about links, references and the index."""

from __future__ import annotations

from octavo.check.rules.examples import article, book
from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="link.broken-anchor",
        looks_at="stage",
        severity=Severity.ERROR,
        reason="Readers who follow the link get nowhere, because nothing has the id that it names.",
        fix="use the id that the hint suggests; `octavo inspect` lists all ids",
        wrong="See [there](#oen).\n\n## One\n",
        right="See [there](#one).\n\n## One\n",
    ),
    Rule(
        id="link.broken-file",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=("Readers who follow the link get nowhere, because the file is not a chapter or does not exist."),
        fix="correct the path, which is relative to the folder of the text",
        wrong=book(a="# One\n\nText.\n", b="# Two\n\nText.\n", c="# Three\n\nAs [there](bb.md).\n"),
        right=book(a="# One\n\nText.\n", b="# Two\n\nText.\n", c="# Three\n\nAs [there](b.md).\n"),
    ),
    Rule(
        id="glossary.no-entry",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="The text marks a term that readers cannot look up.",
        fix='add the term to the glossary, or name its entry: `[hives]{.term entry="hive"}`',
        wrong=book(a="# One\n\nA [hvie]{.term}.\n", glossary="# Glossary\n\nhive\n: Where bees live.\n"),
        right=book(a="# One\n\nA [hive]{.term}.\n", glossary="# Glossary\n\nhive\n: Where bees live.\n"),
    ),
    Rule(
        id="redirect.broken",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Readers who follow an old link to the site find nothing, or not what the redirect was for.",
        fix="name an old page that the site no longer has, and a page, text or URL that exists",
        wrong=article(octavo="{redirects: {old.html: gone.html}}"),
        right=article(octavo="{redirects: {old.html: index.html}}"),
    ),
    Rule(
        id="link.ambiguous",
        looks_at="stage",
        severity=Severity.INFO,
        reason=("Several chapters have the id, and the link leads to the first, which may be the wrong one."),
        fix="name the file as well: `spring.md#feeding`",
        wrong=book(
            a="# One\n\n## Here\n\nText.\n", b="# Two\n\n## Here\n\nText.\n", c="# Three\n\nAs [there](#here).\n"
        ),
        right=book(
            a="# One\n\n## Here\n\nText.\n", b="# Two\n\n## Here\n\nText.\n", c="# Three\n\nAs [there](b.md#here).\n"
        ),
    ),
    Rule(
        id="link.outside",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=("A file outside the book does not come with an ebook or a printed page, so the link is left out."),
        fix="link to its URL, or set `url`, with which octavo completes such links",
        wrong="See [it](other.md).\n",
        right="See [it](https://example.org/other).\n",
    ),
    Rule(
        id="link.empty",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A link without words can be neither seen nor heard, so its URL is shown instead.",
        fix="write what it leads to",
        wrong="See [](https://example.org/).\n",
        right="See [it](https://example.org/).\n",
    ),
    Rule(
        id="link.invalid",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="The link's target is not a valid URL, so readers get its text without the link.",
        fix="look for a space or a missing part in the URL",
        wrong="See [it](http://).\n",
        right="See [it](http://example.org).\n",
    ),
    Rule(
        id="link.scheme",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Links such as `javascript:` run code instead of leading anywhere, so readers get the "
            "text without the link."
        ),
        fix="link to a page",
        wrong='See [it](javascript:alert(1)) and <a href="JavaScript:alert(1)">that</a>.\n',
        right="See [it](mailto:ann@example.org).\n",
    ),
    Rule(
        id="link.duplicate-label",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="When a link label is defined twice, every link that uses it follows the last definition.",
        fix="delete or rename one of the definitions",
        wrong="See [there].\n\n[there]: https://example.org/a\n[there]: https://example.org/b\n",
        right="See [there].\n\n[there]: https://example.org/a\n",
    ),
    Rule(
        id="ref.unresolved",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.ERROR,
        reason="A cross-reference to a label that does not exist shows readers the label itself.",
        fix="use the label that the hint suggests, or add the label to its target",
        wrong="## One {#sec-one}\n\nSee @sec-oen.\n",
        right="## One {#sec-one}\n\nSee @sec-one.\n",
    ),
    Rule(
        id="index.see-missing",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="A *see* or *see also* sends readers to an entry that the index does not have.",
        fix="name an entry exactly, with its main entry if it has one: `hives!on roofs`",
        wrong='The [apple]{.index} and the pear[]{.index entry="pear" see="aple"}.\n',
        right='The [apple]{.index} and the pear[]{.index entry="pear" see="apple"}.\n',
    ),
    Rule(
        id="index.range-open",
        looks_at="stage",
        leaves_out=True,
        severity=Severity.WARNING,
        reason="A range of pages without a start or an end is only one page in the index.",
        fix="mark both places with the same `entry`",
        wrong='All of [it]{.index range="start"}.\n\nThe end.\n',
        right='All of [it]{.index range="start"}.\n\nThe end[]{.index entry="it" range="end"}.\n',
    ),
)
