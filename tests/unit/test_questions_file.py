"""Mistakes in data/questions.yml are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from viable.bootstrap import DATA
from viable.domain.errors import BadPlaybook
from viable.domain.questions import ASKABLE, to_ask
from viable.domain.request import Request
from viable.feeds.questions_file import read_questions

GOOD = (DATA / "questions.yml").read_text(encoding="utf-8")


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "questions.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadPlaybook) as caught:
        read_questions(path, ("es", "en"))
    return str(caught.value)


def test_the_project_s_own_questions_are_sound_and_complete() -> None:
    questions = read_questions(DATA / "questions.yml", ("es", "en"))
    assert {question.id for question in questions} == set(ASKABLE)


def test_questions_are_asked_in_the_order_of_the_file() -> None:
    questions = read_questions(DATA / "questions.yml", ("es", "en"))
    asked = to_ask(questions, ["budget", "volume"], Request(family="bag", quantity=None, customization=None))
    assert [question.id for question in asked] == ["volume", "budget"]


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace("  - id: volume\n", "  - id: [volume\n"))
    assert told.startswith("data/questions.yml:")
    assert "not YAML" in told


def test_an_unknown_id_is_told_with_what_was_expected(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace("- id: volume", "- id: volumen"))
    assert "unknown id volumen: expected one of need, volume" in told
    assert "question volume is missing" in told


def test_a_language_that_lacks_a_text_is_told(tmp_path: Path) -> None:
    line = next(row for row in GOOD.splitlines() if row.strip().startswith("why:"))
    told = problems(tmp_path, GOOD.replace(line + "\n", "", 1))
    assert "need.es lacks why" in told


def test_a_condition_on_an_unknown_name_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace("- id: size\n", "- id: size\n    when: colour == 3\n"))
    assert "size.when cannot be meant" in told


def test_a_quick_reply_without_a_meaning_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace(", value: {size: {size: own}}}", "}"))
    assert "a quick reply of size needs es, en, value" in told


def test_a_condition_decides_whether_a_question_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "questions.yml"
    path.write_text(GOOD.replace("- id: budget\n", "- id: budget\n    when: quantity > 1000\n"))
    questions = read_questions(path, ("es", "en"))
    few = Request(family="bag", quantity=500, customization=None)
    many = Request(family="bag", quantity=5000, customization=None)
    assert to_ask(questions, ["budget"], few) == []
    assert [question.id for question in to_ask(questions, ["budget"], many)] == ["budget"]
