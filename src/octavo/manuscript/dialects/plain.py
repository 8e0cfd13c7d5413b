"""The Markdown of folders that no tool has files in: GitHub's, and the marks of whatever builder they were written for.

That is what `honkit` prepares, but for one thing: an unknown `{{ name }}` is text here.
"""

from __future__ import annotations

from dataclasses import replace

from octavo.manuscript.dialects import honkit
from octavo.model.dialect import DialectTraits

DIALECT = replace(honkit.DIALECT, name="plain", traits=DialectTraits(hints=honkit.DIALECT.traits.hints))
