"""The questions of data/questions.yml, turned into the responses that ask and explain them."""

from __future__ import annotations

from typing import Any

from bot.dialogue.located import Row, Table, YamlFile
from bot.dialogue.responses import Response

PARTS = ("ask", "why", "example")


def read_questions(file: YamlFile, languages: list[str]) -> list[Response]:
    """``utter_ask_<id>``, ``utter_why_<id>`` and ``utter_example_<id>`` in every language, in the file's order."""
    content = file.content
    if not isinstance(content, Table) or not isinstance(content.get("questions"), Row):
        if not file.problems:
            file.complain(1, "expected a list `questions:`")
        return []
    rows: Row = content["questions"]
    responses: list[Response] = []
    seen: dict[str, int] = {}
    for row, line in zip(rows, rows.lines, strict=True):
        identity = row.get("id") if isinstance(row, Table) else None
        if not isinstance(identity, str) or not identity.isidentifier():
            file.complain(line, "a question needs an `id:` of letters and _")
            continue
        if identity in seen:
            file.complain(line, f"question “{identity}” is here twice (first on line {seen[identity]})")
        seen[identity] = line
        for language in languages:
            responses.extend(_in_language(row, identity, language, file))
        _check_quick_replies(row, languages, file)
    return responses


def _in_language(row: Table, identity: str, language: str, file: YamlFile) -> list[Response]:
    texts = row.get(language)
    if not isinstance(texts, Table):
        file.complain(row.line, f"question “{identity}” lacks `{language}: {{ask, why, example}}`")
        return []
    responses = []
    for part in PARTS:
        variants = texts.get(part)
        variants = [variants] if isinstance(variants, str) else variants
        if not isinstance(variants, list) or not all(isinstance(v, str) and v.strip() for v in variants):
            file.complain(texts.line, f"question “{identity}” lacks its text `{part}` in “{language}”")
            continue
        line = texts.lines[part]
        as_rasa = tuple({"text": variant} for variant in variants)
        responses.append(Response(f"utter_{part}_{identity}", language, as_rasa, file.path, line))
    return responses


def _check_quick_replies(row: Table, languages: list[str], file: YamlFile) -> None:
    replies: Any = row.get("quick_replies") or Row()
    if not isinstance(replies, Row):
        file.complain(row.lines["quick_replies"], "expected a list of quick replies")
        return
    for reply, line in zip(replies, replies.lines, strict=True):
        if not isinstance(reply, Table) or not isinstance(reply.get("value"), dict):
            file.complain(line, "a quick reply needs a `value:` as in docs/architecture.md")
            continue
        for language in languages:
            if not isinstance(reply.get(language), str):
                file.complain(line, f"a quick reply lacks its title in “{language}”")
