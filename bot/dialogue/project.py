"""All dialogue data of a project folder, read once, with every problem found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue.examples import Example, read_examples
from bot.dialogue.located import Problem, Row, Table, YamlFile, read_yaml
from bot.dialogue.questions import read_questions
from bot.dialogue.responses import Response, read_responses


@dataclass
class Project:
    """What `data/` and `domain.yml` hold.

    Attributes:
        languages: names of the folders below `data/` that hold training sentences, sorted.
        intents, actions: names that `domain.yml` lists, with their lines.
        rules: steps of each rule, in the file's order, with the line of the rule.
    """

    languages: list[str]
    examples: list[Example] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    intents: dict[str, int] = field(default_factory=dict)
    actions: dict[str, int] = field(default_factory=dict)
    rules: list[tuple[list[dict[str, Any]], int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_project(root: Path) -> Project:
    """The project below `root`; a missing or broken file is a problem in it."""
    data = root / "data"
    project = Project(sorted(folder.parent.name for folder in data.glob("*/nlu") if folder.is_dir()))
    for language in project.languages:
        for path in sorted((data / language / "nlu").glob("*.yml")):
            file = _read(path, root)
            project.examples.extend(read_examples(file, language))
            project.problems.extend(file.problems)
        for path in sorted((data / language / "responses").glob("*.yml")):
            file = _read(path, root)
            project.responses.extend(read_responses(file, language))
            project.problems.extend(file.problems)
    questions = _read(data / "questions.yml", root)
    project.responses.extend(read_questions(questions, project.languages))
    project.problems.extend(questions.problems)
    _read_domain(project, _read(root / "domain.yml", root))
    _read_rules(project, _read(data / "rules.yml", root))
    return project


def _read(path: Path, root: Path) -> YamlFile:
    return read_yaml(path, path.relative_to(root).as_posix())


def _read_domain(project: Project, file: YamlFile) -> None:
    content = file.content if isinstance(file.content, Table) else {}
    for name, names in (("intents", project.intents), ("actions", project.actions)):
        rows = content.get(name)
        if not isinstance(rows, Row):
            file.complain(1, f"expected a list `{name}:`")
            continue
        for row, line in zip(rows, rows.lines, strict=True):
            names[next(iter(row)) if isinstance(row, dict) else str(row)] = line
    project.problems.extend(file.problems)


def _read_rules(project: Project, file: YamlFile) -> None:
    rows = file.content.get("rules") if isinstance(file.content, Table) else None
    if isinstance(rows, Row):
        for row, line in zip(rows, rows.lines, strict=True):
            steps = row.get("steps") if isinstance(row, Table) else None
            if isinstance(steps, list) and all(isinstance(step, dict) for step in steps):
                project.rules.append((steps, line))
            else:
                file.complain(line, "a rule needs `steps:`, a list of `- intent: …` and `- action: …`")
    elif not file.problems:
        file.complain(1, "expected a list `rules:`")
    project.problems.extend(file.problems)
