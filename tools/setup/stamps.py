"""Marks that say what something was made from, so that it is made again only when that changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Sequence


def digest(files: Iterable[Path]) -> str:
    """A hash of the files' names and contents; the order given does not matter."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.name.encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """The mark in ``path`` for what was made from ``sources``."""

    path: Path
    sources: Sequence[Path]

    def is_current(self) -> bool:
        """True when it was made from the sources as they are now."""
        return self.path.exists() and self.path.read_text().strip() == digest(self.sources)

    def renew(self) -> None:
        """What was made counts as current."""
        self.path.write_text(digest(self.sources) + "\n")

    def forget(self) -> None:
        """What was made counts as stale, so that a step that breaks off is done again."""
        if self.path.exists():
            self.path.unlink()
