"""Run in Rasa's environment, from the project's root: prints as JSON what test_rasa_side.py looks at."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from bot import speedups, tensorflow_hook

tensorflow_hook.install()

from jsonschema import ValidationError  # noqa: E402 - the hook comes first
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.engine.graph import ExecutionContext, GraphNode, GraphSchema  # noqa: E402
from rasa.nlu.classifiers.diet_classifier import DIETClassifier  # noqa: E402
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402
from rasa.shared.exceptions import InvalidConfigException  # noqa: E402

from bot.importer import ViableImporter  # noqa: E402
from bot.tracker_store import RecentTurns  # noqa: E402


def importer_facts() -> dict[str, Any]:
    """The domain that the importer builds, in a few figures."""
    importer = ViableImporter("config.yml", "domain.yml")
    domain = importer.get_domain()
    variants = domain.responses["utter_greet"]
    greetings = {v["condition"][-1]["value"]: v["text"] for v in variants}
    return {
        "greetings": sorted(greetings),
        "all_conditional": all(v["condition"] for vs in domain.responses.values() for v in vs),
        "asks": sorted(key for key in domain.responses if key.startswith("utter_ask_")),
        "sentences": len(importer.get_nlu_data().training_examples),
        "rules": len(importer.get_stories().story_steps),
    }


async def store_facts() -> dict[str, Any]:
    """What a store of three conversations of two turns remembers."""
    domain = ViableImporter("config.yml", "domain.yml").get_domain()
    store = RecentTurns(domain, max_conversations=3, max_turns=2)
    for sender in "abcd":
        tracker = await store.get_or_create_tracker(sender)
        for turn in range(5):
            entity = {"entity": "language", "value": "en"}
            said = UserUttered(f"{sender}{turn}", {"name": "greet"}, [entity])
            for event in (
                said,
                ActionExecuted("action_next"),
                BotUttered("x"),
                ActionExecuted("action_listen"),
            ):
                tracker.update(event, domain)
        await store.save(tracker)
    remembered: DialogueStateTracker | None = await store.retrieve("d")
    events = list(remembered.events) if remembered else []
    return {
        "keys": list(await store.keys()),
        "forgotten": await store.retrieve("a") is None,
        "texts": [event.text for event in events if isinstance(event, UserUttered)],
        "first": type(events[0]).__name__,
    }


def refusal() -> str:
    """What Rasa says to a pipeline with DIET in this environment."""
    tensorflow_hook.refuse_what_needs_tensorflow()
    context = ExecutionContext(GraphSchema({}))
    try:
        GraphNode(
            node_name="x",
            component_class=DIETClassifier,
            constructor_name="create",
            component_config={},
            fn_name="process",
            inputs={},
            eager=False,
            model_storage=None,
            resource=None,
            execution_context=context,
        )
    except InvalidConfigException as error:
        return str(error)
    return ""


def speedup_facts() -> dict[str, Any]:
    """Whether what the speed-ups put in place does what it replaces."""
    applied = speedups.apply()
    action = RemoteAction("action_next", None)
    try:
        bad = action._validate_action_result({"events": "none"})
    except ValidationError:
        bad = "refused"
    return {
        "applied": applied,
        "good": action._validate_action_result({"events": [], "responses": [{"text": "x"}]}),
        "bad": bad,
        "event": Event.resolve_by_type("user").__name__,
    }


if __name__ == "__main__":
    facts = {
        "importer": importer_facts(),
        "store": asyncio.run(store_facts()),
        "refusal": refusal(),
        "speedups": speedup_facts(),
    }
    sys.stdout.write("\n" + json.dumps(facts) + "\n")
