"""What runs inside Rasa, looked at from outside: one process in Rasa's environment reports, the tests judge."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.project import read_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """What rasa_facts.py found."""
    python = ROOT / ".venv-rasa" / "bin" / "python"
    done = subprocess.run(
        [str(python), "-m", "tests.unit.rasa_facts"],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "ACTIONS_URL": "http://127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_every_response_variant_is_bound_to_a_language(facts: dict[str, Any]) -> None:
    assert facts["importer"]["greetings"] == ["en", "es"]
    assert facts["importer"]["all_conditional"] is True


def test_questions_become_responses(facts: dict[str, Any]) -> None:
    assert "utter_ask_budget" in facts["importer"]["asks"]


def test_one_model_learns_the_sentences_of_all_languages(facts: dict[str, Any]) -> None:
    project = read_project(ROOT)
    assert facts["importer"]["sentences"] == len(project.examples)
    assert facts["importer"]["rules"] == len(project.rules)


def test_the_conversation_unused_for_longest_is_forgotten(facts: dict[str, Any]) -> None:
    assert facts["store"]["keys"] == ["b", "c", "d"]
    assert facts["store"]["forgotten"] is True


def test_only_the_last_turns_are_remembered_and_they_begin_with_listening(facts: dict[str, Any]) -> None:
    assert facts["store"]["texts"] == ["d3", "d4"]
    assert facts["store"]["first"] == "ActionExecuted"


def test_a_component_that_needs_tensorflow_is_refused_by_name(facts: dict[str, Any]) -> None:
    assert "DIETClassifier, which needs TensorFlow" in facts["refusal"]


def test_the_speed_ups_do_what_they_replace(facts: dict[str, Any]) -> None:
    assert facts["speedups"] == {
        "applied": True,
        "good": True,
        "bad": "refused",
        "event": "UserUttered",
    }
