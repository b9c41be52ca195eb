"""Every error that Viable raises on purpose.

ViableError
├── BadInput                 something given to us is wrong: says what, where, and what was expected
│   ├── BadPlaybook          a playbook or data file: carries a list of ``Problem``
│   └── CurrencyMismatch     two currencies in one sum
├── NotFound                 no such conversation, lead, account, …
├── Conflict                 somebody else changed it first, or holds it
└── Unavailable              a part we depend on did not answer
"""

from __future__ import annotations

from dataclasses import dataclass


class ViableError(Exception):
    """Base of all errors raised on purpose."""


class BadInput(ViableError):
    """Something given to us is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of one file.

    Attributes:
        path: file, relative to the project.
        line: 1-based, or None when the file as a whole is wrong.
        message: what is wrong and what was expected.
    """

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


class BadPlaybook(BadInput):
    """A playbook or data file that cannot be used; the last good one stays active."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class CurrencyMismatch(BadInput):
    """Two currencies in one sum."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"cannot combine {left} with {right}: convert one of them first")


class NotFound(ViableError):
    """What was asked for does not exist."""


class Conflict(ViableError):
    """Somebody else changed it first, or holds it."""


class Unavailable(ViableError):
    """A part we depend on did not answer."""
