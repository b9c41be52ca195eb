"""The figures behind a verdict: what a request is worth, costs, and when it can be there.

A request that is not complete yet is estimated at its most favourable: no customization, no transport. What is missing is
``facts``' business.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from viable.domain.estimated import Estimate
from viable.domain.logistics import Option, choose, fastest_in_time
from viable.domain.money import Money
from viable.domain.playbook import Company, Playbook
from viable.domain.pricing import OrderValue
from viable.domain.products import Family
from viable.domain.promise import Promise, Work, promise
from viable.domain.rate_card import Shipment
from viable.domain.reasons import DateRange
from viable.domain.request import PICKUP, Part, Request
from viable.domain.schedule import days_late, not_before, ready_ranges
from viable.domain.sourcing import (
    IN_HOUSE,
    Sourcing,
    affordable_premium,
    beyond_in_house,
    premium_of,
    worthwhile_suppliers,
)
from viable.domain.verdict import PromisedPart
from viable.domain.zones import Zone

__all__ = ["Estimate", "Estimator"]


class Estimator:
    """Estimates requests for one company at one moment, asking production only once for the same work."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company = company
        self.playbook: Playbook = company.playbook
        self.now = now
        self.today: date = now.astimezone(ZoneInfo(self.playbook.company.timezone)).date()
        self.smallest_lots: dict[Hashable, int | None] = {}
        self._promises: dict[tuple[Work, Sourcing], Promise] = {}

    def estimate(self, request: Request) -> Estimate:
        """Everything that can be computed for the request; overtime and suppliers only where it is late without them."""
        zone = self._zone(request)
        if request.family is None or request.quantity is None:
            return Estimate(zone=zone)
        family = self.playbook.family(request.family)
        level = request.work_level or "none"
        draft = Estimate(family=family, level=level, zone=zone)
        draft = self._priced(draft, request, request.quantity)
        estimate = self._fulfilled(draft, request, IN_HOUSE)
        if estimate.is_short:
            estimate = self._helped(draft, estimate, request, request.quantity)
        return self._with_margin(estimate, request)

    def order_value(self, family: Family, level: str, quantity: int, designs: int) -> OrderValue | None:
        return self.playbook.prices.order_value(family.id, level, quantity, designs, self.today)

    def options(
        self, request: Request, family: Family, zone: Zone, quantity: int, ready: DateRange
    ) -> list[Option]:
        """Ways there for so many pieces, cheapest first, without the services that were refused."""
        shipment = Shipment.of(quantity, family.packing)
        found = self.playbook.transport.options(shipment, zone, ready, self.today)
        return [option for option in found if option.service not in request.excluded_services]

    def cheapest_cost(self, request: Request, family: Family, zone: Zone, quantity: int) -> Decimal | None:
        """What the cheapest way there costs, dates left aside; None when none takes it."""
        shipment = Shipment.of(quantity, family.packing)
        return self.playbook.transport.cheapest_cost(shipment, zone, self.today, request.excluded_services)

    def promise(self, work: Work, sourcing: Sourcing = IN_HOUSE) -> Promise:
        known = self._promises.get((work, sourcing))
        if known is None:
            known = promise(
                work,
                self.company.capacity,
                self.playbook.capacity_model,
                now=self.today,
                wanted_by=sourcing.ready_by,
                band=sourcing.band,
                backups=sourcing.backups,
            )
            self._promises[work, sourcing] = known
        return known

    def _zone(self, request: Request) -> Zone | None:
        if request.is_pickup or request.place is None:
            return None
        return self.playbook.zones.zone_of(request.place)

    def _priced(self, draft: Estimate, request: Request, quantity: int) -> Estimate:
        assert draft.family is not None
        value = self.order_value(draft.family, draft.level, quantity, request.designs)
        if value is not None or draft.level not in draft.family.levels:
            return replace(draft, order_value=value)
        facts = ("order_value", "margin_share", "budget_gap", "transport_share")
        return replace(draft, unknown={**draft.unknown, **dict.fromkeys(facts, "price")})

    def _fulfilled(self, draft: Estimate, request: Request, sourcing: Sourcing) -> Estimate:
        assert draft.family is not None
        assert request.quantity is not None
        work = Work(draft.family.id, request.quantity, draft.level, request.designs)
        made = self.promise(work, sourcing)
        draft = replace(draft, promise=made)
        if made.earliest is None or made.safe is None or not made.is_complete:
            return self._in_time(draft, request, None)
        draft = replace(draft, ready=DateRange(made.earliest, made.safe))
        if request.is_pickup or draft.zone is None:
            return self._collected(draft, request)
        return self._delivered(draft, request)

    def _collected(self, draft: Estimate, request: Request) -> Estimate:
        """Goods leave the factory with whoever fetches them; also the best case of an unknown place."""
        assert draft.promise is not None
        nothing = Money(Decimal(0), self.playbook.company.currency)
        ranges = ready_ranges(draft.promise, request.deliveries())
        if request.is_pickup:
            parts = tuple(
                PromisedPart(part.quantity, PICKUP, ready, not_before(ready, request.earliest), nothing)
                for part, ready in zip(request.deliveries(), ranges, strict=True)
            )
            draft = replace(draft, parts=parts, transport=nothing, charged=nothing)
        late = days_late(request.deliveries(), ranges)
        return self._in_time(replace(draft, days_late=late), request, None)

    def _delivered(self, draft: Estimate, request: Request) -> Estimate:
        """Each delivery by the way asked for, else by the one that is in time and in proportion."""
        assert draft.family is not None
        assert draft.zone is not None
        assert draft.promise is not None
        assert draft.ready is not None
        deliveries = request.deliveries()
        ranges = ready_ranges(draft.promise, deliveries)
        whole = self.options(
            request, draft.family, draft.zone, sum(p.quantity for p in deliveries), draft.ready
        )
        if not whole:
            facts = ("transport_cost", "transport_share", "budget_gap", "margin_share")
            unknown = {**draft.unknown, **dict.fromkeys(facts, "transport_cost")}
            return replace(draft, unknown=unknown, days_late=days_late(deliveries, ranges))
        parts, chosen, is_available = [], [], True
        for part, ready in zip(deliveries, ranges, strict=True):
            option, has_service = self._way(draft, request, part, ready, whole)
            is_available = is_available and has_service
            chosen += [option] if option else []
            parts.append(self._part(part, option, ready, request))
        draft = replace(
            draft,
            parts=tuple(parts),
            chosen=tuple(chosen),
            options=tuple(whole),
            is_service_available=is_available,
            days_late=days_late(deliveries, [part.delivery for part in parts]),
        )
        return self._in_time(self._charged(draft), request, chosen[0] if len(chosen) == 1 else None)

    def _way(
        self, draft: Estimate, request: Request, part: Part, ready: DateRange, whole: Sequence[Option]
    ) -> tuple[Option | None, bool]:
        """How one delivery goes, None for pick-up, and whether the service asked for goes there at all."""
        assert draft.family is not None
        assert draft.zone is not None
        wanted = part.service or request.service
        if wanted == PICKUP:
            return None, True
        options = (
            whole
            if len(request.deliveries()) == 1
            else self.options(request, draft.family, draft.zone, part.quantity, ready)
        )
        asked = [option for option in options if option.service == wanted]
        if asked:
            return choose(asked, part.deliver_by), True
        limit = self._affordable(draft) if not request.parts else Decimal("Infinity")
        return choose(options or whole, part.deliver_by, limit, asap=request.asap), wanted is None

    def _affordable(self, draft: Estimate) -> Decimal:
        assert draft.family is not None
        assert draft.zone is not None
        if draft.order_value is None:
            return Decimal("Infinity")
        _, limit = self.playbook.share_limits(draft.family, draft.zone)
        return draft.order_value.total.amount * limit

    def _part(self, part: Part, option: Option | None, ready: DateRange, request: Request) -> PromisedPart:
        service = option.service if option else PICKUP
        cost = Money(option.cost if option else Decimal(0), self.playbook.company.currency).rounded()
        arrives = not_before(option.delivery if option else ready, request.earliest)
        return PromisedPart(part.quantity, service, ready, arrives, cost)

    def _charged(self, draft: Estimate) -> Estimate:
        nothing = Money(Decimal(0), self.playbook.company.currency)
        cost = sum((part.transport for part in draft.parts), nothing)
        is_apart = self.playbook.settings.logistics.transport_charged == "at_cost"
        return replace(draft, transport=cost, charged=cost if is_apart else nothing)

    def _in_time(self, draft: Estimate, request: Request, option: Option | None) -> Estimate:
        """Adds how many pieces can be there by the day asked, and a faster way where one would be in time."""
        deadline = request.deliver_by
        if deadline is None or request.parts or draft.promise is None:
            return draft
        if draft.days_late == 0:
            return replace(draft, in_time=request.quantity)
        ready_by = deadline
        first = min((partial.safe for partial in draft.promise.partials), default=None)
        if option is not None and draft.zone is not None and first is not None and first <= deadline:
            ready_by = self.playbook.transport.ready_by(option.lane, draft.zone, deadline)
        pieces = sum(partial.quantity for partial in draft.promise.partials if partial.safe <= ready_by)
        faster = fastest_in_time(draft.options, deadline) if draft.days_late else None
        return replace(draft, in_time=min(pieces, request.quantity or pieces), faster=faster)

    def _helped(self, draft: Estimate, estimate: Estimate, request: Request, quantity: int) -> Estimate:
        """The estimate with overtime, else with suppliers, where that brings it forward and its premium leaves the margin."""
        assert draft.family is not None
        if draft.order_value is None:
            return estimate
        currency = self.playbook.company.currency
        making = draft.family.cost_of(quantity, draft.level, request.designs, currency).amount
        most = affordable_premium(self.playbook, draft.order_value, making)
        suppliers = worthwhile_suppliers(self.playbook, draft.family, quantity, most)
        ready_by = self._ready_by(estimate, request)
        for sourcing in beyond_in_house(self.playbook, suppliers):
            if not estimate.is_short:
                break
            helped = self._fulfilled(draft, request, sourcing._replace(ready_by=ready_by))
            is_better = (helped.days_late or 0) < (estimate.days_late or 0) or estimate.ready is None
            if is_better and helped.ready and helped.promise and premium_of(helped.promise) <= most:
                estimate = helped
        return estimate

    def _ready_by(self, estimate: Estimate, request: Request) -> date | None:
        """The day by which all must leave the factory; None without a day, or where several deliveries have their own."""
        if request.deliver_by is None or request.parts:
            return None
        if not estimate.chosen or estimate.zone is None:
            return request.deliver_by
        day = self.playbook.transport.ready_by(estimate.chosen[0].lane, estimate.zone, request.deliver_by)
        return None if day == date.min else day

    def _with_margin(self, estimate: Estimate, request: Request) -> Estimate:
        """Adds the contribution: goods and transport charged, less making, premiums and transport."""
        if estimate.order_value is None or estimate.family is None or request.quantity is None:
            return estimate
        currency = self.playbook.company.currency
        making = estimate.family.cost_of(request.quantity, estimate.level, request.designs, currency)
        margin = estimate.order_value.total - making
        if estimate.promise is not None:
            margin = margin - Money(premium_of(estimate.promise), currency)
        if estimate.transport is not None and estimate.charged is not None:
            margin = margin + estimate.charged - estimate.transport
        return replace(estimate, margin=margin.rounded())
