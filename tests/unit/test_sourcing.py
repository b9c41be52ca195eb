"""Overtime and suppliers: only where an order is late without them, and only where their premium leaves the margin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.sample_company import EASY, NOW, TODAY, easy, idle_company
from viable.domain.calendars import monday_of
from viable.domain.capacity import Load
from viable.domain.estimate import Estimate, Estimator
from viable.domain.playbook import Company
from viable.domain.request import Request


def company(*, free_hours: float, weeks: int = 30, band: str = "maximum", margin: str = "0.18") -> Company:
    """With so many normal hours left for folding, by machine and by hand, in each of the next weeks, and overtime allowed or not."""
    idle = idle_company()
    first = monday_of(TODAY)
    mondays = [first + timedelta(weeks=number) for number in range(weeks)]
    full = [
        Load(resource, monday, idle.capacity.actual[resource][number] - free_hours)
        for resource in ("gluing", "finishing")
        for number, monday in enumerate(mondays)
        if idle.capacity.actual[resource][number] > free_hours
    ]
    own = idle.playbook.settings
    settings = replace(
        own,
        promise=replace(own.promise, band=band),  # type: ignore[arg-type]  # "actual" or "maximum"
        verdicts=replace(own.verdicts, minimum_margin=Decimal(margin)),
    )
    model = replace(idle.playbook.capacity_model, backups=())
    playbook = replace(idle.playbook, settings=settings, capacity_model=model)
    return Company(playbook, idle.capacity.plus(full))


def estimated(request: Request, at: Company) -> Estimate:
    return Estimator(at, NOW).estimate(request)


def test_no_overtime_is_taken_for_an_order_that_normal_hours_make_in_time() -> None:
    found = estimated(EASY, company(free_hours=20))
    assert found.promise is not None
    assert (found.days_late, found.promise.overtime_hours) == (0, 0.0)


def test_no_overtime_is_taken_for_an_order_without_a_date() -> None:
    found = estimated(easy(deliver_by=None, is_flexible=True), company(free_hours=2))
    assert found.promise is not None
    assert found.promise.overtime_hours == 0.0


def test_overtime_that_makes_a_late_order_earlier_is_taken_and_charged_to_the_margin() -> None:
    request = easy(deliver_by=date(2026, 12, 23))
    late = estimated(request, company(free_hours=0, weeks=12, band="actual"))
    helped = estimated(request, company(free_hours=0, weeks=12))
    assert late.promise is not None
    assert helped.promise is not None
    assert late.promise.overtime_premium == 0
    assert helped.promise.overtime_premium > 0
    assert late.days_late is not None
    assert helped.days_late is not None
    assert helped.days_late < late.days_late
    assert late.margin is not None
    assert helped.margin is not None
    spent = late.margin.amount - helped.margin.amount
    assert spent == helped.promise.overtime_premium


def test_overtime_that_would_eat_the_margin_is_not_taken() -> None:
    request = easy(deliver_by=date(2026, 12, 23))
    usual = estimated(request, company(free_hours=0, weeks=12))
    assert usual.margin is not None
    assert usual.order_value is not None
    share = usual.margin.share_of(usual.order_value.total)
    strict = company(free_hours=0, weeks=12, margin=str(share + Decimal("0.001")))
    found = estimated(request, strict)
    assert found.promise is not None
    assert found.promise.overtime_premium == 0
