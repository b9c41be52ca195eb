"""The one business action: what was understood goes in, the step's responses are uttered."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from viable.bootstrap import App, app
from viable.domain.conversation import Json, Step, Understanding

NOT_SALES = ("language", "phase")
GUESSABLE = ("ask_", "want_", "existing_", "notify_", "stop", "restart", "switch_")
"""Beginnings of the intents that may be offered as a button."""
LEAST_CONFIDENCE = 0.15


class ActionNext(Action):
    """Advances the conversation by the message that the tracker holds."""

    def name(self) -> str:
        return "action_next"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """The step is uttered; the store, not Rasa, remembers it, so there are no events."""
        del domain
        business = app()
        heard, now = understanding(tracker.latest_message)
        step = await asyncio.to_thread(business.conversations.advance, tracker.sender_id, heard, now)
        utter(dispatcher, step, business)
        return []


def understanding(message: Json) -> tuple[Understanding, datetime]:
    """What ``bot/`` read, and when the message was sent (UTC).

    Args:
        message: Rasa's parsed message, with the ``acts`` and metadata that docs/architecture.md describes.
    """
    metadata = message.get("metadata") or {}
    entities = tuple(
        {name: entity.get(name) for name in ("entity", "value", "start", "end")}
        for entity in message.get("entities") or ()
        if entity["entity"] not in NOT_SALES
    )
    spoken = next((e["value"] for e in message.get("entities") or () if e["entity"] == "language"), None)
    intent = (message.get("intent") or {}).get("name") or "nlu_fallback"
    heard = Understanding(
        message_id=metadata["message_id"],
        text="" if intent == "tap" else message.get("text") or "",
        intent=intent,
        language=spoken or metadata.get("language") or "es",
        entities=entities,
        acts=tuple(act["intent"] for act in message.get("acts") or ()),
        guesses=_guesses(message) if intent == "nlu_fallback" else (),
        is_tap=intent == "tap",
    )
    return heard, datetime.fromisoformat(metadata["now"]).astimezone(UTC)


def _guesses(message: Json) -> tuple[str, ...]:
    """Questions and wishes that the message may have meant; answers are guessed by the open question's buttons."""
    ranking = message.get("intent_ranking") or ()
    return tuple(
        guess["name"]
        for guess in ranking
        if guess["name"].startswith(GUESSABLE) and guess.get("confidence", 0.0) >= LEAST_CONFIDENCE
    )[:2]


def utter(dispatcher: CollectingDispatcher, step: Step, business: App) -> None:
    """Each response of the step, in order; the buttons come with the last.

    Values must not be named as parameters of the SDK's ``utter_message`` are: "text" would replace the response.
    """
    wording = business.wording
    for position, say in enumerate(step.says, start=1):
        is_last = position == len(step.says)
        buttons = [
            {"title": wording.value(choice.title, step.language), "payload": json.dumps(choice.payload)}
            for choice in step.choices
        ]
        dispatcher.utter_message(
            response=say.key,
            buttons=buttons if is_last and buttons else None,
            **{name: _plain(text) for name, text in wording.values(say.values, step.language).items()},
        )


def _plain(text: str) -> str:
    """The text without what Rasa takes for a placeholder it has missed; it would show the bare template instead."""
    return text.replace("0[", "0 [")
