"""A lead in words, for somebody who has ten seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from viable.domain import values
from viable.domain.conversation import TOPICS, Answer, Json
from viable.domain.lead import Lead
from viable.domain.money import Money
from viable.domain.readback import line_of
from viable.domain.reasons import DateRange
from viable.storage.coding import decode
from viable.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: what it is about, what it says, and the words it was read from."""

    topic: str
    label: str
    text: str
    words: str = ""
    is_open: bool = False
    at: datetime | None = None
    old: str = ""


class LeadView:
    """Reads a lead's stored figures and words them in one language."""

    def __init__(self, lead: Lead, wording: Wording, language: str, zone: ZoneInfo) -> None:
        self.lead = lead
        self._wording = wording
        self._language = language
        self._zone = zone

    @property
    def answers(self) -> list[Line]:
        """Newest answers, in the order of reading back."""
        topics = [topic for topic in TOPICS if topic in self.lead.answers and topic != "contact"]
        return [self._line(decode(Answer, self.lead.answers[topic])) for topic in topics]

    @property
    def history(self) -> list[Line]:
        """Every answer ever given, oldest first, with what it replaced."""
        lines: list[Line] = []
        last: dict[str, str] = {}
        for row in self.lead.history:
            answer = decode(Answer, row)
            if answer.topic == "contact":
                continue
            line = self._line(answer, old=last.get(answer.topic, ""))
            last[answer.topic] = line.text
            lines.append(line)
        return lines

    def text_of(self, topic: str) -> str:
        """One answer in words, "" when it was not given."""
        stored = self.lead.answers.get(topic)
        return self._line(decode(Answer, stored)).text if stored else ""

    def _line(self, answer: Answer, old: str = "") -> Line:
        typed = line_of(answer)
        return Line(
            topic=answer.topic,
            label=self._wording.term("topic", answer.topic, self._language),
            text=self._word(typed) if typed else "—",
            words=answer.words,
            is_open=bool(answer.value.get("is_open") or answer.value.get("open")),
            at=answer.at.astimezone(self._zone),
            old=old,
        )

    def _word(self, typed: Json) -> str:
        return self._wording.value(typed, self._language)

    @property
    def delivery(self) -> str:
        promise = self.lead.assessment.get("promise")
        return self._days(promise["delivery"]) if promise else ""

    @property
    def parts(self) -> list[str]:
        """Each delivery of a split order."""
        promise = self.lead.assessment.get("promise")
        if not promise or len(promise["parts"]) < 2:
            return []
        return [
            f"{self._word(values.number(part['quantity']))} · "
            f"{self._wording.term('service', part['service'], self._language)} · {self._days(part['delivery'])}"
            for part in promise["parts"]
        ]

    def _days(self, stored: Mapping[str, str]) -> str:
        span = DateRange(date.fromisoformat(stored["earliest"]), date.fromisoformat(stored["latest"]))
        return self._word(values.days(span))

    def money(self, name: str) -> str:
        """A figure of the assessment, "" when it is unknown."""
        return self._money(self.lead.assessment.get(name))

    def _money(self, stored: Mapping[str, str] | None) -> str:
        if not stored:
            return ""
        return self._word(values.money(Money(Decimal(stored["amount"]), stored["currency"])))

    @property
    def transport(self) -> str:
        logistics = self.lead.assessment.get("logistics")
        return self._money(logistics["cost"]) if logistics else ""

    @property
    def transport_share(self) -> str:
        logistics = self.lead.assessment.get("logistics")
        return _percent(logistics["share"]) if logistics else ""

    @property
    def margin_share(self) -> str:
        share = self.lead.assessment.get("margin_share")
        return _percent(share) if share is not None else ""

    @property
    def service(self) -> str:
        logistics = self.lead.assessment.get("logistics")
        return self._wording.term("service", logistics["service"], self._language) if logistics else ""

    @property
    def reasons(self) -> list[Json]:
        """Fired rules with their evidence in words."""
        return [self._reason(row) for row in self.lead.assessment.get("reasons", [])]

    @property
    def remarks(self) -> list[Json]:
        """Rules that only the rep is to know of."""
        return [self._reason(row) for row in self.lead.assessment.get("remarks", [])]

    def _reason(self, row: Json) -> Json:
        return {
            "code": row["code"],
            "rule": row["rule_id"],
            "evidence": ", ".join(f"{name} {_shown(value)}" for name, value in row["evidence"].items()),
        }

    @property
    def offers(self) -> list[Json]:
        """Counter-offers shown, with what became of them."""
        return [
            {"outcome": row["outcome"], "text": self._offer(row["values"])}
            for row in self.lead.offered
            if row.get("values")
        ]

    def _offer(self, typed: Json) -> str:
        names = ("quantity", "customization", "service", "when", "ready", "price")
        seen: list[str] = []
        for name in names:
            if name in typed and (words := self._word(typed[name])) and words not in seen:
                seen.append(words)
        return " · ".join(seen)

    @property
    def open_points(self) -> list[str]:
        """What a rep still has to find out."""
        return [line.label for line in self.answers if line.is_open]


def _percent(share: str) -> str:
    return f"{Decimal(share) * 100:.1f} %"


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "amount" in value:
        return f"{Decimal(value['amount']):,.2f} {value['currency']}"
    if isinstance(value, dict) and "earliest" in value:
        return f"{value['earliest']} … {value['latest']}"
    if isinstance(value, list):
        return " / ".join(map(str, value))
    return str(value)
