"""The thresholds that a company owns: what ``playbook/settings.yml`` holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Literal

from viable.domain.capacity import Band
from viable.domain.logistics import Reliability

type TransportCharged = Literal["at_cost", "included"]


@dataclass(frozen=True, slots=True)
class PromiseSettings:
    """How far the machine may promise.

    Attributes:
        band: "actual" up to 100 % of the hours, "maximum" into overtime at its premium.
        ready_at: time of day from which finished goods can be picked up.
    """

    band: Band
    ready_at: time


@dataclass(frozen=True, slots=True)
class LogisticsSettings:
    """What transport may cost and who pays it.

    Attributes:
        transport_charged: "at_cost" shows and charges it apart; "included" leaves it in the price.
        share_watch, share_limit: amber and red of logistics cost ÷ order value, unless family or zone differ.
        reliability: what a poor on-time record adds to the latest delivery.
    """

    transport_charged: TransportCharged
    share_watch: Decimal
    share_limit: Decimal
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class VerdictSettings:
    """What else verdicts and counter-offers go by.

    Attributes:
        minimum_margin: least contribution ÷ order value.
        audit_share: refusals that go to a person at random, so that false refusals show.
        offers_shown: counter-offers at most.
        budget_stretch: gap ÷ budget up to which a higher budget is worth proposing.
        largest_offer_factor: a larger lot is proposed up to so many times what was asked for.
    """

    minimum_margin: Decimal
    audit_share: Decimal
    offers_shown: int
    budget_stretch: Decimal
    largest_offer_factor: int


@dataclass(frozen=True, slots=True)
class FreshnessSettings:
    """Age from which capacity figures promise nothing; rates and prices carry their own validity."""

    capacity_hours: int


@dataclass(frozen=True, slots=True)
class HoldSettings:
    """Limits of reserving capacity from a chat.

    Attributes:
        hours: until a hold expires.
        per_contact, per_company, per_address: holds at a time.
        quota_share: of a week's hours, all holds together.
    """

    hours: int
    per_contact: int
    per_company: int
    per_address: int
    quota_share: Decimal


@dataclass(frozen=True, slots=True)
class ContactSettings:
    """When people call, and the clock that watches it.

    Attributes:
        opens, closes: local time on working days.
        warn_minutes, reroute_minutes: after the prospect became reachable.
        promise_minutes: what a prospect is told at most to wait within opening hours.
    """

    opens: time
    closes: time
    warn_minutes: int
    reroute_minutes: int
    promise_minutes: int


@dataclass(frozen=True, slots=True)
class BreakerSettings:
    """When committed load stops selling, as shares of the actual hours over the lead-time window.

    Attributes:
        window_weeks: weeks of the window, from this one on.
    """

    warning_share: Decimal
    open_share: Decimal
    resume_share: Decimal
    dwell_minutes: int
    window_weeks: int = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """Every threshold of the company."""

    promise: PromiseSettings
    logistics: LogisticsSettings
    verdicts: VerdictSettings
    freshness: FreshnessSettings
    holds: HoldSettings
    contact: ContactSettings
    breakers: BreakerSettings
