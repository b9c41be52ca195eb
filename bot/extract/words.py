"""The word tables of a language, read once from ``bot/words/<language>/<name>.yml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.extract.model import fold

WORDS = Path(__file__).resolve().parent.parent / "words"
# Every scalar stays a string: YAML would read "no", "on" and "y" as booleans.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@lru_cache(maxsize=64)
def table(language: str, name: str) -> dict[str, Any]:
    """The table's rows with every string folded (lower case, no accents), keys included.

    Raises:
        FileNotFoundError: when the language has no such table.
    """
    with (WORDS / language / f"{name}.yml").open(encoding="utf-8") as file:
        content: dict[str, Any] = _folded(yaml.load(file, Loader=_LOADER))  # noqa: S506 (it makes strings only)
    return content


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have word tables, in alphabetical order."""
    return tuple(sorted(folder.name for folder in WORDS.iterdir() if folder.is_dir()))


def _folded(node: Any) -> Any:
    if isinstance(node, dict):
        return {fold(key): _folded(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_folded(item) for item in node]
    return fold(node) if isinstance(node, str) else node
