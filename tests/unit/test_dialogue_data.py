"""The dialogue data is checked without Rasa, and every mistake is named with its file and line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.dialogue.check import problems_of
from bot.dialogue.located import read_yaml
from bot.dialogue.project import read_project

ROOT = Path(__file__).resolve().parents[2]

NLU = "nlu:\n- intent: {intent}\n  examples: |\n"
RULES = """rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: thank
  steps:
  - intent: thank
  - action: action_next
"""
DOMAIN = "intents:\n  - greet\n  - thank\nactions:\n  - action_next\n"
QUESTIONS = """questions:
  - id: budget
    es: {ask: "¿Cuánto?", why: "Porque sí.", example: "Mil."}
    en: {ask: "How much?", why: "Because.", example: "A thousand."}
    quick_replies:
      - {es: "Mil", en: "A thousand", value: {money: {}}}
"""


def sentences(intent: str, language: str, count: int = 40) -> str:
    words = "abcdefghijklmnopqrstuvwxyz"
    lines = (f"    - {intent} {language} {words[i // 26]}{words[i % 26]}\n" for i in range(count))
    return NLU.format(intent=intent) + "".join(lines)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project without a problem."""
    for language, said in (("es", "Hola"), ("en", "Hello")):
        folder = tmp_path / "data" / language
        (folder / "nlu").mkdir(parents=True)
        (folder / "responses").mkdir()
        for intent in ("greet", "thank"):
            (folder / "nlu" / f"{intent}.yml").write_text(sentences(intent, language))
        text = f'responses:\n  utter_greet:\n    - text: "{said} {{name}}"\n'
        (folder / "responses" / "dialogue.yml").write_text(text)
    (tmp_path / "data" / "rules.yml").write_text(RULES)
    (tmp_path / "data" / "questions.yml").write_text(QUESTIONS)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    return tmp_path


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in problems_of(read_project(root))]


def test_a_sound_project_has_no_problem(project: Path) -> None:
    assert problems(project) == []


def test_a_response_missing_in_one_language_is_named(project: Path) -> None:
    path = project / "data/es/responses/dialogue.yml"
    path.write_text(path.read_text() + "  utter_bye:\n    - text: Adiós\n")
    assert problems(project) == ["data/es/responses/dialogue.yml:4: “utter_bye” is missing in “en”"]


def test_a_placeholder_that_the_other_language_lacks_is_named(project: Path) -> None:
    path = project / "data/es/responses/dialogue.yml"
    path.write_text(path.read_text().replace("{name}", "{nmae}"))
    found = problems(project)
    assert any("es/responses/dialogue.yml:2: unknown placeholder {nmae}" in line for line in found)


def test_an_intent_without_a_rule_is_named(project: Path) -> None:
    (project / "domain.yml").write_text(DOMAIN.replace("  - thank\n", "  - thank\n  - stop\n"))
    assert "domain.yml:4: intent “stop” has no rule in data/rules.yml" in problems(project)


def test_a_rule_with_an_unknown_action_is_named(project: Path) -> None:
    (project / "data/rules.yml").write_text(RULES.replace("utter_greet", "utter_gret"))
    assert problems(project) == [
        "data/rules.yml:2: action “utter_gret” is neither a response nor in domain.yml"
    ]


def test_a_sentence_under_two_intents_is_named_whatever_its_accents(project: Path) -> None:
    path = project / "data/es/nlu/thank.yml"
    path.write_text(path.read_text() + "    - Gréet es AA!\n")
    assert problems(project) == [
        "data/es/nlu/thank.yml:44: “Gréet es AA!” also teaches “greet” (data/es/nlu/greet.yml:4)"
    ]


def test_an_intent_with_few_sentences_is_named(project: Path) -> None:
    (project / "data/en/nlu/greet.yml").write_text(sentences("greet", "en", 12))
    assert problems(project) == ["domain.yml:2: intent “greet” has 12 examples in “en”, expected 40"]


def test_a_line_that_is_no_example_is_named(project: Path) -> None:
    path = project / "data/en/nlu/greet.yml"
    path.write_text(path.read_text() + "    hello there\n")
    assert problems(project) == [
        "data/en/nlu/greet.yml:44: an example is a line `- sentence`, found “hello there”"
    ]


def test_broken_yaml_is_a_problem_with_its_line_and_not_an_exception(project: Path) -> None:
    (project / "data/es/responses/dialogue.yml").write_text("responses:\n  utter_greet: [\n")
    assert any(line.startswith("data/es/responses/dialogue.yml:3: broken YAML") for line in problems(project))


def test_a_key_written_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "twice.yml"
    path.write_text("a: 1\nb: 2\na: 3\n")
    assert [str(problem) for problem in read_yaml(path, "twice.yml").problems] == [
        "twice.yml:3: “a” is here twice (first on line 1)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('why: "Because.", ', "", "data/questions.yml:4: question “budget” lacks its text `why` in “en”"),
        ('en: "A thousand", ', "", "data/questions.yml:6: a quick reply lacks its title in “en”"),
        ("id: budget", "id: 7", "data/questions.yml:2: a question needs an `id:` of letters and _"),
    ],
)
def test_a_question_that_lacks_something_is_named(project: Path, old: str, new: str, expected: str) -> None:
    (project / "data/questions.yml").write_text(QUESTIONS.replace(old, new))
    assert expected in problems(project)


def test_a_question_becomes_three_responses_in_each_language(project: Path) -> None:
    found = {(r.key, r.language) for r in read_project(project).responses if "budget" in r.key}
    assert found == {
        (f"utter_{part}_budget", language) for part in ("ask", "why", "example") for language in ("es", "en")
    }


def test_every_variant_for_rasa_carries_the_condition_of_its_language(project: Path) -> None:
    response = next(r for r in read_project(project).responses if r.key == "utter_greet")
    assert response.for_rasa() == [
        {
            "text": "Hello {name}",
            "condition": [{"type": "slot", "name": "language", "value": "en"}],
        }
    ]


def test_the_projects_own_data_is_sound() -> None:
    command = [sys.executable, str(ROOT / "tools" / "check_dialogue.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout


def test_the_check_exits_with_one_and_prints_each_problem(project: Path) -> None:
    (project / "data/rules.yml").write_text(RULES.replace("utter_greet", "utter_gret"))
    command = [sys.executable, str(ROOT / "tools" / "check_dialogue.py"), str(project)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("data/rules.yml:2: ")
