"""What Viable makes of a request: the verdict, its reasons, and the figures it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from viable.domain.money import Money
from viable.domain.reasons import DateRange, Evidence, Reason, Verdict


@dataclass(frozen=True, slots=True)
class PromisedPart:
    """One delivery: what, how, when it leaves and when it arrives (for pick-up: the same days)."""

    quantity: int
    service: str
    ready: DateRange
    delivery: DateRange
    transport: Money


@dataclass(frozen=True, slots=True)
class DeliveryPromise:
    """When, and how much by the day asked.

    Attributes:
        ready: the last piece leaves the factory.
        delivery: the last piece arrives; equal to ``ready`` for pick-up and while no served place is known.
        quantity_by_deadline: pieces that can be there in time; None without a deadline.
        parts: every delivery, first first.
        binding_resource: what production waits for; internal, never told to a prospect.
        is_with_backup: a backup supplier makes some of it; internal.
    """

    ready: DateRange
    delivery: DateRange
    quantity_by_deadline: int | None
    parts: tuple[PromisedPart, ...]
    binding_resource: str | None
    is_with_backup: bool


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """One way to bring the whole order to the place."""

    service: str
    carrier: str
    cost: Money
    share: Decimal
    delivery: DateRange
    is_in_time: bool


@dataclass(frozen=True, slots=True)
class LogisticsResult:
    """How the order gets there and what that costs.

    Attributes:
        zone: playbook zone id; None for pick-up.
        service: of the only delivery, or of the last one of several.
        cost: landed logistics cost, all deliveries together; internal.
        charged: the part of it that the prospect is shown and pays.
        share: ``cost`` ÷ order value.
        alternatives: every service that goes there, cheapest first.
        consignee_pays: codes of what the importer pays on arrival, e.g. igic, aiem, import_clearance.
        incoterm: e.g. "DAP"; "EXW" for pick-up.
    """

    zone: str | None
    service: str
    cost: Money
    charged: Money
    share: Decimal
    alternatives: tuple[DeliveryOption, ...]
    consignee_pays: tuple[str, ...]
    incoterm: str
    is_remote: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """Something a promise depends on.

    say and evidence: ``artwork_approved`` (by: date) · ``estimate_only`` () · ``consignee_pays``
    (charges: tuple of codes, place) · ``tax_apart`` () · ``tooling_included`` (cost: Money)
    """

    say: str
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The state of a request against live figures; partial requests give partial assessments.

    Attributes:
        verdict: None while nothing is wrong but answers are missing.
        reasons: fired rules, worst verdict first, then in playbook order.
        remarks: fired rules whose verdict is ``qualified``: for the rep, not against the lead.
        missing: names of answers still needed, in the order of asking: need, volume, customization,
            size, location, timeline, budget, budget_includes, authority.
        order_value: goods by the price list, set-ups and tooling, without transport and tax.
        total: what the prospect would pay: goods and transport charged, without tax.
        budget_gap: what ``total``, on the basis the budget was given on, exceeds the budget by;
            negative when it stays below; None while either is unknown.
        margin, margin_share: contribution and its share of the order value; internal.
        minimum_volume: pieces from which this works at this place; None when not known.
        is_demand: the place is not served: record it as demand.
    """

    verdict: Verdict | None
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]
    missing: tuple[str, ...]
    promise: DeliveryPromise | None
    logistics: LogisticsResult | None
    order_value: Money | None
    total: Money | None
    budget_gap: Money | None
    margin: Money | None
    margin_share: Decimal | None
    minimum_volume: int | None
    conditions: tuple[Condition, ...]
    is_demand: bool
    as_of: datetime
    playbook_version: str

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_workable(self) -> bool:
        """Nothing known so far speaks against it."""
        return not self.reasons

    @property
    def artwork_by(self) -> date | None:
        for condition in self.conditions:
            by = condition.evidence.get("by")
            if condition.say == "artwork_approved" and isinstance(by, date):
                return by
        return None
