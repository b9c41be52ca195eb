"""Zones, carriers, rates, fuel and transit times: files to domain objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

import holidays

from viable.domain.errors import BadInput
from viable.domain.rate_card import CarrierService, Rate, RateCard, Surcharge, Transit
from viable.domain.zones import NOT_SERVED, Zone, ZoneMatch, ZoneTable
from viable.feeds import schema
from viable.feeds.commercial_files import check_known, refuse_twice
from viable.feeds.sources import Located, Sources


def read_zones(sources: Sources) -> ZoneTable:
    """zones.yml; two matches for one place are a problem."""
    rows = sources.listed("zones.yml", "zones", schema.ZoneRow, others=["not_served"])
    taken_out = sources.listed("zones.yml", "not_served", schema.MatchRow, others=["zones"], is_optional=True)
    refuse_twice(sources, "zones.yml", rows, lambda row: row.id)
    matches = [Located(line, _match(row.id, place)) for line, row in rows for place in row.places]
    matches += [Located(line, _match(NOT_SERVED, row)) for line, row in taken_out]
    for line, row in rows:
        _check_calendar(sources, line, row.calendar)
    table = ZoneTable({}, {})
    seen: list[ZoneMatch] = []
    zones = [_zone(row) for _, row in rows]
    for line, match in matches:
        try:
            table = ZoneTable.of(zones, [*seen, match])
            seen.append(match)
        except BadInput as error:
            sources.report("zones.yml", line, str(error))
    return table


def _match(zone: str, row: schema.MatchRow) -> ZoneMatch:
    return ZoneMatch(zone, **row.model_dump())


def _zone(row: schema.ZoneRow) -> Zone:
    return Zone(**row.model_dump(exclude={"places"}))


def _check_calendar(sources: Sources, line: int, calendar: str) -> None:
    country, _, region = calendar.partition("-")
    if not calendar:
        return
    try:
        holidays.country_holidays(country, subdiv=region or None, years=2026)
    except NotImplementedError:
        expected = 'expected one such as "ES-CN" or "FR"'
        sources.report("zones.yml", line, f"no public holidays are known for {calendar!r}; {expected}")


def read_rate_card(sources: Sources, zones: Mapping[str, Zone]) -> RateCard:
    """carriers.yml, fuel.csv, rates.csv and transit.csv as one card."""
    services = _services(sources, zones)
    known = {(service.carrier, service.service) for service in services}
    rates = _rates(sources, zones)
    transits = _transits(sources, zones)
    if services:
        _check_services(sources, "rates.csv", known, rates)
        _check_services(sources, "transit.csv", known, transits)
        _check_lanes(sources, rates, transits)
    if sources.problems:
        return RateCard()
    return RateCard.of([rate for _, rate in rates], services, [transit for _, transit in transits])


def _services(sources: Sources, zones: Iterable[str]) -> list[CarrierService]:
    rows = sources.listed("carriers.yml", "carriers", schema.CarrierRow, others=["diesel"])
    refuse_twice(sources, "carriers.yml", rows, lambda row: row.id)
    fuel = _fuel_shares(sources)
    found = []
    for line, carrier in rows:
        for service in carrier.services:
            if service.fuel_table:
                check_known(sources, "carriers.yml", line, "fuel table", service.fuel_table, fuel)
            for surcharge in service.surcharges:
                for zone in surcharge.zones:
                    check_known(sources, "carriers.yml", line, "zone", zone, zones)
            surcharges = tuple(
                Surcharge(extra.id, extra.share, extra.fixed, frozenset(extra.zones))
                for extra in service.surcharges
            )
            fuel_share = fuel.get(service.fuel_table, Decimal(0))
            found.append(
                CarrierService(
                    carrier.id, service.service, service.kg_per_m3, fuel_share, service.cut_off, surcharges
                )
            )
    return found


def _fuel_shares(sources: Sources) -> dict[str, Decimal]:
    """Today's surcharge by table, from the diesel price of carriers.yml and the steps of fuel.csv."""
    document = sources.document("carriers.yml")
    diesel = None
    if document is not None and isinstance(document.data, dict):
        diesel = sources.record("carriers.yml", schema.DieselRow, document, ("diesel",))
    rows = sources.table("fuel.csv", schema.FuelRow)
    tables: dict[str, list[Located[schema.FuelRow]]] = {}
    for located in rows:
        tables.setdefault(located.value.table, []).append(located)
    shares = {}
    for table, steps in tables.items():
        bands = [Located(line, (row.diesel_from, row.diesel_to)) for line, row in steps]
        check_bands(sources, "fuel.csv", f"fuel table {table}", bands)
        for _, row in steps:
            is_above = diesel is not None and row.diesel_from < diesel.price_per_1000_l
            if is_above and (row.diesel_to is None or (diesel and diesel.price_per_1000_l <= row.diesel_to)):
                shares[table] = row.share
        if diesel is not None and table not in shares:
            line = steps[0].line
            sources.report("fuel.csv", line, f"fuel table {table} has no step for {diesel.price_per_1000_l}")
    return shares


