"""YAML whose every key and item knows its line, and problems that name path and line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a data file; prints as ``path:line: message``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class BadDialogueData(Exception):
    """The dialogue data cannot be used; holds every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, sorted(problems))))
        self.problems = sorted(problems)


class Table(dict[str, Any]):
    """A YAML mapping; ``lines`` gives the line of each key, ``line`` that of the mapping."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Row(list[Any]):
    """A YAML sequence; ``lines`` gives the line of each item."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


@dataclass
class YamlFile:
    """One parsed file: its content, its path as shown to people, and what was wrong with it."""

    path: str
    content: Any = None
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, message: str) -> None:
        """The problem is noted."""
        self.problems.append(Problem(self.path, line, message))


def read_yaml(path: Path, shown_as: str | None = None) -> YamlFile:
    """The file with its lines; broken YAML is a problem, not an exception."""
    file = YamlFile(shown_as or str(path))
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        file.complain(mark.line + 1 if mark else 1, f"broken YAML: {error.problem or error.context}")
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        file.complain(1, f"cannot be read as YAML in UTF-8: {error}")
    else:
        file.content = _construct(node, file) if node is not None else None
    return file


def _construct(node: yaml.Node, file: YamlFile) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _construct_table(node, file)
    if isinstance(node, yaml.SequenceNode):
        row = Row()
        for item in node.value:
            row.append(_construct(item, file))
            row.lines.append(item.start_mark.line + 1)
        return row
    scalars = yaml.SafeLoader("")
    try:
        return scalars.construct_object(node)
    except yaml.YAMLError as error:
        file.complain(node.start_mark.line + 1, f"unreadable value: {error}")
        return None


def _construct_table(node: yaml.MappingNode, file: YamlFile) -> Table:
    table = Table(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in table:
            file.complain(line, f"“{key}” is here twice (first on line {table.lines[key]})")
        table[key] = _construct(value_node, file)
        table.lines[key] = line
    return table
