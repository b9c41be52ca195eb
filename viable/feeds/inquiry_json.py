"""The JSON in which other entrances (forms, the telephone, an ERP) ask whether something is viable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from viable.domain.errors import BadInput
from viable.domain.money import Money
from viable.domain.needs import match_need
from viable.domain.playbook import Playbook
from viable.domain.request import PICKUP, Place, Request

MOST_PIECES = 1_000_000_000
MOST_MONEY = Decimal(10) ** 12

type Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
type Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
type Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=16)]


class Strict(BaseModel):
    """Holds the named fields only."""

    model_config = ConfigDict(extra="forbid")


class Destination(Strict):
    """Where the goods go; the more is said, the more exactly transport is known."""

    country: Country = Field(description="ISO 3166-1 alpha-2")
    postal_code: Code = ""
    region: Annotated[
        str, Field(pattern=r"^([A-Z]{2}-[A-Z0-9]{1,3})?$", description="ISO 3166-2, such as ES-GC")
    ] = ""
    city: Name = ""

    def place(self) -> Place:
        name = " ".join(filter(None, (self.postal_code, self.city))) or self.region or self.country
        return Place(self.city or name, self.country, self.region or None, self.postal_code or None)


class Budget(Strict):
    """The most that somebody wants to spend, and what that includes."""

    amount: Annotated[Decimal, Field(gt=0, le=MOST_MONEY, allow_inf_nan=False)]
    currency: Annotated[
        str, Field(pattern=r"^([A-Z]{3})?$", description="ISO 4217; empty: the company's own")
    ] = ""
    includes_transport: bool | None = None
    includes_tax: bool | None = None


class Inquiry(Strict):
    """What is asked for. What is left out counts as not known yet, and is named under `missing` in the answer."""

    family: Name = Field(description="id of the product family, or words for it")
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] | None = Field(None, description="pieces")
    customization: Literal["none", "logo", "colour", "packaging", "specification", "tooling"] | None = None
    size: Literal["standard", "own"] | None = None
    designs: Annotated[int, Field(ge=1, le=1000)] = 1
    to: Destination | None = None
    is_pickup: Annotated[bool, Field(description="fetched at the factory")] = False
    by: date | None = Field(None, description="last acceptable day of delivery")
    budget: Budget | None = None
    authority: Literal["decides", "shares", "none"] | None = None
    service: Literal["road", "sea", "air", "express"] | None = Field(
        None, description="way of delivery asked for; left out: the cheapest that is in time"
    )

    def request(self, playbook: Playbook, today: date) -> Request:
        """The request that this asks for; raises BadInput for a family that is not known and a day that has passed."""
        if self.by is not None and self.by < today:
            raise BadInput(f"by: {self.by.isoformat()} has passed; today is {today.isoformat()}")
        own, budget = playbook.company.currency, self.budget
        return Request(
            family=_family(self.family, playbook),
            quantity=self.quantity,
            customization=self.customization,
            designs=self.designs,
            size=self.size,
            place=None if self.to is None or self.is_pickup else self.to.place(),
            deliver_by=self.by,
            is_flexible=self.by is None,
            budget=None if budget is None else Money(budget.amount, budget.currency or own),
            is_budget_open=budget is None,
            budget_includes_transport=None if budget is None else budget.includes_transport,
            budget_includes_tax=None if budget is None else budget.includes_tax,
            authority=self.authority,
            service=PICKUP if self.is_pickup else self.service,
            is_pickup=self.is_pickup,
        )


def destination_of(text: str, playbook: Playbook) -> Destination:
    """What a person types: a postal code of the company's country, or "PT", "PT 1100-148", "ES 07 Palma"."""
    head, _, rest = text.strip().partition(" ")
    country, _, glued = head.partition("-")
    if len(country) == 2 and country.isascii() and country.isalpha():
        code, _, city = (f"{glued} {rest}" if glued else rest).strip().partition(" ")
        is_code = any(char.isdigit() for char in code)
        city = city if is_code else f"{code} {city}".strip()
        return Destination(country=country.upper(), postal_code=code if is_code else "", city=city)
    if not any(char.isdigit() for char in head):
        raise BadInput(
            f"to: {text!r} is no postal code and no country: expected such as 36201, PT or FR-75001"
        )
    home = playbook.company.factory.country or ""
    return Destination(country=home, postal_code=head, city=rest)


def _family(text: str, playbook: Playbook) -> str:
    if text in playbook.families:
        return text
    families = list(playbook.families.values())
    found = match_need(text, families, playbook.company.languages[0])
    if len(found) != 1:
        among = ", ".join(found or playbook.families)
        raise BadInput(
            f"family: {text!r} is {'ambiguous' if found else 'not known'}: expected one of {among}"
        )
    return found[0]


def asked_at_terminal(typed: Mapping[str, Any], to: str, budget: str, playbook: Playbook) -> Inquiry:
    """The inquiry that options of the command line make, empty ones left out; raises BadInput naming what is wrong."""
    fields = {name: value for name, value in typed.items() if value not in ("", None)}
    if to == PICKUP:
        fields["is_pickup"] = True
    elif to:
        fields["to"] = destination_of(to, playbook)
    if budget:
        amount, _, currency = budget.partition(" ")
        fields["budget"] = {"amount": amount, "currency": currency.strip()}
    try:
        return Inquiry.model_validate(fields)
    except ValidationError as error:
        raise BadInput(
            "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        ) from error