def _rates(sources: Sources, zones: Iterable[str]) -> list[Located[Rate]]:
    rows = sources.table("rates.csv", schema.RateRow)
    lanes: dict[tuple[object, ...], list[Located[tuple[Decimal, Decimal | None]]]] = {}
    found = []
    for line, row in rows:
        check_known(sources, "rates.csv", line, "zone", row.zone, zones)
        if row.valid_to is not None and row.valid_to < row.valid_from:
            sources.report(
                "rates.csv", line, f"valid_to {row.valid_to} lies before valid_from {row.valid_from}"
            )
        rate = Rate(**row.model_dump())
        lanes.setdefault(rate.lane, []).append(Located(line, (row.from_measure, row.to_measure)))
        found.append(Located(line, rate))
    for lane, bands in lanes.items():
        check_bands(sources, "rates.csv", " ".join(map(str, lane[:4])), bands)
    return found


def _transits(sources: Sources, zones: Iterable[str]) -> list[Located[Transit]]:
    found = []
    rows = sources.table("transit.csv", schema.TransitRow)
    for line, row in rows:
        check_known(sources, "transit.csv", line, "zone", row.zone, zones)
        if row.days_max < row.days_min:
            sources.report("transit.csv", line, f"days_max {row.days_max} lies below days_min {row.days_min}")
        departures = frozenset(int(day) - 1 for day in row.departures.split())
        found.append(Located(line, Transit(**row.model_dump(exclude={"departures"}), departures=departures)))
    key: Callable[[Transit], str] = lambda transit: f"{transit.zone} {transit.carrier} {transit.service}"  # noqa: E731
    refuse_twice(sources, "transit.csv", found, key)
    return found


def _check_services(
    sources: Sources,
    name: str,
    known: set[tuple[str, str]],
    rows: Iterable[Located[Rate]] | Iterable[Located[Transit]],
) -> None:
    for line, row in rows:
        if (row.carrier, row.service) not in known:
            there = ", ".join(sorted(" ".join(pair) for pair in known))
            sources.report(name, line, f"{row.carrier} has no service {row.service}; there are {there}")


def _check_lanes(
    sources: Sources, rates: Iterable[Located[Rate]], transits: Iterable[Located[Transit]]
) -> None:
    """Every lane has both a price and a time."""
    priced = {(row.zone, row.carrier, row.service): line for line, row in reversed(list(rates))}
    timed = {(row.zone, row.carrier, row.service): line for line, row in transits}
    for lane, line in timed.items():
        if lane not in priced:
            sources.report("transit.csv", line, f"{' '.join(lane)} has no rate in rates.csv")
    for lane, line in priced.items():
        if lane not in timed:
            sources.report("rates.csv", line, f"{' '.join(lane)} has no transit time in transit.csv")


def check_bands(
    sources: Sources, name: str, what: str, bands: Sequence[Located[tuple[Decimal, Decimal | None]]]
) -> None:
    """Reports bands that do not follow each other from 0 on: gaps, overlaps, and ends before starts."""
    expected: Decimal | None = Decimal(0)
    for line, (start, end) in sorted(bands, key=lambda located: located.value[0]):
        if expected is None or start < expected:
            sources.report(name, line, f"{what}: the band from {start} overlaps the one before it")
        elif start > expected:
            sources.report(
                name, line, f"{what}: nothing from {expected} to {start}; expected bands without gaps"
            )
        if end is not None and end <= start:
            sources.report(name, line, f"{what}: the band from {start} ends at {end}; expected more")
        expected = end
