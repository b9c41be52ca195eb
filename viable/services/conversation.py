"""One message's effect on a conversation: merged, checked, answered, and kept, in one transaction."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from viable.domain import values
from viable.domain.assess import assess
from viable.domain.conversation import (
    Answer,
    Change,
    Conversation,
    Json,
    Offer,
    Say,
    State,
    Step,
    Understanding,
)
from viable.domain.dialogue import decide
from viable.domain.inquiry import request_of, taken_over
from viable.domain.interpretation import interpret
from viable.domain.needs import match_need, match_offered, names_not_made
from viable.domain.offering import counter_offers
from viable.domain.packing import quantity_in_pieces
from viable.domain.playbook import Company
from viable.domain.products import Family
from viable.domain.questions import Question
from viable.domain.reading import Reading
from viable.domain.reasons import Verdict
from viable.domain.request import Request
from viable.domain.scene import Decision, Scene
from viable.domain.verdict import Assessment
from viable.ports import Store, Transaction
from viable.services.calls import Call, next_call
from viable.services.company import CompanyReader
from viable.services.hand_off import Encode, write_lead
from viable.services.holds import hold_for

type ConsentText = Callable[[str], str]
"""Language → the exact words that a prospect agrees to."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """The business side of a turn; see ``advance``.

    Attributes:
        questions: marketing's rows, in the order asked.
        chance: a number from 0 to 1, drawn for the audit sample.
    """

    store: Store
    reader: CompanyReader
    questions: Sequence[Question]
    consent_text: ConsentText
    encode: Encode
    chance: Callable[[], float] = random.random

    def advance(self, conversation_id: str, heard: Understanding, now: datetime) -> Step:
        """The step that answers one message; asked again for the same message, the same step.

        Everything that the message changes is committed with the step: answers, verdict, lead and hand-off, hold, demand.
        Raises NotFound for an unknown conversation.
        """
        with self.store.write() as tx:
            done = tx.conversations.step(heard.message_id)
            if done is not None:
                return done
            conversation = tx.conversations.get(conversation_id)
            lead = tx.leads.of_conversation(conversation_id)
            company = self.reader.company(tx, now, but_for=lead.id if lead else None)
            rep = lead.rep if lead else ""
            decision, given = self._decide(conversation, company, heard, now, rep)
            tx.conversations.save(conversation, given)
            self._record_demand(tx, conversation, given, now)
            step = decision.step
            if decision.hands_over:
                step = self._hand_over(tx, conversation, company, step, now)
            tx.conversations.add_step(heard.message_id, conversation_id, step, now)
            return step

    def _decide(
        self, conversation: Conversation, company: Company, heard: Understanding, now: datetime, rep: str
    ) -> tuple[Decision, list[Answer]]:
        """What is done next, and the answers that the message gave; ``rep`` is who has the lead already, "" for nobody."""
        state = conversation.state
        local = now.astimezone(ZoneInfo(conversation.timezone))
        state.language = heard.language
        if heard.does("restart") and state.phase != "handed_over":
            conversation.state = state = State(language=heard.language)
        before = _request(state, company)
        families = list(company.playbook.families.values())
        reading = interpret(
            heard,
            state,
            before,
            lambda text: _families(text, families, heard.language, is_asked=state.asked == "need"),
            lambda text: names_not_made(text, company.playbook.not_made),
            local.date(),
        )
        _count_in_pieces(reading, state, company)
        given = _given(reading, state, before, heard, now)
        changes = [Change(answer, state.answers.get(answer.topic)) for answer in given]
        if changes:
            state.playbook_version = company.playbook.version
        state.answers |= {answer.topic: answer for answer in given}
        self._take_consent(state, reading, now)
        request = _request(state, company)
        assessment = assess(request, company, now)
        state.assessment = self.encode(assessment)
        call = next_call(
            company.playbook, now, conversation.timezone, state.language, request.family, request.place
        )
        scene = Scene(
            heard=heard,
            state=state,
            reading=reading,
            changes=changes,
            request=request,
            assessment=assessment,
            counter_offers=lambda: counter_offers(request, company, now),
            questions=self.questions,
            now=local,
            is_audit=self._is_audit(state, assessment, company),
            call=(replace(call, rep=rep) if rep else call).typed(),
        )
        return decide(scene), given

    def _take_consent(self, state: State, reading: Reading, now: datetime) -> None:
        """The first yes stands until a no; nothing said leaves it as it is."""
        if reading.is_consent is False:
            state.consent = None
        elif reading.is_consent and state.consent is None:
            text = self.consent_text(state.language)
            state.consent = {"text": text, "language": state.language, "at": now.isoformat()}

    def _is_audit(self, state: State, assessment: Assessment, company: Company) -> bool:
        """True for the refusals, drawn once each, that a person sees all the same."""
        if assessment.verdict is not Verdict.NOT_QUALIFIED:
            return False
        if state.is_audit is None:
            state.is_audit = self.chance() < float(company.playbook.settings.verdicts.audit_share)
        return state.is_audit

    def _record_demand(
        self, tx: Transaction, conversation: Conversation, given: Sequence[Answer], now: datetime
    ) -> None:
        assessment = conversation.state.assessment or {}
        location = conversation.state.answers.get("location")
        if assessment.get("is_demand") and location is not None and location in given:
            known = {topic: answer.value for topic, answer in conversation.state.answers.items()}
            known.pop("contact", None)
            tx.demands.add(conversation.id, location.value, known, now)

    def _hand_over(
        self, tx: Transaction, conversation: Conversation, company: Company, step: Step, now: datetime
    ) -> Step:
        state = conversation.state
        earlier = tx.leads.of_conversation(conversation.id)
        is_new = earlier is None or not earlier.rep  # without a rep, the machine had given up before
        request = _request(state, company)
        call = next_call(
            company.playbook, now, conversation.timezone, state.language, request.family, request.place
        )
        lead = write_lead(tx, conversation, call, now, self.encode)
        held_until = None
        if lead.verdict == "qualified" and tx.leads.hand_off(lead.id).state != "rejected":
            held_until = hold_for(tx, lead.id, request, company, now)
        if held_until is None:
            tx.loads.release_hold(lead.id)
        if not is_new:
            return step
        return replace(
            step, says=(*step.says, *_handed_over(state, lead.reference, call, held_until, conversation))
        )


def _request(state: State, company: Company) -> Request:
    playbook = company.playbook
    return request_of(
        state.answers,
        lambda volume, family: quantity_in_pieces(volume, family, playbook),
        playbook.company.currency,
    )


def _families(text: str, families: Sequence[Family], language: str, *, is_asked: bool) -> list[str]:
    """Families that the text may mean; a reply to "which one?" is matched with the names just shown."""
    found = match_need(text, families, language)
    offered = match_offered(text, families, language) if is_asked and len(found) != 1 else []
    return offered if len(offered) == 1 else found


def _count_in_pieces(reading: Reading, state: State, company: Company) -> None:
    """A product that is a box is not read back as boxes of it: "1800 cartons" are 1,800."""
    need = reading.values.get("need") or (state.answers["need"].value if "need" in state.answers else {})
    family = company.playbook.families.get(need.get("family", ""))
    volume = reading.values.get("volume")
    if family is not None and volume is not None and volume.get("unit") in family.counted_as:
        reading.values["volume"] = volume | {"unit": "piece"}


def _given(
    reading: Reading, state: State, before: Request, heard: Understanding, now: datetime
) -> list[Answer]:
    """Answers that this message gives or changes, a chosen offer's included."""
    values: dict[str, Json] = {}
    taken = next((offer for offer in state.offers if offer.letter == reading.option), None)
    if taken is not None and taken.request is not None:
        values |= taken_over(before, taken.request)
        state.taken = [*state.taken, taken]
        state.declined = [*state.declined, *_others(state.offers, taken)]
        state.offers = []
    values |= reading.values
    return [
        Answer(topic, value, reading.words.get(topic, ""), heard.message_id, now)
        for topic, value in values.items()
        if topic not in state.answers or state.answers[topic].value != value
    ]


def _others(offers: Sequence[Offer], taken: Offer) -> list[Offer]:
    return [offer for offer in offers if offer.request is not None and offer.letter != taken.letter]


def _handed_over(
    state: State, reference: str, call: Call, held_until: datetime | None, conversation: Conversation
) -> list[Say]:

    typed = {"reference": values.text(reference), **call.typed()}
    says = [Say(f"utter_handed_over_{state.wants}", typed)]
    if held_until is not None:
        local = held_until.astimezone(ZoneInfo(conversation.timezone))
        says.append(Say("utter_held", {"until": values.moment(local)}))
    return says
