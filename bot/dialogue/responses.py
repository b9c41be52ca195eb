"""What the bot says: responses by key and language, from data/<language>/responses/*.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.dialogue.located import Row, Table, YamlFile

PLACEHOLDER = re.compile(r"\{([^\n{}]+)\}")


@dataclass(frozen=True)
class Response:
    """One response key in one language, with its variants as Rasa takes them."""

    key: str
    language: str
    variants: tuple[dict[str, Any], ...]
    path: str
    line: int

    @property
    def placeholders(self) -> frozenset[str]:
        """Names in braces that some variant wants filled."""
        texts = _texts(list(self.variants))
        return frozenset(name for text in texts for name in PLACEHOLDER.findall(text))

    def for_rasa(self) -> list[dict[str, Any]]:
        """The variants, each on the condition that the conversation is in this language."""
        condition = {"type": "slot", "name": "language", "value": self.language}
        return [
            {**variant, "condition": [*variant.get("condition", []), condition]} for variant in self.variants
        ]


def read_responses(file: YamlFile, language: str) -> list[Response]:
    """The file's responses, in its order; what is malformed is noted in the file's problems."""
    content = file.content
    if not isinstance(content, Table) or not isinstance(content.get("responses"), Table):
        if not file.problems:
            file.complain(1, "expected a table `responses:` of response keys")
        return []
    table = content["responses"]
    found = []
    for key, variants in table.items():
        line = table.lines[key]
        if not key.startswith("utter_"):
            file.complain(line, f"a response key starts with utter_, found “{key}”")
        elif _are_variants(variants, file, line):
            found.append(Response(key, language, tuple(variants), file.path, line))
    return found


def _are_variants(variants: Any, file: YamlFile, line: int) -> bool:
    if not isinstance(variants, Row) or not variants:
        file.complain(line, "expected a list of variants, each `- text: …`")
        return False
    for variant, at in zip(variants, variants.lines, strict=True):
        has_text = isinstance(variant, Table) and isinstance(variant.get("text"), str)
        if not has_text or not variant["text"].strip():
            file.complain(at, "a variant needs a `text:` that is not empty")
            return False
    return True


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []
