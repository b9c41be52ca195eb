"""The trained model: one file per state of what it is trained from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

KEPT = 2  # the current model, and the one before it to go back to

_FILES = ("config.yml", "domain.yml", "requirements/rasa.txt")
_FOLDERS = (("data", "*.yml"), ("bot", "*.py"))
_NOT_TRAINED_FROM = ("bot/extract/",)  # rules that run on each message, and learn nothing


def fingerprint(root: Path) -> str:
    """Twelve hexadecimal digits that change when what the model is trained from changes."""
    total = hashlib.sha256()
    for path in _sources(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def model_path(root: Path, models: Path) -> Path:
    """Where the model for the present training data is, or will be."""
    return models / f"viable-{fingerprint(root)}.tar.gz"


def keep(model: Path) -> None:
    """The model counts as the newest; the oldest beyond those worth keeping are gone."""
    model.touch()
    ours = sorted(model.parent.glob("viable-*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in ours[KEPT:]:
        old.unlink(missing_ok=True)


def _sources(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _FILES if (root / name).exists())
    for folder, pattern in _FOLDERS:
        for path in sorted((root / folder).rglob(pattern)):
            if not path.relative_to(root).as_posix().startswith(_NOT_TRAINED_FROM):
                yield path
