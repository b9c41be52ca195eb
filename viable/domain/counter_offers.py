"""The smallest change to a request that would make it viable; ``offering`` looks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from viable.domain.reasons import Evidence
from viable.domain.request import Request
from viable.domain.verdict import Assessment

type OfferKind = Literal["date", "lot", "service", "pickup", "split", "customization", "budget", "authority"]


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """One change that works.

    The response stem is ``say``; its evidence, typed as in ``reasons.Evidence``:

    - ``offer_delivery``: quantity, service, delivery: DateRange, total: Money, transport: Money
    - ``offer_at_factory`` (place not known yet): quantity, ready: DateRange, order_value: Money
    - ``offer_pickup``: quantity, ready: DateRange, total: Money
    - ``offer_split``: first_quantity, first_service, first_delivery: DateRange, rest_quantity,
      rest_service, rest_delivery: DateRange, total: Money
    - ``offer_customization``: as offer_delivery (or offer_at_factory), and customization: level
    - ``offer_authority``: nothing

    Each has ``family`` too, and where a higher budget is part of it, ``budget_needed`` and ``gap``: Money.

    Attributes:
        kind: what sort of change it is; no two offers of one list are alike.
        changes: the answers that differ: volume, timeline, location, customization, budget, service, authority.
        request: the changed request, to be taken over as it is when the offer is accepted.
        assessment: of that request: nothing but perhaps the decision-maker speaks against it.
    """

    kind: OfferKind
    say: str
    changes: tuple[str, ...]
    request: Request
    assessment: Assessment
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
