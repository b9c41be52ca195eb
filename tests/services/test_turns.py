"""The front door's way into a conversation: stored first, answered always, once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.services.conftest import MONDAY
from viable.bootstrap import App
from viable.domain.conversation import Json, Source, Step
from viable.domain.errors import BadInput, NotFound, Unavailable
from viable.services.turns import RETRIES, Turns
from viable.services.typed import clean


@dataclass
class ScriptedRasa:
    """Answers every message by echoing it, stores a step as the action server would, or is down."""

    app: App
    heard: list[tuple[str, Json]] = field(default_factory=list)
    is_down: bool = False
    is_without_actions: bool = False

    def turn(self, conversation_id: str, text: str, metadata: Json) -> list[Json]:
        if self.is_down:
            raise Unavailable("down")
        self.heard.append((text, metadata))
        if self.is_without_actions:
            return [{"text": "only what Rasa itself says"}]
        with self.app.store.write() as tx:
            if tx.conversations.step(metadata["message_id"]) is None:
                tx.conversations.add_step(metadata["message_id"], conversation_id, Step("ask", ()), MONDAY)
        button = {"title": "Con logo", "payload": '{"customization": {"level": "logo"}}'}
        return [{"text": f"eco: {text}"}, {"text": "¿Algo más?", "buttons": [button]}]


@dataclass
class FrontDoor:
    """Turns on a scripted Rasa, with a clock that the test moves; turns run when they are submitted."""

    app: App
    rasa: ScriptedRasa
    now: datetime = MONDAY
    given_up: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        def submit(job: Callable[[], None]) -> None:
            job()

        self.turns = Turns(
            self.app.store,
            self.rasa,
            self.app.wording,
            clock=lambda: self.now,
            submit=submit,
            give_up=lambda _, conversation, __: self.given_up.append(conversation.id),
            questions=9,
        )
        self.id = self.turns.open(Source("/"), language="es", timezone="Europe/Madrid")

    def lines(self) -> list[tuple[str, str]]:
        return [(item.kind, item.text) for item in self.turns.items(self.id).items]


@pytest.fixture
def door(app: App, tmp_path: Path) -> FrontDoor:
    return FrontDoor(app, ScriptedRasa(app))


def test_a_new_conversation_says_that_it_is_an_automated_assistant(door: FrontDoor) -> None:
    assert "asistente automático" in door.lines()[0][1]


def test_an_unknown_language_or_zone_gets_the_default(door: FrontDoor) -> None:
    conversation_id = door.turns.open(Source("/"), language="xx", timezone="../../etc/passwd")
    assert door.turns.items(conversation_id).state.language == "es"


def test_a_message_is_stored_answered_and_shown_in_order(door: FrontDoor) -> None:
    door.turns.receive(door.id, "c1", text="hola")
    assert door.lines()[1:] == [("prospect", "hola"), ("bot", "eco: hola\n¿Algo más?")]
    assert not door.turns.items(door.id).state.is_thinking


def test_the_same_client_id_is_answered_once(door: FrontDoor) -> None:
    for _ in range(3):
        door.turns.receive(door.id, "c1", text="hola")
    assert len(door.rasa.heard) == 1
    assert len(door.lines()) == 3


def test_rasa_gets_what_the_turn_is_about(door: FrontDoor) -> None:
    door.turns.receive(door.id, "c1", text="hola")
    metadata = door.rasa.heard[0][1]
    assert metadata["now"] == "2026-11-23T11:42:00+01:00"
    assert metadata["timezone"] == "Europe/Madrid"
    assert {"message_id", "page_language", "language", "currency", "asked", "phase"} <= metadata.keys()


def test_a_tapped_button_becomes_the_payload_that_only_the_server_knows(door: FrontDoor) -> None:
    door.turns.receive(door.id, "c1", text="hola")
    [button] = door.turns.items(door.id).items[-1].buttons
    door.turns.receive(door.id, "c2", button=button.token)
    assert door.rasa.heard[-1][0] == '/tap{"customization": {"level": "logo"}}'
    assert ("prospect", "Con logo") in door.lines()


def test_a_button_of_another_conversation_is_refused(door: FrontDoor) -> None:
    with pytest.raises(BadInput, match="no such button"):
        door.turns.receive(door.id, "c1", button="guessed")


def test_an_unknown_conversation_is_not_found(door: FrontDoor) -> None:
    with pytest.raises(NotFound):
        door.turns.receive("nobody", "c1", text="hola")


@pytest.mark.parametrize(
    "typed", ['/intent{"budget": 5}', "/restart", "  /tap{}", "<script>alert(1)</script>"]
)
def test_commands_and_markup_are_not_understood_as_anything(door: FrontDoor, typed: str) -> None:
    door.turns.receive(door.id, "c1", text=typed)
    assert door.rasa.heard[0][0] == "·"
    assert ("prospect", typed.strip()) in door.lines()


@pytest.mark.parametrize("before", ["<b>", "<b>\u00a0", "<b>\u3000/", "<a>/<b>\n", "//"])
def test_nothing_that_is_typed_begins_with_a_slash_once_white_space_is_gone(
    door: FrontDoor, before: str
) -> None:
    door.turns.receive(door.id, "c1", text=before + '/tap{"consent": {"is_given": true}}')
    assert not door.rasa.heard[0][0].strip().startswith("/")


@pytest.mark.parametrize(
    ("typed", "notice"), [("", "ningún texto"), ("\x00\x07", "ningún texto"), ("x" * 10_000, "muy largo")]
)
def test_what_cannot_be_taken_is_answered_kindly_and_reaches_nobody(
    door: FrontDoor, typed: str, notice: str
) -> None:
    door.turns.receive(door.id, "c1", text=typed)
    assert door.rasa.heard == []
    kind, text = door.lines()[-1]
    assert kind == "notice"
    assert notice in text


def test_control_and_direction_characters_are_taken_out() -> None:
    assert clean("ho\x00la \u202eevil\u202c\nmundo") == "hola evil\nmundo"


def test_a_failed_turn_is_told_once_kept_and_tried_again(door: FrontDoor) -> None:
    door.rasa.is_down = True
    door.turns.receive(door.id, "c1", text="hola")
    assert door.lines()[-1][0] == "notice"
    assert door.turns.items(door.id).state.is_thinking
    door.now += RETRIES[0]
    door.turns.sweep()
    assert len([line for line in door.lines() if line[0] == "notice"]) == 1
    door.rasa.is_down = False
    door.now += RETRIES[1]
    door.turns.sweep()
    assert door.lines()[-1] == ("bot", "eco: hola\n¿Algo más?")


def test_an_answer_without_a_step_is_a_failed_turn(door: FrontDoor) -> None:
    door.rasa.is_without_actions = True
    door.turns.receive(door.id, "c1", text="hola")
    assert door.lines()[-1][0] == "notice"


def test_messages_behind_a_failed_one_wait_and_are_answered_in_order(door: FrontDoor) -> None:
    door.rasa.is_down = True
    door.turns.receive(door.id, "c1", text="uno")
    door.turns.receive(door.id, "c2", text="dos")
    door.rasa.is_down = False
    door.now += RETRIES[0]
    door.turns.sweep()
    assert [text for text, _ in door.rasa.heard] == ["uno", "dos"]


def test_when_all_tries_fail_a_person_takes_over_and_the_prospect_is_told(door: FrontDoor) -> None:
    door.rasa.is_down = True
    door.turns.receive(door.id, "c1", text="hola")
    for wait in RETRIES:
        door.now += wait + timedelta(seconds=1)
        door.turns.sweep()
    assert door.given_up == [door.id]
    assert "una persona" in door.lines()[-1][1]
    assert not door.turns.items(door.id).state.is_thinking


def test_a_turn_that_somebody_else_runs_is_left_to_them(door: FrontDoor) -> None:
    with door.app.store.write() as tx:
        tx.conversations.take_lease(door.id, "another process", door.now, door.now + timedelta(seconds=30))
    door.turns.receive(door.id, "c1", text="hola")
    assert door.rasa.heard == []
    door.now += timedelta(seconds=31)
    door.turns.sweep()
    assert [text for text, _ in door.rasa.heard] == ["hola"]


@dataclass
class LateRasa(ScriptedRasa):
    """Its first turn outlasts the lease, another process answers meanwhile, and then it fails."""

    door: FrontDoor | None = None

    def turn(self, conversation_id: str, text: str, metadata: Json) -> list[Json]:
        door, self.door = self.door, None
        if door is None:
            return super().turn(conversation_id, text, metadata)
        door.now += timedelta(seconds=40)
        door.turns.sweep()
        raise Unavailable("too late")


def test_a_late_failure_does_not_open_a_turn_again_that_another_process_answered(app: App) -> None:
    rasa = LateRasa(app)
    door = FrontDoor(app, rasa)
    rasa.door = door
    door.turns.receive(door.id, "c1", text="hola")
    for _ in range(3):
        door.now += timedelta(seconds=61)
        door.turns.sweep()
    assert door.lines()[1:] == [("prospect", "hola"), ("bot", "eco: hola\n¿Algo más?")]


@dataclass
class BrokenRasa(ScriptedRasa):
    """Answers with a button that nobody can read."""

    def turn(self, conversation_id: str, text: str, metadata: Json) -> list[Json]:
        replies = super().turn(conversation_id, text, metadata)
        return [*replies, {"text": "?", "buttons": [{"title": "?", "payload": "/not json"}]}]


def test_a_turn_that_breaks_in_an_unforeseen_way_ends_with_a_person_too(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    door = FrontDoor(app, BrokenRasa(app))
    door.turns.receive(door.id, "c1", text="soy Ana Ruiz")
    for _ in RETRIES:
        door.now += timedelta(seconds=61)
        door.turns.sweep()
    assert door.given_up == [door.id]
    assert "una persona" in door.lines()[-1][1]
    assert "JSONDecodeError" in caplog.text
    assert "Ana Ruiz" not in caplog.text


def test_a_conversation_waits_for_a_thread_once_however_often_it_is_started(app: App) -> None:
    jobs: list[Callable[[], None]] = []
    door = FrontDoor(app, ScriptedRasa(app))
    door.turns = Turns(
        app.store,
        door.rasa,
        app.wording,
        clock=lambda: door.now,
        submit=jobs.append,
        give_up=lambda _, __, ___: None,
        questions=9,
    )
    door.turns.receive(door.id, "c1", text="hola")
    for _ in range(50):
        door.turns.sweep()
    door.turns.receive(door.id, "c2", text="adiós")
    assert len(jobs) == 1
    jobs.pop()()
    assert [text for text, _ in door.rasa.heard] == ["hola", "adiós"]
