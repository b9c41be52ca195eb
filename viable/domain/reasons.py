"""Why a lead is not qualified: the one closed list that rules, reps and reports share.

Each fired rule becomes a ``Reason``. Its ``say`` is a stem of a response that the prospect reads; the
typed values that the response may use are its evidence. The stems and their values:

================================  ===============================================================
say                               evidence (beside ``family``, ``quantity`` whenever known)
================================  ===============================================================
deadline_too_soon                 deliver_by: date, delivery: DateRange, service, place, days_late: int
deadline_too_soon_at_factory      deliver_by: date, ready: DateRange, days_late: int (place unknown)
deadline_by_slow_service          as deadline_too_soon; faster_service, faster_cost: Money,
                                  faster_delivery: DateRange (in time, but out of proportion)
quantity_in_part                  deliver_by: date, quantity_by_deadline: int, delivery: DateRange
no_capacity                       horizon: date (nothing can be promised before it)
freight_prohibitive               transport: Money, order_value: Money, share: Decimal, service, place
service_not_available             service, place, services: tuple of services that do go there
place_not_served                  place
customization_outside_standard    customization: level, levels: tuple of levels that are standard
below_minimum                     minimum: int
unprofitable_here                 place, minimum: int (pieces from which it works; absent when none)
budget_below_total                budget: Money, total: Money, gap: Money, includes: basis
budget_below_minimum              budget: Money, minimum: int, minimum_total: Money
decision_maker_needed             authority
not_made                          families: tuple of family ids
figures_stale                     as_of: datetime
figure_missing                    figures: tuple of names of the figures that a person must supply
================================  ===============================================================

``place`` is text; ``service``, ``customization``, ``family`` are codes; ``includes`` is one of "goods",
"goods_and_transport", "goods_and_tax", "all".
Stems of conditions and of counter-offers stand in ``verdict.Condition`` and ``counter_offers.CounterOffer``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from viable.domain.money import Money


class Verdict(StrEnum):
    """What Viable says of a lead; the value is what the store and the CRM keep."""

    QUALIFIED = "qualified"
    DEFERRED = "deferred"
    NEEDS_PERSON = "needs_person"
    NOT_QUALIFIED = "not_qualified"


class ReasonCode(StrEnum):
    """The closed list; labels in both languages stand in ``playbook/reasons.yml``."""

    # operational
    UNREALISTIC_DEADLINE = "unrealistic_deadline"
    NO_CAPACITY = "no_capacity"
    SHIPPING_COST_PROHIBITIVE = "shipping_cost_prohibitive"
    DESTINATION_NOT_SERVED = "destination_not_served"
    CUSTOMIZATION_OUTSIDE_STANDARD = "customization_outside_standard"
    VOLUME_TOO_LOW = "volume_too_low"
    # commercial
    BUDGET_TOO_LOW = "budget_too_low"
    NO_DECISION_MAKER = "no_decision_maker"
    NO_LIVE_PROJECT = "no_live_project"
    NOT_OUR_PRODUCT = "not_our_product"
    CREDIT_RISK = "credit_risk"
    BOUGHT_ELSEWHERE = "bought_elsewhere"
    # data: these never feed viability rules
    EXISTING_CUSTOMER = "existing_customer"
    UNREACHABLE = "unreachable"
    SPAM = "spam"
    MISREAD = "misread"
    OTHER = "other"
    # only the machine's own: a figure it needs is missing or too old
    FIGURES_UNCONFIRMED = "figures_unconfirmed"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two days, the first not after the second."""

    earliest: date
    latest: date


type Evidence = str | int | Decimal | Money | date | datetime | DateRange | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One fired rule, with what it was based on.

    Attributes:
        code: member of the closed list.
        rule_id: the playbook row.
        verdict: what this row alone would make of the lead.
        say: stem of the response; empty for a remark that only staff read.
        evidence: typed values by name, as the module's table says.
    """

    code: ReasonCode
    rule_id: str
    verdict: Verdict
    say: str
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
