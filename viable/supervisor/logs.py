"""The processes' logs: what in them is worth a line on the terminal, and how they stay small."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

PASSED_ON = "First sign-in"
"""A line that begins so is meant for whoever started Viable: the admin's one-time link."""

LARGEST_BYTES = 20_000_000

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ERROR = re.compile(r"\b(ERROR|CRITICAL)\b")


class Log:
    """A process's log, read as it grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._read = path.stat().st_size
        self._rest = b""

    def new_lines(self) -> list[str]:
        """Whole lines written since the last call, oldest first, without colours."""
        with self.path.open("rb") as log:
            log.seek(self._read)
            written = log.read()
        self._read += len(written)
        *lines, self._rest = (self._rest + written).split(b"\n")
        return [_COLOUR.sub("", line.decode(errors="replace")).rstrip() for line in lines]

    def keep_small(self) -> None:
        """A log that grew too large goes on empty, its past in ``….log.1``; call after `new_lines`."""
        if self._read > LARGEST_BYTES:
            shutil.copy2(self.path, self.path.with_name(f"{self.path.name}.1"))
            # Processes append, so that the file may be cut while they have it open.
            with self.path.open("r+b") as log:
                log.truncate()
            self._read = 0


def for_the_terminal(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines to pass on as they are, and those that tell of errors."""
    passed_on = [line for line in lines if line.startswith(PASSED_ON)]
    errors = [line for line in lines if _ERROR.search(line)]
    return passed_on, errors


def last_words(lines: list[str]) -> str:
    """The line that says best why a process ended: its last error, else the last line that says something."""
    said = [line for line in lines if line.strip()]
    errors = [line for line in said if _ERROR.search(line)]
    # A traceback ends with its exception, at the margin; what it printed before is about something else.
    return next(iter(reversed(said if said and _is_exception(said[-1]) else errors or said)), "")


def _is_exception(line: str) -> bool:
    return re.match(r"[\w.]+(Error|Exception|Interrupt|Exit)\b", line) is not None
