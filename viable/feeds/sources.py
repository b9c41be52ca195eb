"""Files of the playbook as rows with line numbers; whatever is wrong becomes a problem, and reading goes on."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from viable.domain.errors import Problem

FOLDER = "playbook"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's own parser in C where it was built with it: ten times faster, the same result."""

DEEPEST = 20
"""Levels that no playbook file needs."""

type Path = tuple[str | int, ...]


class Located[T](NamedTuple):
    """A value and the line that it starts on."""

    line: int
    value: T


class Document(NamedTuple):
    """A YAML file as plain data, with the line of every value."""

    data: Any
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of the value at ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class Sources:
    """Reads files by name and collects every problem found in them."""

    def __init__(self, files: Mapping[str, str], folder: str = FOLDER) -> None:
        self._files = files
        self._folder = folder
        self._scalars = yaml.SafeLoader("")
        self._documents: dict[str, Document | None] = {}
        self.problems: list[Problem] = []

    def report(self, name: str, line: int | None, message: str) -> None:
        """Adds a problem, unless it is known already."""
        problem = Problem(f"{self._folder}/{name}", line, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def is_sound(self, name: str) -> bool:
        """True while nothing is wrong with the file itself."""
        path = f"{self._folder}/{name}"
        return all(problem.path != path for problem in self.problems)

    def document(self, name: str) -> Document | None:
        """A YAML file, read once; None when it is missing or broken."""
        if name not in self._documents:
            self._documents[name] = self._composed(name)
        return self._documents[name]

    def _composed(self, name: str) -> Document | None:
        text = self._files.get(name)
        if text is None:
            self.report(name, None, "the file is missing")
            return None
        try:
            node = yaml.compose(text, Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            self.report(name, mark.line + 1 if mark else None, f"no readable YAML: {error.problem}")
            return None
        except yaml.YAMLError as error:
            self.report(name, None, f"no readable YAML: {error}")
            return None
        lines: dict[Path, int] = {}
        data = self._plain(name, node, (), lines)
        return Document(data, lines)

    def one[M: BaseModel](self, name: str, model: type[M]) -> M | None:
        """A whole YAML file as one record."""
        document = self.document(name)
        return None if document is None else self._validated(name, model, document, document.data, ())

    def record[M: BaseModel](self, name: str, model: type[M], document: Document, at: Path) -> M | None:
        """The record at a path of a document; None, with a problem, when it is missing or wrong."""
        data = document.data
        for step in at:
            data = data.get(step) if isinstance(data, dict) else None
        if data is None:
            self.report(name, 1, f"`{'.'.join(map(str, at))}:` is missing")
            return None
        return self._validated(name, model, document, data, at)

    def listed[M: BaseModel](
        self, name: str, key: str, model: type[M], *, others: Sequence[str] = (), is_optional: bool = False
    ) -> list[Located[M]]:
        """The list under ``key`` of a YAML file, one record each; ``others`` are the file's other keys."""
        document = self.document(name)
        if document is None:
            return []
        if not isinstance(document.data, dict):
            self.report(name, 1, f"expected `{key}:` with a list, found {_shown(document.data)}")
            return []
        self._unknown_keys(name, document, (key, *others))
        rows = document.data.get(key, [] if is_optional else None)
        if not isinstance(rows, list):
            self.report(name, document.line_of((key,)), f"expected `{key}:` with a list")
            return []
        found = []
        for n, row in enumerate(rows):
            record = self._validated(name, model, document, row, (key, n))
            if record is not None:
                found.append(Located(document.line_of((key, n)), record))
        return found

    def table[M: BaseModel](self, name: str, model: type[M]) -> list[Located[M]]:
        """A CSV file, one record a row; an empty cell counts as not given."""
        text = self._files.get(name)
        if text is None:
            self.report(name, None, "the file is missing")
            return []
        reader = csv.reader(io.StringIO(text, newline=""))
        header = [cell.strip() for cell in next(reader, [])]
        names = [field.alias or key for key, field in model.model_fields.items()]
        for column in header:
            if column not in names:
                self.report(name, 1, f"unknown column {column!r}{_suggestion(column, names)}")
        required = [f.alias or key for key, f in model.model_fields.items() if f.is_required()]
        missing = [column for column in required if column not in header]
        if missing:
            self.report(name, 1, f"column {', '.join(missing)} is missing")
            return []
        found = []
        for cells in reader:
            row = self._cells(name, reader.line_num, header, cells)
            record = row and self._record(name, model, row, lambda _, line=reader.line_num: line)
            if record:
                found.append(Located(reader.line_num, record))
        return found

    def _cells(
        self, name: str, line: int, header: Sequence[str], cells: Sequence[str]
    ) -> dict[str, str] | None:
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) != len(header):
            self.report(name, line, f"expected {len(header)} cells, found {len(cells)}")
            return None
        pairs = zip(header, (cell.strip() for cell in cells), strict=True)
        return {column: cell for column, cell in pairs if cell}

    def _validated[M: BaseModel](
        self, name: str, model: type[M], document: Document, data: Any, at: Path
    ) -> M | None:
        return self._record(name, model, data, lambda loc: document.line_of((*at, *loc)))

    def _record[M: BaseModel](self, name: str, model: type[M], data: Any, line_of: Any) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                self.report(name, line_of(tuple(problem["loc"])), _message(model, problem))
            return None

    def _unknown_keys(self, name: str, document: Document, known: Sequence[str]) -> None:
        for key in document.data:
            if key not in known:
                self.report(
                    name, document.line_of((key,)), f"unknown key {key!r}{_suggestion(str(key), known)}"
                )

    def _plain(self, name: str, node: yaml.Node | None, at: Path, lines: dict[Path, int]) -> Any:
        """Plain data of a node; duplicate keys, which YAML lets pass in silence, are problems."""
        if node is None:
            return None
        lines[at] = node.start_mark.line + 1
        if len(at) > DEEPEST:
            self.report(name, lines[at], "nested too deeply, or in itself")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(name, child, (*at, n), lines) for n, child in enumerate(node.value)]
        if not isinstance(node, yaml.MappingNode):
            return self._scalar(name, node)
        data: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(name, key_node)
            if key in data:
                self.report(name, key_node.start_mark.line + 1, f"{key!r} is written twice")
            data[key] = self._plain(name, value_node, (*at, key), lines)
        return data

    def _scalar(self, name: str, node: yaml.Node) -> Any:
        """A number, text, date or truth; anything else in its place is a problem."""
        line = node.start_mark.line + 1
        try:
            if isinstance(node, yaml.ScalarNode):
                return self._scalars.construct_object(node)
            self.report(name, line, "a list or a table cannot be a key")
        except (yaml.YAMLError, ValueError) as error:
            self.report(name, line, f"{node.value!r} cannot be read: {str(error).splitlines()[0]}")
        return None


def _message(model: type[BaseModel], problem: Any) -> str:
    """What is wrong and what was expected, in one line."""
    where = ".".join(str(step) for step in problem["loc"])
    last = str(problem["loc"][-1]) if problem["loc"] else "row"
    if problem["type"] == "extra_forbidden":
        return f"unknown key {where!r}{_suggestion(last, _keys_at(model, problem['loc'][:-1]))}"
    if problem["type"] == "missing":
        return f"{where!r} is missing"
    expected = problem["msg"].removeprefix("Value error, ")
    expected = expected[0].lower() + expected[1:]
    return f"{where or 'row'}: {expected}, found {_shown(problem['input'])}"


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Keys that the record at a path within a model knows."""
    for step in path:
        field = model.model_fields.get(str(step))
        inner = getattr(field, "annotation", None)
        candidates = [inner, *getattr(inner, "__args__", ())]
        for candidate in candidates:
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                model = candidate
    return [field.alias or key for key, field in model.model_fields.items()]


def _suggestion(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; expected {', '.join(known)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
