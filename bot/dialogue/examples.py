"""Sentences that teach the intents, from data/<language>/nlu/<intent>.yml."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue.located import Row, Table, YamlFile
from bot.intents.features import fold


@dataclass(frozen=True)
class Example:
    """One training sentence and where it stands."""

    text: str
    intent: str
    language: str
    path: str
    line: int

    @property
    def folded(self) -> str:
        """The sentence as the classifier sees it: two examples with the same form are one sentence."""
        return fold(self.text)


def read_examples(file: YamlFile, language: str) -> list[Example]:
    """The file's sentences, in its order; what is malformed is noted in the file's problems."""
    content = file.content
    if not isinstance(content, Table) or not isinstance(content.get("nlu"), Row):
        if not file.problems:
            file.complain(1, "expected a list `nlu:` of `- intent: …` with `examples: |`")
        return []
    found: list[Example] = []
    for row, line in zip(content["nlu"], content["nlu"].lines, strict=True):
        intent = row.get("intent") if isinstance(row, Table) else None
        block = row.get("examples") if isinstance(row, Table) else None
        if not isinstance(intent, str) or not isinstance(block, str):
            file.complain(line, "expected `intent: name` and `examples: |` with a sentence a line")
            continue
        found.extend(_sentences(block, intent, language, row.lines["examples"], file))
    return found


def _sentences(block: str, intent: str, language: str, above: int, file: YamlFile) -> list[Example]:
    found = []
    for number, line in enumerate(block.split("\n"), start=above + 1):
        if not line.strip():
            continue
        if not line.startswith("- ") or not line[2:].strip():
            file.complain(number, f"an example is a line `- sentence`, found “{line.strip()[:40]}”")
            continue
        found.append(Example(line[2:].strip(), intent, language, file.path, number))
    return found
