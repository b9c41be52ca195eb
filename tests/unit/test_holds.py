"""How much of the factory may be reserved from chats."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.sample_company import NOW, TODAY, idle_company, sample_playbook
from viable.domain.calendars import monday_of
from viable.domain.capacity import Load
from viable.domain.holds import Hold, Holder, may_hold

WEEK = monday_of(TODAY)
CAPACITY = idle_company().capacity
ACTUAL = CAPACITY.actual["printing"][0]
SETTINGS = replace(
    sample_playbook().settings.holds, per_contact=2, per_company=3, quota_share=Decimal("0.15")
)
ANA = Holder.of({"email": "ana@ria.example", "company": "Conservas Ría"})


def held(hours: float, owner: str = "other") -> Hold:
    return Hold(owner, (Load("printing", WEEK, hours),), NOW + timedelta(hours=1))


def may(holder: Holder, hours: float, *others: tuple[Hold, Holder]) -> bool:
    return may_hold(holder, [Load("printing", WEEK, hours)], others, CAPACITY, SETTINGS)


@pytest.mark.parametrize(
    ("contact", "expected"), [({}, False), ({"name": "Ana"}, False), ({"phone": "+34600000000"}, True)]
)
def test_a_hold_needs_somebody_who_can_be_reached(contact: dict[str, object], expected: bool) -> None:
    assert may(Holder.of(contact), 1.0) is expected


def test_one_contact_gets_so_many_holds_however_it_is_typed() -> None:
    same = Holder.of({"email": " ANA@Ria.example "})
    assert may(ANA, 1.0, (held(1.0), same))
    assert not may(ANA, 1.0, (held(1.0, "a"), same), (held(1.0, "b"), same))


def test_the_same_phone_is_the_same_contact_under_another_address() -> None:
    first = Holder.of({"email": "a@x.example", "phone": "+34 600 000 000"})
    second = Holder.of({"email": "b@x.example", "phone": "+34600000000"})
    assert not may(second, 1.0, (held(1.0, "a"), first), (held(1.0, "b"), first))


def test_one_company_gets_so_many_holds_whoever_asks() -> None:
    colleagues = [
        (held(1.0, str(n)), Holder.of({"email": f"{n}@ria.example", "company": "conservas  RÍA."}))
        for n in range(3)
    ]
    assert may(ANA, 1.0, *colleagues[:2])
    assert not may(ANA, 1.0, *colleagues)


def test_people_without_a_company_are_no_company() -> None:
    nobody = [(held(1.0, str(n)), Holder.of({"email": f"{n}@x.example"})) for n in range(5)]
    assert may(Holder.of({"email": "new@x.example"}), 1.0, *nobody)


@pytest.mark.parametrize(("hours", "expected"), [(0.05, True), (0.0501, False)])
def test_all_holds_together_get_a_share_of_a_resources_week(hours: float, expected: bool) -> None:
    other = Holder.of({"email": "x@y.example"})
    assert may(ANA, ACTUAL * hours, (held(ACTUAL * 0.10), other)) is expected


def test_a_week_that_nobody_knows_holds_nothing() -> None:
    beyond = [Load("printing", WEEK + timedelta(weeks=CAPACITY.weeks), 1.0)]
    assert not may_hold(ANA, beyond, (), CAPACITY, SETTINGS)
