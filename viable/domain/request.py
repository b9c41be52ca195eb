"""What a prospect asks for, in the seller's units; ``None`` means "not known yet"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from viable.domain.errors import BadInput
from viable.domain.money import Money

type Size = Literal["standard", "own"]

LEVELS = ("none", "logo", "colour", "packaging", "specification", "tooling")
"""Customization levels of the wire format, from least to most work."""

PICKUP = "pickup"
"""The service of a part that the prospect collects at the factory."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the goods go.

    Attributes:
        name: as it is said back to the prospect, e.g. "Las Palmas de Gran Canaria".
        country: ISO 3166-1 alpha-2; None while it is unknown which country is meant.
        region: ISO 3166-2, e.g. "ES-GC"; None when not known.
        postal_code: as written in that country; None when not known.
    """

    name: str
    country: str | None
    region: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several deliveries of one order.

    Attributes:
        quantity: pieces in this delivery.
        service: road, sea, air, express or pickup; None lets the cheapest that is in time win.
        deliver_by: last day for this delivery; None when any day will do.
    """

    quantity: int
    service: str | None = None
    deliver_by: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a prospect has asked for so far.

    Attributes:
        family: product family id; None while the need is not known.
        quantity: pieces; the sum of ``parts`` where there are any.
        customization: one of ``LEVELS``.
        designs: different artworks in one order; each needs its own set-up.
        size: "own" needs a die of its own; asked only where the family has ``asks_size``.
        place: destination; needless when ``is_pickup``.
        deliver_by: last acceptable day of delivery (or of pick-up).
        earliest: first acceptable day of delivery.
        asap: as soon as possible; ``is_flexible``: no hurry. Neither sets a deadline.
        budget: the most the prospect wants to spend; ``is_budget_open``: has no figure in mind.
        budget_includes_transport: None while unsaid; the same for tax.
        authority: decides, shares or none.
        service: the way of delivery asked for; ``excluded_services`` those refused.
        is_made: False when what is needed is known and is not something the company makes.
        parts: a split delivery, first delivery first; empty for one delivery.
    """

    family: str | None = None
    quantity: int | None = None
    customization: str | None = None
    designs: int = 1
    size: Size | None = None
    place: Place | None = None
    deliver_by: date | None = None
    earliest: date | None = None
    asap: bool = False
    is_flexible: bool = False
    budget: Money | None = None
    is_budget_open: bool = False
    budget_includes_transport: bool | None = None
    budget_includes_tax: bool | None = None
    authority: str | None = None
    service: str | None = None
    excluded_services: frozenset[str] = frozenset()
    is_pickup: bool = False
    is_made: bool = True
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no prospect can mean; asking again is the caller's job."""
        if self.quantity is not None and self.quantity <= 0:
            raise BadInput(f"quantity is {self.quantity}: expected at least 1 piece")
        if self.designs < 1:
            raise BadInput(f"designs is {self.designs}: expected at least 1")
        if self.customization is not None and self.customization not in LEVELS:
            raise BadInput(f"customization is {self.customization!r}: expected one of {LEVELS}")
        if any(part.quantity <= 0 for part in self.parts):
            raise BadInput("a part of a split delivery has no pieces: expected at least 1")
        if self.parts and sum(part.quantity for part in self.parts) != self.quantity:
            raise BadInput(f"the parts of a split delivery must add up to {self.quantity} pieces")

    @property
    def has_timeline(self) -> bool:
        return self.asap or self.is_flexible or bool(self.deliver_by or self.earliest)

    @property
    def has_budget(self) -> bool:
        return self.is_budget_open or self.budget is not None

    @property
    def has_destination(self) -> bool:
        return self.is_pickup or (self.place is not None and self.place.country is not None)

    @property
    def work_level(self) -> str | None:
        """The customization level that production meets: an own size is a specification."""
        if self.size != "own":
            return self.customization
        return max(self.customization or "none", "specification", key=LEVELS.index)

    def deliveries(self) -> Sequence[Part]:
        """The deliveries to make, first first; one for an order that is not split."""
        if self.parts:
            return self.parts
        if self.quantity is None:
            return ()
        service = PICKUP if self.is_pickup else self.service
        return (Part(self.quantity, service, self.deliver_by),)

    def with_quantity(self, quantity: int) -> Request:
        """The same request for another number of pieces, in one delivery."""
        return replace(self, quantity=quantity, parts=())
