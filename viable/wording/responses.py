"""The dialogue's own sentences, for entrances that are no dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from viable.domain.conversation import Say
from viable.wording.wording import Wording

type Texts = Mapping[str, Mapping[str, str]]
"""Language → response key → its first text."""


def read_responses(data: Path, languages: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Every response of every language, in its first variant."""
    return {language: _read(data / language / "responses") for language in languages}


class Sentences:
    """What the chat would say, as text."""

    def __init__(self, texts: Texts, wording: Wording) -> None:
        self._texts = texts
        self._wording = wording

    def text(self, say: Say, language: str) -> str:
        """The response with its values; its key when no such response exists."""
        pattern = self._texts.get(language, {}).get(say.key, say.key)
        return pattern.format(**self._wording.values(say.values, language))


def _read(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        texts |= {key: variants[0]["text"] for key, variants in content["responses"].items()}
    return texts
