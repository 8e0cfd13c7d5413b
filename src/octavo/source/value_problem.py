"""What is wrong with one value of a header, before its place is known."""

from __future__ import annotations

TYPE = "header.type"
VALUE = "header.value"
LANG = "lang.invalid"


class ValueProblem(ValueError):  # noqa: N818  (the author's mistake, not the program's)
    """`message` continues the name of the key: `must be text, not a list`. It never leaves the source stage."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint
