"""What Viable makes of requests, complete or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sample_company import (
    BOSTON,
    EASY,
    LAS_PALMAS,
    MELILLA,
    NOW,
    TODAY,
    VIGO,
    easy,
    idle_company,
    sample_company,
    sample_files,
    sample_playbook,
)
from viable.domain.assess import assess
from viable.domain.calendars import monday_of
from viable.domain.capacity import Load
from viable.domain.money import Money
from viable.domain.offering import counter_offers
from viable.domain.playbook import Company
from viable.domain.pricing import ExchangeRate
from viable.domain.reasons import DateRange, ReasonCode, Verdict
from viable.domain.request import Part, Request
from viable.domain.verdict import Assessment
from viable.feeds.playbook_files import parse_playbook


def assessed(request: Request, company: Company | None = None) -> Assessment:
    return assess(request, company or sample_company(), NOW)


def says(assessment: Assessment) -> list[str]:
    return [reason.say for reason in assessment.reasons]


CANARIES = Request(
    family="folding_carton",
    quantity=1000,
    customization="logo",
    size="standard",
    place=LAS_PALMAS,
    deliver_by=date(2026, 12, 21),
    budget=Money.of(1500),
    budget_includes_transport=True,
    budget_includes_tax=False,
)


def test_an_easy_order_qualifies_at_once_with_a_date_a_total_and_its_conditions() -> None:
    found = assessed(EASY)
    assert (found.verdict, found.missing) == (Verdict.QUALIFIED, ())
    assert found.promise is not None
    assert found.promise.delivery.latest <= date(2027, 1, 18)
    assert found.promise.quantity_by_deadline == 5000
    assert found.total == found.order_value + found.logistics.charged  # type: ignore[operator, union-attr]  # all known
    assert [condition.say for condition in found.conditions] == [
        "artwork_approved",
        "tax_apart",
        "estimate_only",
    ]
    assert found.artwork_by == date(2026, 11, 30)


def test_a_small_lot_by_sea_before_christmas_is_refused_for_time_and_freight_together() -> None:
    found = assessed(CANARIES)
    assert found.verdict is Verdict.DEFERRED
    assert says(found) == ["deadline_by_slow_service", "freight_prohibitive"]
    time, freight = (reason.evidence for reason in found.reasons)
    assert time["service"] == "sea"
    assert time["delivery"] == DateRange(date(2027, 1, 11), date(2027, 1, 15))
    assert time["faster_service"] == "air"
    assert freight["transport"] == Money.of("105.20")
    assert freight["order_value"] == Money.of("620.00")
    assert found.minimum_volume == 2400


def test_a_split_that_the_prospect_invents_is_computed_against_the_budget() -> None:
    parts = (Part(300, "air", date(2026, 12, 24)), Part(2100))
    found = assessed(replace(CANARIES, quantity=2400, parts=parts))
    assert says(found) == ["budget_below_total"]
    assert found.promise is not None
    air, sea = found.promise.parts
    assert (air.service, air.delivery.latest) == ("air", date(2026, 12, 18))
    assert (sea.service, sea.delivery) == ("sea", DateRange(date(2027, 1, 11), date(2027, 1, 15)))
    assert found.total == Money.of("1629.54")
    assert found.budget_gap == Money.of("129.54")


def test_without_the_air_part_the_larger_lot_qualifies() -> None:
    found = assessed(replace(CANARIES, quantity=2400, deliver_by=date(2027, 1, 15), authority="shares"))
    assert found.verdict is Verdict.QUALIFIED
    assert found.total == Money.of("1422.62")
    assert [reason.rule_id for reason in found.remarks] == ["freight-to-watch"]


def test_what_the_importer_pays_is_said_in_place_of_our_own_tax() -> None:
    pays = next(c for c in assessed(CANARIES).conditions if c.say == "consignee_pays")
    assert pays.evidence["charges"] == ("igic", "aiem", "import_clearance")


def test_48_hours_to_a_remote_area_is_an_unrealistic_deadline_whatever_the_budget() -> None:
    asked = TODAY + timedelta(days=2)
    found = assessed(easy(family="bag", quantity=20_000, place=MELILLA, deliver_by=asked), idle_company())
    assert found.verdict is Verdict.DEFERRED
    assert says(found)[0] == "deadline_too_soon"
    assert found.reasons[0].code is ReasonCode.UNREALISTIC_DEADLINE


def test_a_deadline_that_production_alone_misses_is_a_red_flag_before_the_place_is_known() -> None:
    found = assessed(Request(family="bag", quantity=2000, deliver_by=TODAY + timedelta(days=2)))
    assert says(found) == ["deadline_too_soon_at_factory"]
    assert found.missing == ("customization", "location", "budget", "authority")


def test_a_deadline_that_production_meets_waits_for_the_place() -> None:
    found = assessed(Request(family="bag", quantity=2000, deliver_by=TODAY + timedelta(weeks=8)))
    assert found.verdict is None
    assert "location" in found.missing


def test_freight_out_of_proportion_is_a_red_flag_before_time_and_budget_are_known() -> None:
    found = assessed(replace(CANARIES, deliver_by=None, budget=None))
    assert says(found) == ["freight_prohibitive"]


def test_an_empty_request_asks_for_everything_in_order() -> None:
    found = assessed(Request())
    assert found.verdict is None
    assert found.missing == ("need", "volume", "customization", "location", "timeline", "budget", "authority")


def test_a_family_that_the_playbook_no_longer_has_is_asked_for_again() -> None:
    gone = easy(family="envelope")
    assert assessed(gone).missing[0] == "need"
    assert counter_offers(gone, sample_company(), NOW) == []


def test_a_budget_beyond_all_measure_is_a_budget_like_any_other() -> None:
    found = assessed(easy(is_budget_open=False, budget=Money.of("1e30"), budget_includes_tax=True))
    assert found.verdict is Verdict.QUALIFIED


def test_size_is_asked_only_where_it_matters() -> None:
    assert "size" in assessed(easy(size=None)).missing
    assert "size" not in assessed(easy(family="bag", size=None)).missing


def test_an_own_size_counts_as_a_specification_and_pays_its_die() -> None:
    own = assessed(easy(size="own"))
    assert own.order_value == Money.of("6160.00")
    assert any(condition.say == "tooling_included" for condition in own.conditions)
    assert own.promise is not None
    assert own.promise.ready.latest > assessed(EASY).promise.ready.latest  # type: ignore[union-attr]  # it is known


@pytest.mark.parametrize(
    ("budget", "transport", "tax", "verdict", "missing"),
    [
        (20_000, None, None, Verdict.QUALIFIED, ()),
        (5_600, None, None, None, ("budget_includes",)),
        (5_600, False, False, Verdict.QUALIFIED, ()),
        (5_600, True, False, Verdict.DEFERRED, ()),
        (5_600, False, True, Verdict.DEFERRED, ()),
        (5_495, False, False, Verdict.QUALIFIED, ()),
        (5_494, None, None, Verdict.DEFERRED, ()),
    ],
)
def test_what_a_budget_includes_is_asked_only_where_it_decides(
    budget: int, transport: bool | None, tax: bool | None, verdict: Verdict | None, missing: tuple[str, ...]
) -> None:
    request = easy(
        is_budget_open=False,
        budget=Money.of(budget),
        budget_includes_transport=transport,
        budget_includes_tax=tax,
    )
    found = assessed(request)
    assert (found.verdict, found.missing) == (verdict, missing)


def test_a_budget_below_the_smallest_order_is_not_qualified() -> None:
    found = assessed(easy(is_budget_open=False, budget=Money.of(100)))
    assert found.verdict is Verdict.NOT_QUALIFIED
    assert found.reasons[0].evidence["minimum_total"] == Money.of("495.00")


def test_a_budget_in_another_currency_is_compared_at_its_rate_or_by_a_person() -> None:
    request = easy(is_budget_open=False, budget=Money.of(20_000, "USD"))
    assert says(assessed(request)) == ["figure_missing"]
    company = replace(sample_company(), exchange_rates={"USD": ExchangeRate(Decimal("1.1"), TODAY)})
    assert assessed(request, company).verdict is Verdict.QUALIFIED


def test_a_place_that_nobody_delivers_to_is_demand_for_a_person() -> None:
    found = assessed(easy(place=BOSTON))
    assert (found.verdict, found.is_demand) == (Verdict.NEEDS_PERSON, True)
    assert found.reasons[0].evidence["place"] == "Boston"
    assert found.total is None


@pytest.mark.parametrize("age", [timedelta(hours=27), timedelta(hours=-3)])
def test_stale_figures_and_figures_from_the_future_promise_nothing(age: timedelta) -> None:
    company = sample_company()
    stale = replace(company, capacity=replace(company.capacity, as_of=NOW - age))
    found = assessed(EASY, stale)
    assert found.verdict is Verdict.NEEDS_PERSON
    assert found.promise is None
    assert found.conditions == ()


def test_a_rate_that_has_run_out_is_a_missing_figure_not_a_free_delivery() -> None:
    rates = sample_files()["rates.csv"].replace(",2026-01-01,", ",2026-01-01,2026-06-30")
    playbook = parse_playbook({**sample_files(), "rates.csv": rates}, TODAY)
    found = assessed(EASY, replace(sample_company(), playbook=playbook))
    assert found.verdict is Verdict.NEEDS_PERSON
    assert found.reasons[0].evidence["figures"] == ("transport_cost",)


def test_a_level_outside_the_standard_is_deferred_with_the_levels_that_are() -> None:
    found = assessed(easy(family="folding_carton", customization="tooling", deliver_by=date(2027, 4, 1)))
    assert says(found) == ["customization_outside_standard"]
    assert found.reasons[0].evidence["levels"] == sample_playbook().family("folding_carton").levels


def test_too_few_pieces_are_deferred_with_the_minimum() -> None:
    found = assessed(easy(quantity=200))
    assert says(found) == ["below_minimum"]
    assert found.reasons[0].evidence["minimum"] == 250


def test_what_the_company_does_not_make_is_not_qualified() -> None:
    assert assessed(Request(is_made=False)).verdict is Verdict.NOT_QUALIFIED


@pytest.mark.parametrize(
    ("role", "verdict"), [("decides", "qualified"), ("shares", "qualified"), ("none", "deferred")]
)
def test_sharing_the_decision_is_enough(role: str, verdict: str) -> None:
    assert assessed(easy(authority=role)).verdict == verdict


def test_more_than_can_be_made_in_the_known_weeks_is_not_promised() -> None:
    found = assessed(easy(quantity=90_000_000, deliver_by=None, is_flexible=True))
    assert says(found) == ["no_capacity"]
    assert found.promise is None


def test_part_of_a_large_order_in_time_is_said_with_its_quantity() -> None:
    found = assessed(easy(quantity=900_000, deliver_by=date(2027, 1, 29)))
    assert says(found) == ["quantity_in_part"]
    in_time = found.reasons[0].evidence["quantity_by_deadline"]
    assert isinstance(in_time, int)
    assert 0 < in_time < 900_000


def test_pick_up_has_no_freight_and_no_destination() -> None:
    found = assessed(replace(CANARIES, is_pickup=True, authority="decides"))
    assert found.verdict is Verdict.QUALIFIED
    assert found.logistics is not None
    assert (found.logistics.cost, found.logistics.incoterm) == (Money.of(0), "EXW")


def test_a_faster_service_asked_for_by_name_is_the_prospects_choice_and_price() -> None:
    request = replace(CANARIES, quantity=2400, service="air", budget=Money.of(1700), authority="decides")
    found = assessed(request)
    assert found.verdict is Verdict.QUALIFIED
    assert found.logistics is not None
    assert found.logistics.service == "air"
    assert found.logistics.share > Decimal("0.2")


def test_a_service_that_does_not_go_there_is_said_with_those_that_do() -> None:
    found = assessed(easy(service="sea"))
    assert says(found) == ["service_not_available"]
    assert found.reasons[0].evidence["services"] == ("road", "express")


def test_a_refused_service_is_not_used() -> None:
    found = assessed(easy(quantity=500, excluded_services=frozenset({"road"})))
    assert found.logistics is not None
    assert found.logistics.service == "express"


def test_goods_wait_for_the_first_day_that_suits() -> None:
    found = assessed(easy(earliest=date(2027, 2, 1), deliver_by=None))
    assert found.promise is not None
    assert found.promise.delivery == DateRange(date(2027, 2, 1), date(2027, 2, 1))


def test_transport_in_the_price_is_borne_by_the_margin() -> None:
    company = sample_company()
    own = company.playbook.settings
    logistics = replace(own.logistics, transport_charged="included")
    playbook = replace(company.playbook, settings=replace(own, logistics=logistics))
    apart, included = assessed(EASY), assessed(EASY, replace(company, playbook=playbook))
    assert included.total == included.order_value
    assert included.margin is not None
    assert apart.margin is not None
    assert apart.logistics is not None
    assert included.margin == apart.margin - apart.logistics.cost


def test_a_backup_supplier_steps_in_where_its_premium_leaves_the_margin() -> None:
    company = idle_company()
    weeks = [monday_of(TODAY) + timedelta(weeks=n) for n in range(30)]
    full = [Load("gluing", week, 500.0) for week in weeks] + [
        Load("finishing", week, 500.0) for week in weeks
    ]
    busy = replace(company, capacity=company.capacity.plus(full))
    found = assessed(EASY, busy)
    assert found.verdict is Verdict.QUALIFIED
    assert found.promise is not None
    assert found.promise.is_with_backup
    assert found.margin is not None
    assert found.margin < assessed(EASY, company).margin  # type: ignore[operator]  # both are known


def test_evidence_never_tells_load_margin_or_threshold() -> None:
    hidden = {
        "margin",
        "margin_share",
        "minimum_margin",
        "transport_limit",
        "transport_watch",
        "binding_resource",
    }
    for request in (CANARIES, easy(quantity=900_000, deliver_by=date(2027, 1, 29)), easy(quantity=10)):
        for reason in assessed(request).reasons:
            assert not hidden & reason.evidence.keys()


PLACES = [VIGO, LAS_PALMAS, MELILLA, BOSTON]
REQUESTS = st.builds(
    Request,
    family=st.sampled_from(["folding_carton", "shipping_box", "bag"]),
    quantity=st.integers(1, 300_000),
    customization=st.sampled_from(["none", "logo", "colour", "packaging", "specification", "tooling"]),
    designs=st.integers(1, 4),
    size=st.sampled_from(["standard", "own"]),
    place=st.sampled_from(PLACES),
    deliver_by=st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=200)),
    budget=st.integers(1, 60_000).map(Money.of),
    budget_includes_transport=st.booleans(),
    budget_includes_tax=st.booleans(),
    authority=st.sampled_from(["decides", "shares", "none"]),
    asap=st.booleans(),
)
UNSAID: dict[str, dict[str, object]] = {
    "customization": {"customization": None},
    "size": {"size": None},
    "place": {"place": None},
    "deadline": {"deliver_by": None, "asap": False},
    "budget": {"budget": None},
    "transport": {"budget_includes_transport": None},
    "tax": {"budget_includes_tax": None},
    "authority": {"authority": None},
    "quantity": {"quantity": None},
}


@settings(max_examples=300, deadline=None)
@given(REQUESTS, st.sets(st.sampled_from(sorted(UNSAID)), min_size=1))
def test_a_red_flag_on_some_answers_is_never_taken_back_by_the_others(
    request: Request, unsaid: set[str]
) -> None:
    changes = {name: value for topic in unsaid for name, value in UNSAID[topic].items()}
    partial = assessed(replace(request, **changes))  # type: ignore[arg-type]  # the names are Request's own
    if partial.reasons:
        assert assessed(request).reasons, says(partial)


@settings(max_examples=200, deadline=None)
@given(REQUESTS)
def test_what_qualifies_is_promised_in_full_in_time_and_within_the_budget(request: Request) -> None:
    found = assessed(request)
    assert found.is_complete or found.missing == ("budget_includes",)
    if found.verdict is Verdict.QUALIFIED:
        assert found.promise is not None
        assert request.deliver_by is not None
        assert found.promise.delivery.latest <= request.deliver_by
        assert found.promise.quantity_by_deadline == request.quantity
        assert found.budget_gap is not None
        assert found.budget_gap <= Money.of(0)
        assert found.margin_share is not None
        assert found.margin_share >= sample_playbook().settings.verdicts.minimum_margin
