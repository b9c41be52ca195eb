"""A lead in words, for somebody who has ten seconds; what the reader's role may not see is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from viable.domain.conversation import TOPICS, Answer, Json
from viable.domain.lead import CrmLead
from viable.domain.readback import line_of
from viable.storage.coding import decode
from web.console.evidence import EvidenceWords
from web.console.sight import Sight
from web.console.waits import Wait


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: what it is about, what it says, what it was before, and the words it was read from."""

    topic: str
    label: str
    text: str
    words: str = ""
    at: str = ""
    old: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A rule that fired: the reason's label, what it means here, and the rule."""

    label: str
    sentence: str
    rule: str


@dataclass(frozen=True)
class LeadView:
    """Reads a lead's stored figures and words them."""

    record: CrmLead
    sight: Sight
    wait: Wait
    say: EvidenceWords
    t: Mapping[str, Any]
    reason_labels: Mapping[str, str]

    @property
    def _assessment(self) -> Json:
        assert self.record.lead is not None
        return self.record.lead.assessment

    @property
    def contact(self) -> Json:
        """Name, company, email, phone: as far as given, and nothing to those who have no business with it."""
        assert self.record.lead is not None
        return self.record.lead.contact if self.sight.persons else {}

    @property
    def title(self) -> str:
        """The company, the person, or the reference alone."""
        assert self.record.lead is not None
        return self.contact.get("company") or self.contact.get("name") or self.record.lead.reference

    @property
    def person(self) -> str:
        """Who to ask for; "" when the title says it already or nobody knows."""
        name = str(self.contact.get("name") or "")
        return "" if name == self.title else name

    @cached_property
    def answers(self) -> dict[str, Line]:
        """Newest answers that say something, by topic, in the order of reading back."""
        assert self.record.lead is not None
        stored = self.record.lead.answers
        lines = (
            self._line(decode(Answer, stored[topic]))
            for topic in TOPICS
            if topic in stored and topic != "contact"
        )
        return {line.topic: line for line in lines if line.text}

    def text_of(self, topic: str) -> str:
        """One answer in words, "" when it was not given."""
        line = self.answers.get(topic)
        return line.text if line else ""

    @property
    def wanted(self) -> str:
        """How many of what: "5.000 cajas de envío"; what it is about when neither is known."""
        assert self.record.lead is not None
        need, volume = self.text_of("need"), self.text_of("volume")
        if volume.split()[-1:] and volume.split()[-1] in need.split():
            volume = volume.rsplit(maxsplit=1)[0]  # "500 cajas" of "cajas de envío"
        known = f"{volume} {need}".strip()
        return known or str(self.t["wants"][self.record.lead.wants])

    @property
    def history(self) -> list[Line]:
        """Every answer ever given, oldest first, with what it replaced."""
        assert self.record.lead is not None
        lines: list[Line] = []
        last: dict[str, str] = {}
        for row in self.record.lead.history:
            answer = decode(Answer, row)
            if answer.topic == "contact":
                continue
            line = self._line(answer, old=last.get(answer.topic, ""))
            last[answer.topic] = line.text
            lines.append(line)
        return lines

    def _line(self, answer: Answer, old: str = "") -> Line:
        typed = line_of(answer)
        text = self.say.typed(typed) if typed else ""
        if answer.topic == "authority":
            text = str(self.t["authority"].get(answer.value.get("role"), text))
        return Line(
            topic=answer.topic,
            label=self.say.term("topic", answer.topic),
            text=text,
            words=answer.words if self.sight.persons else "",
            at=self.say.clock(answer.at),
            old=old if old != text else "",
        )

    @property
    def open_points(self) -> list[str]:
        """What a rep still has to find out: said to be open, or never answered."""
        assert self.record.lead is not None
        missing = [self.say.term("topic", topic) for topic in self._assessment.get("missing", [])]
        said_open = [
            self.say.term("topic", topic)
            for topic, stored in self.record.lead.answers.items()
            if _is_open(stored["value"])
        ]
        return list(dict.fromkeys([*said_open, *missing]))

    @property
    def delivery(self) -> str:
        promise = self._assessment.get("promise")
        return self.say.days(promise["delivery"]) if promise else ""

    @property
    def ready(self) -> str:
        """When it leaves the factory, where that is not the same."""
        promise = self._assessment.get("promise")
        return self.say.days(promise["ready"]) if promise and promise["ready"] != promise["delivery"] else ""

    @property
    def parts(self) -> list[str]:
        """Each delivery of a split order."""
        promise = self._assessment.get("promise")
        if not promise or len(promise["parts"]) < 2:
            return []
        return [self.say.sentence("{quantity} · {service} · {delivery}", part) for part in promise["parts"]]

    @property
    def bottleneck(self) -> str:
        """What production waits for, and whether a backup supplier helps out."""
        promise = self._assessment.get("promise")
        if not promise or not self.sight.margin:
            return ""
        resource = promise.get("binding_resource")
        backup = [self.t["with_backup"]] if promise.get("is_with_backup") else []
        return " · ".join([resource, *backup] if resource else backup)

    def money(self, name: str) -> str:
        """A figure of the assessment, "" when it is unknown."""
        return self.say.money(self._assessment.get(name))

    @property
    def budget_gap(self) -> str:
        """How far the total is from the budget, "" when either is unknown."""
        gap = self._assessment.get("budget_gap")
        if not gap:
            return ""
        amount = Decimal(gap["amount"])
        side = "over" if amount > 0 else "under" if amount < 0 else "equal"
        shown = self.say.money({"amount": str(abs(amount)), "currency": gap["currency"]})
        return str(self.t["budget_gap"][side]).format(gap=shown)

    @property
    def transport(self) -> str:
        """Its cost, way and share of the order value."""
        logistics = self._assessment.get("logistics")
        if not logistics:
            return ""
        share = str(self.t["transport_share"]).format(share=self.say.percent(logistics["share"]))
        return f"{self.say.sentence('{cost} {service}', logistics)} · {share}"

    @property
    def margin(self) -> str:
        """Contribution and its share, for those who may know."""
        if not self.sight.margin or not self._assessment.get("margin"):
            return ""
        share = self.say.percent(self._assessment.get("margin_share"))
        return " · ".join(filter(None, (self.money("margin"), share)))

    @property
    def reasons(self) -> list[Why]:
        """What speaks against it, worst first."""
        return [self._why(row) for row in self._assessment.get("reasons", [])]

    @property
    def remarks(self) -> list[Why]:
        """What is to be watched though it does not speak against it."""
        return [self._why(row) for row in self._assessment.get("remarks", [])]

    def _why(self, row: Json) -> Why:
        template = self.t["because"].get(row["say"], "")
        label = self.reason_labels.get(row["code"], row["code"])
        return Why(label, self.say.sentence(template, row["evidence"]), row["rule_id"])

    @property
    def conditions(self) -> list[str]:
        """What the promise depends on."""
        templates = self.t["conditions"]
        said = [
            self.say.sentence(templates.get(row["say"], ""), row["evidence"])
            for row in self._assessment.get("conditions", [])
        ]
        return [sentence for sentence in said if sentence]

    @property
    def offers(self) -> list[tuple[str, str]]:
        """Outcome and words of each counter-offer shown."""
        assert self.record.lead is not None
        return [
            (row["outcome"], self._offer(row["values"]))
            for row in self.record.lead.offered
            if row.get("values")
        ]

    def _offer(self, typed: Json) -> str:
        names = ("quantity", "customization", "service", "when", "ready", "price")
        seen = [self.say.typed(typed[name]) for name in names if name in typed]
        return " · ".join(dict.fromkeys(filter(None, seen)))

    @property
    def as_of(self) -> str:
        return self.say.moment(self._assessment.get("as_of"))

    @property
    def rules_version(self) -> str:
        return str(self._assessment.get("playbook_version") or "")

    @property
    def log(self) -> list[Json]:
        """What reps did, oldest first: when, who, what, why."""
        return [
            row
            | {
                "when": self.say.moment(row["at"]),
                "reason": self.reason_labels.get(row["reason"], row["reason"]),
            }
            for row in self.record.log
        ]

    @property
    def last_by(self) -> str:
        """Who did the last thing about it; "" while nobody has."""
        return str(self.record.log[-1]["by"]) if self.record.log else ""


def _is_open(value: Json) -> bool:
    return bool(value.get("is_open") or value.get("open"))
