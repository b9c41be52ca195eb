"""data/questions.yml as questions; every mistake with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rule_engine.errors
import yaml

from viable.domain.conversation import Choice, Json
from viable.domain.errors import BadPlaybook, Problem
from viable.domain.questions import ASKABLE, Question, condition

SHOWN = "data/questions.yml"
KEYS = {"id", "when", "quick_replies"}
TEXTS = {"ask", "why", "example"}


def read_questions(path: Path, languages: tuple[str, ...]) -> tuple[Question, ...]:
    """The rows, in the order asked; raises BadPlaybook with every problem found."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise BadPlaybook([Problem(SHOWN, line, f"not YAML: {error.problem}")]) from error
    rows = _rows(node)
    problems: list[Problem] = []
    questions = [_question(row, line, languages, problems) for row, line in rows]
    seen = [question.id for question in questions]
    problems += [
        Problem(SHOWN, None, f"question {topic} is missing") for topic in ASKABLE if topic not in seen
    ]
    if problems:
        raise BadPlaybook(problems)
    return tuple(questions)


def _rows(node: Any) -> list[tuple[Json, int]]:
    """Each question with the line that it starts on."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "questions" and isinstance(value, yaml.SequenceNode):
                loader = yaml.SafeLoader("")
                return [
                    (row if isinstance(row, dict) else {}, item.start_mark.line + 1)
                    for item in value.value
                    for row in [loader.construct_object(item, deep=True)]
                ]
    raise BadPlaybook([Problem(SHOWN, 1, "expected `questions:` with a list of questions")])


def _question(row: Json, line: int, languages: tuple[str, ...], problems: list[Problem]) -> Question:
    topic = str(row.get("id"))
    if topic not in ASKABLE:
        problems.append(Problem(SHOWN, line, f"unknown id {topic}: expected one of {', '.join(ASKABLE)}"))
    unknown = row.keys() - KEYS - set(languages)
    if unknown:
        problems.append(
            Problem(SHOWN, line, f"unknown key {', '.join(sorted(map(str, unknown)))} in {topic}")
        )
    for language in languages:
        texts = row.get(language)
        missing = TEXTS - (texts.keys() if isinstance(texts, dict) else set())
        if missing:
            problems.append(Problem(SHOWN, line, f"{topic}.{language} lacks {', '.join(sorted(missing))}"))
    when = None
    if row.get("when") is not None:
        try:
            when = condition(str(row["when"]))
        except rule_engine.errors.EngineError as error:
            problems.append(Problem(SHOWN, line, f"{topic}.when cannot be meant: {error}"))
    return Question(topic, when, _replies(row, line, topic, languages, problems))


def _replies(
    row: Json, line: int, topic: str, languages: tuple[str, ...], problems: list[Problem]
) -> tuple[Choice, ...]:
    choices = []
    for reply in row.get("quick_replies") or ():
        if (
            not isinstance(reply, dict)
            or not isinstance(reply.get("value"), dict)
            or set(languages) - reply.keys()
        ):
            expected = ", ".join([*languages, "value"])
            problems.append(Problem(SHOWN, line, f"a quick reply of {topic} needs {expected}"))
            continue
        words = {language: str(reply[language]) for language in languages}
        choices.append(Choice({"kind": "by_language", "words": words}, reply["value"]))
    return tuple(choices)
