"""The words of data/<language>/terms.yml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from viable.domain.errors import BadPlaybook, Problem

type Terms = Mapping[str, Mapping[str, str]]


def read_terms(data: Path) -> dict[str, Terms]:
    """Language → group → code → words, for every folder of ``data`` that has a terms.yml.

    Raises BadPlaybook when a file cannot be read or a language lacks what another has.
    """
    found: dict[str, Terms] = {}
    for path in sorted(data.glob("*/terms.yml")):
        found[path.parent.name] = _read(path)
    problems = [
        Problem(f"data/{language}/terms.yml", None, f"{key} is missing: another language has it")
        for language, terms in found.items()
        for key in sorted(set().union(*map(_keys, found.values())) - _keys(terms))
    ]
    if problems:
        raise BadPlaybook(problems)
    return found


def _read(path: Path) -> Terms:
    shown = f"data/{path.parent.name}/{path.name}"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise BadPlaybook([Problem(shown, line, f"not YAML: {error.problem}")]) from error
    if not isinstance(content, dict) or not all(isinstance(group, dict) for group in content.values()):
        raise BadPlaybook([Problem(shown, None, "expected groups of `code: words`")])
    return {
        group: {str(code): str(words) for code, words in codes.items()} for group, codes in content.items()
    }


def _keys(terms: Terms) -> set[str]:
    return {f"{group}.{code}" for group, codes in terms.items() for code in codes}
