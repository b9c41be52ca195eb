"""What must hold between the files of the dialogue data, beyond each file's own form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from bot.dialogue.located import Problem
from bot.dialogue.project import Project
from bot.dialogue.responses import Response

RULES, DOMAIN = "data/rules.yml", "domain.yml"
WITHOUT_EXAMPLES = frozenset({"tap", "nlu_fallback"})
FEWEST_EXAMPLES = 40


def problems_of(project: Project) -> list[Problem]:
    """Every problem of the project, sorted by path and line; empty when it is sound."""
    checks: tuple[Callable[[Project], Iterator[Problem]], ...] = (
        _every_intent_has_a_rule,
        _rules_name_what_exists,
        _sentences_teach_one_intent,
        _intents_have_examples,
        _keys_are_in_every_language,
        _placeholders_agree,
    )
    found = list(project.problems)
    for check in checks:
        found.extend(check(project))
    return sorted(found)


def _every_intent_has_a_rule(project: Project) -> Iterator[Problem]:
    ruled = {step["intent"] for steps, _ in project.rules for step in steps if "intent" in step}
    for intent, line in project.intents.items():
        if intent not in ruled:
            yield Problem(DOMAIN, line, f"intent “{intent}” has no rule in {RULES}")


def _rules_name_what_exists(project: Project) -> Iterator[Problem]:
    keys = {response.key for response in project.responses} | set(project.actions)
    for steps, line in project.rules:
        for step in steps:
            if "intent" in step and step["intent"] not in project.intents:
                yield Problem(RULES, line, f"intent “{step['intent']}” is not in {DOMAIN}")
            if "action" in step and step["action"] not in keys:
                yield Problem(RULES, line, f"action “{step['action']}” is neither a response nor in {DOMAIN}")
        if not any("action" in step for step in steps):
            yield Problem(RULES, line, "a rule needs at least one action")


def _sentences_teach_one_intent(project: Project) -> Iterator[Problem]:
    first: dict[str, tuple[str, str]] = {}
    for example in project.examples:
        here = f"{example.path}:{example.line}"
        intent, place = first.setdefault(example.folded, (example.intent, here))
        if intent != example.intent:
            message = f"“{example.text}” also teaches “{intent}” ({place})"
            yield Problem(example.path, example.line, message)
        elif place != here and example.path == place.rpartition(":")[0]:
            yield Problem(example.path, example.line, f"“{example.text}” is here twice ({place})")
        if example.intent not in project.intents:
            message = f"intent “{example.intent}” is not in {DOMAIN}"
            yield Problem(example.path, example.line, message)


def _intents_have_examples(project: Project) -> Iterator[Problem]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for example in project.examples:
        counts[example.intent, example.language] += 1
    for intent, line in project.intents.items():
        for language in project.languages if intent not in WITHOUT_EXAMPLES else ():
            count = counts[intent, language]
            if count < FEWEST_EXAMPLES:
                message = (
                    f"intent “{intent}” has {count} examples in “{language}”, expected {FEWEST_EXAMPLES}"
                )
                yield Problem(DOMAIN, line, message)


def _by_key(project: Project) -> dict[str, dict[str, Response]]:
    table: dict[str, dict[str, Response]] = defaultdict(dict)
    for response in project.responses:
        table[response.key].setdefault(response.language, response)
    return table


def _keys_are_in_every_language(project: Project) -> Iterator[Problem]:
    table = _by_key(project)
    for response in project.responses:
        first = table[response.key][response.language]
        if first is not response:
            message = f"“{response.key}” is already in {first.path}:{first.line}"
            yield Problem(response.path, response.line, message)
    for key, languages in table.items():
        somewhere = next(iter(languages.values()))
        for language in project.languages:
            if language not in languages:
                message = f"“{key}” is missing in “{language}”"
                yield Problem(somewhere.path, somewhere.line, message)


def _placeholders_agree(project: Project) -> Iterator[Problem]:
    for key, languages in _by_key(project).items():
        for response in languages.values():
            others = [other for other in languages.values() if other is not response]
            for other in others:
                for name in sorted(response.placeholders - other.placeholders):
                    message = (
                        f"unknown placeholder {{{name}}} in “{key}”: “{other.language}” has none of that name"
                    )
                    yield Problem(response.path, response.line, message)
