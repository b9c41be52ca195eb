"""What every store does, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from viable.domain.conversation import Answer, Button, Conversation, Message, Say, Source, State, Step
from viable.domain.errors import NotFound
from viable.domain.lead import Attempt, HandOff, Lead
from viable.domain.staff import Account, SignInLink
from viable.storage.store import SqlStore

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
WEEK = date(2026, 11, 23)


@pytest.fixture
def conversation(store: SqlStore) -> Conversation:
    made = Conversation("c1", NOW, Source("/", "", {}), "Europe/Madrid", "es", State())
    with store.write() as tx:
        tx.conversations.add(made)
    return made


def message(client_id: str = "m", **changes: object) -> Message:
    values = {
        "id": uuid4().hex,
        "conversation_id": "c1",
        "client_id": client_id,
        "text": "hola",
        "payload": None,
    }
    return Message(**{**values, "at": NOW, **changes})  # type: ignore[arg-type]  # a test's shorthand


def test_a_conversation_comes_back_as_it_was_saved(store: SqlStore, conversation: Conversation) -> None:
    answer = Answer("budget", {"min": None, "max": "1500"}, "1500", "m1", NOW)
    conversation.state.answers["budget"] = answer
    conversation.state.phase = "offer"
    with store.write() as tx:
        tx.conversations.save(conversation, [answer])
    with store.read() as tx:
        assert tx.conversations.get("c1") == conversation
        assert tx.conversations.history("c1") == [answer]


def test_an_unknown_conversation_is_not_found(store: SqlStore) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        tx.conversations.get("nobody")


def test_a_write_that_fails_leaves_nothing_behind(store: SqlStore, conversation: Conversation) -> None:
    def write_and_fail() -> None:
        with store.write() as tx:
            tx.conversations.add_item("c1", "bot", "hola", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.read() as tx:
        assert tx.conversations.items("c1") == []


def test_the_same_client_id_is_one_message(store: SqlStore, conversation: Conversation) -> None:
    first, second = message("same"), message("same")
    with store.write() as tx:
        assert tx.conversations.add_message(first).id == first.id
        assert tx.conversations.add_message(second).id == first.id
        assert [pending.id for pending in tx.conversations.pending("c1")] == [first.id]


def test_transcript_lines_are_numbered_in_the_order_shown(
    store: SqlStore, conversation: Conversation
) -> None:
    button = Button("token", "Acepto", {"consent": {"is_given": True}})
    with store.write() as tx:
        tx.conversations.add_item("c1", "prospect", "hola", NOW, client_id="m")
        tx.conversations.add_item("c1", "bot", "¿Acepta?", NOW, [button])
    with store.read() as tx:
        assert [item.seq for item in tx.conversations.items("c1")] == [1, 2]
        assert tx.conversations.items("c1", after=1)[0].buttons == (button,)
        assert tx.conversations.button("c1", "token") == button
        assert tx.conversations.button("c1", "another") is None


def test_one_turn_at_a_time_holds_the_lease(store: SqlStore, conversation: Conversation) -> None:
    until = NOW + timedelta(seconds=30)
    with store.write() as tx:
        assert tx.conversations.take_lease("c1", "one", NOW, until)
    with store.write() as tx:
        assert not tx.conversations.take_lease("c1", "two", NOW, until)
        assert tx.conversations.take_lease("c1", "two", until + timedelta(seconds=1), until + timedelta(60))


def test_due_conversations_are_those_with_a_pending_message_and_no_lease(
    store: SqlStore, conversation: Conversation
) -> None:
    with store.write() as tx:
        tx.conversations.add_message(message("later", due_at=NOW + timedelta(minutes=1)))
        assert tx.conversations.due(NOW, 10) == []
        tx.conversations.add_message(message("now"))
        assert tx.conversations.due(NOW, 10) == ["c1"]
        tx.conversations.take_lease("c1", "one", NOW, NOW + timedelta(seconds=30))
        assert tx.conversations.due(NOW, 10) == []


def test_a_stored_step_comes_back_whole(store: SqlStore, conversation: Conversation) -> None:
    step = Step("ask", (Say("utter_ask_volume", {"n": {"kind": "number", "value": "1"}}),), asked="volume")
    with store.write() as tx:
        assert tx.conversations.step("m1") is None
        tx.conversations.add_step("m1", "c1", step, NOW)
        assert tx.conversations.step("m1") == step


def lead(store: SqlStore) -> Lead:
    with store.write() as tx:
        reference = tx.leads.next_reference()
        made = Lead(
            id=uuid4().hex,
            reference=reference,
            conversation_id="c1",
            created_at=NOW,
            verdict="qualified",
            wants="estimate",
            language="es",
            contact={"name": "Nerea Quintana"},
            answers={},
            history=[],
            assessment={},
            offered=[],
            consent={},
            source={},
        )
        tx.leads.add(made, HandOff("h1", made.id, "queued", NOW))
    return made


def test_a_lead_and_its_hand_off_are_kept_together(store: SqlStore, conversation: Conversation) -> None:
    made = lead(store)
    assert made.reference == "V-1001"
    with store.write() as tx:
        assert tx.leads.of_conversation("c1") == made
        assert tx.leads.next_reference() == "V-1002"
        assert [hand_off.id for hand_off in tx.leads.due_hand_offs(NOW, 10)] == ["h1"]
        tx.leads.add_attempt(Attempt("h1", NOW, 12, "refused"))
        assert tx.leads.attempts("h1") == [Attempt("h1", NOW, 12, "refused")]


def test_the_built_in_crm_knows_a_lead_that_comes_twice(store: SqlStore, conversation: Conversation) -> None:
    made = lead(store)
    with store.write() as tx:
        first = tx.crm.upsert(made.id, NOW)
        assert tx.crm.upsert(made.id, NOW) == first
        assert [record.lead for record in tx.crm.newest(10)] == [made]


def test_applying_a_playbook_makes_it_the_only_active_one(store: SqlStore) -> None:
    with store.write() as tx:
        assert tx.playbooks.active() is None
        tx.playbooks.apply("v1", {"rules.yml": "a"}, "files", NOW)
        tx.playbooks.apply("v2", {"rules.yml": "b"}, "files", NOW)
        tx.playbooks.apply("v1", {"rules.yml": "a"}, "files", NOW)
        assert tx.playbooks.active() == ("v1", {"rules.yml": "a"})
        assert tx.playbooks.files("v2") == {"rules.yml": "b"}


def test_load_and_holds_add_up_in_the_bucket_and_leave_it_again(store: SqlStore) -> None:
    with store.write() as tx:
        tx.loads.replace_buckets([("printing", WEEK, 40.0, 48.0)], "calendar", NOW)
        tx.loads.replace_load([("printing", WEEK, 10.0), ("printing", WEEK, 5.0)], "orders", NOW)
        tx.loads.add_hold("lead", [("printing", WEEK, 4.0)], NOW + timedelta(hours=1), NOW)
        assert tx.loads.buckets(WEEK) == [("printing", WEEK, 40.0, 48.0, 19.0)]
        tx.loads.replace_buckets([("printing", WEEK, 32.0, 38.0)], "calendar", NOW)
        tx.loads.replace_load([("printing", WEEK, 12.0)], "orders", NOW)
        assert tx.loads.buckets(WEEK) == [("printing", WEEK, 32.0, 38.0, 16.0)]
        assert tx.loads.expire_holds(NOW + timedelta(hours=2)) == 1
        assert tx.loads.buckets(WEEK)[0][4] == 12.0
        assert tx.loads.live_holds() == 0


def test_holds_taken_side_by_side_are_all_counted(store: SqlStore) -> None:
    with store.write() as tx:
        tx.loads.replace_buckets([("printing", WEEK, 40.0, 48.0)], "calendar", NOW)

    def take(number: int) -> None:
        with store.write() as tx:
            tx.loads.add_hold(f"lead{number}", [("printing", WEEK, 1.0)], NOW + timedelta(hours=1), NOW)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.loads.buckets(WEEK)[0][4] == 20.0


def test_a_sign_in_link_works_once_and_in_time(store: SqlStore) -> None:
    account = Account("a", "Marta@Levante.example".lower(), "Marta", "sales", "", NOW)
    with store.write() as tx:
        tx.staff.add(account)
        tx.staff.add_link(SignInLink("hash", "a", NOW + timedelta(hours=1)))
        tx.staff.add_link(SignInLink("old", "a", NOW - timedelta(hours=1)))
        assert tx.staff.by_email("MARTA@levante.example") == account
        assert tx.staff.use_link("hash", NOW) is not None
        assert tx.staff.use_link("hash", NOW) is None
        assert tx.staff.use_link("old", NOW) is None
