"""What the company sells, to whom, at what price and by which rules: files to domain objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from viable.domain.evidence import EVIDENCE
from viable.domain.logistics import Reliability
from viable.domain.playbook import Campaign, CompanyProfile, Rep
from viable.domain.pricing import Price
from viable.domain.products import Family, LevelCost, Packing
from viable.domain.reasons import ReasonCode, Verdict
from viable.domain.request import Place
from viable.domain.rules import Expression, Rule, RuleError
from viable.domain.settings import (
    BreakerSettings,
    ContactSettings,
    FreshnessSettings,
    HoldSettings,
    LogisticsSettings,
    PromiseSettings,
    Settings,
    VerdictSettings,
)
from viable.feeds import schema
from viable.feeds.sources import Located, Sources


def read_company(sources: Sources) -> CompanyProfile | None:
    """company.yml."""
    row = sources.one("company.yml", schema.CompanyFile)
    if row is None:
        return None
    check_timezone(sources, "company.yml", 1, row.timezone)
    factory = Place(
        row.factory.name, row.factory.country, row.factory.region or None, row.factory.postal_code or None
    )
    return CompanyProfile(**row.model_dump(exclude={"factory"}), factory=factory)


def read_settings(sources: Sources) -> Settings | None:
    """settings.yml; limits that contradict each other are problems."""
    row = sources.one("settings.yml", schema.SettingsFile)
    if row is None:
        return None
    in_order: list[tuple[str, Decimal | int, str, Decimal | int]] = [
        ("logistics.share_watch", row.logistics.share_watch, "share_limit", row.logistics.share_limit),
        ("contact.warn_minutes", row.contact.warn_minutes, "reroute_minutes", row.contact.reroute_minutes),
        ("breakers.resume_share", row.breakers.resume_share, "warning_share", row.breakers.warning_share),
        ("breakers.warning_share", row.breakers.warning_share, "open_share", row.breakers.open_share),
    ]
    document = sources.document("settings.yml")
    for name, lower, other, upper in in_order:
        if lower >= upper:
            line = document.line_of(tuple(name.split("."))) if document else None
            sources.report("settings.yml", line, f"{name} is {lower}: expected less than {other}, {upper}")
    steps = tuple((step.below, step.days) for step in row.logistics.reliability.steps)
    reliability = Reliability(row.logistics.reliability.fewest_deliveries, steps)
    logistics = row.logistics.model_dump(exclude={"reliability"})
    return Settings(
        promise=PromiseSettings(**row.promise.model_dump()),
        logistics=LogisticsSettings(**logistics, reliability=reliability),
        verdicts=VerdictSettings(**row.verdicts.model_dump()),
        freshness=FreshnessSettings(**row.freshness.model_dump()),
        holds=HoldSettings(**row.holds.model_dump()),
        contact=ContactSettings(**row.contact.model_dump()),
        breakers=BreakerSettings(**row.breakers.model_dump()),
    )


def read_families(sources: Sources) -> dict[str, Family]:
    """products.yml, in the order written."""
    rows = sources.listed("products.yml", "families", schema.FamilyRow, others=["not_made"])
    refuse_twice(sources, "products.yml", rows, lambda row: row.id)
    return {located.value.id: _family(located.value) for located in rows}


def read_not_made(sources: Sources) -> dict[str, tuple[str, ...]]:
    """What is asked for and not made, by language; {} when products.yml names nothing."""
    rows = sources.listed(
        "products.yml", "not_made", schema.NotMadeRow, others=["families"], is_optional=True
    )
    return {row.value.language: row.value.words for row in rows}


def _family(row: schema.FamilyRow) -> Family:
    return Family(
        id=row.id,
        names=row.names,
        synonyms=row.synonyms,
        counted_as=frozenset(row.counted_as),
        asks_size=row.asks_size,
        minimum_order=row.minimum_order,
        levels=row.levels,
        packing=Packing(**row.packing.model_dump()),
        unit_cost=row.costs.unit,
        setup_cost=row.costs.setup,
        level_costs={level: LevelCost(**cost.model_dump()) for level, cost in row.costs.levels.items()},
        share_watch=row.share_watch,
        share_limit=row.share_limit,
    )


def read_prices(sources: Sources, families: Mapping[str, Family]) -> list[Price]:
    """prices.csv; breaks of one family and level must follow each other from 1 on, without gap or overlap."""
    rows = sources.table("prices.csv", schema.PriceRow)
    groups: dict[tuple[object, ...], list[Located[schema.PriceRow]]] = {}
    for located in rows:
        row = located.value
        check_known(sources, "prices.csv", located.line, "family", row.family, families)
        groups.setdefault((row.family, row.customization, row.valid_from), []).append(located)
    for (family, level, _), group in groups.items():
        _check_price_breaks(sources, f"{family} {level}", group)
    priced = {(located.value.family, located.value.customization) for located in rows}
    for family in families.values():
        for level in family.levels:
            if rows and (family.id, level) not in priced:
                sources.report(
                    "prices.csv", None, f"{family.id} is sold with {level}, but has no price for it"
                )
    return [
        Price(
            row.family,
            row.customization,
            row.from_quantity,
            row.to_quantity,
            row.unit_price,
            row.setup_per_design,
            row.tooling_once,
            row.valid_from,
            row.valid_to,
        )
        for _, row in rows
    ]


def _check_price_breaks(sources: Sources, what: str, group: Sequence[Located[schema.PriceRow]]) -> None:
    expected: int | None = 1
    for line, row in sorted(group, key=lambda located: located.value.from_quantity):
        if expected is None or row.from_quantity < expected:
            sources.report("prices.csv", line, f"{what}: this break overlaps the one before it")
        elif row.from_quantity > expected:
            sources.report("prices.csv", line, f"{what}: no price from {expected} to {row.from_quantity - 1}")
        if row.to_quantity is not None and row.to_quantity < row.from_quantity:
            sources.report("prices.csv", line, f"{what}: the break ends before it starts")
        expected = None if row.to_quantity is None else row.to_quantity + 1


def read_rules(sources: Sources) -> tuple[Rule, ...]:
    """rules.yml, in the order written; every condition type-checked."""
    rows = sources.listed("rules.yml", "rules", schema.RuleRow)
    refuse_twice(sources, "rules.yml", rows, lambda row: row.id)
    rules = []
    for line, row in rows:
        if row.say not in EVIDENCE:
            check_known(sources, "rules.yml", line, f"rule {row.id}: say", row.say, EVIDENCE)
        if not row.say and row.verdict is not Verdict.QUALIFIED:
            sources.report("rules.yml", line, f"rule {row.id}: a verdict of {row.verdict} must say something")
        try:
            when = Expression(row.when)
        except RuleError as error:
            sources.report("rules.yml", line, f"rule {row.id}: {error}")
            continue
        rules.append(Rule(**row.model_dump(exclude={"when"}), when=when))
    return tuple(rules)


def read_reasons(sources: Sources, languages: Iterable[str]) -> dict[ReasonCode, Mapping[str, str]]:
    """reasons.yml: a label of every reason in every language."""
    document = sources.document("reasons.yml")
    if document is None:
        return {}
    labels = document.data if isinstance(document.data, dict) else {}
    for code in labels:
        if code not in set(ReasonCode):
            known = [reason.value for reason in ReasonCode]
            check_known(sources, "reasons.yml", document.line_of((code,)), "reason", str(code), known)
    found: dict[ReasonCode, Mapping[str, str]] = {}
    for code in ReasonCode:
        label = labels.get(code.value)
        lacking = [
            language for language in languages if not isinstance(label, dict) or not label.get(language)
        ]
        if lacking:
            line = document.line_of((code.value,))
            sources.report("reasons.yml", line, f"{code} has no label in {', '.join(lacking)}")
        elif isinstance(label, dict):
            found[code] = {language: str(text) for language, text in label.items()}
    return found


def read_reps(sources: Sources, families: Iterable[str], zones: Iterable[str]) -> tuple[Rep, ...]:
    """reps.yml."""
    rows = sources.listed("reps.yml", "reps", schema.RepRow)
    refuse_twice(sources, "reps.yml", rows, lambda row: row.id)
    for line, row in rows:
        _check_scope(sources, "reps.yml", line, row, families, zones)
        check_timezone(sources, "reps.yml", line, row.timezone)
        if row.opens >= row.closes:
            sources.report(
                "reps.yml", line, f"{row.id} closes at {row.closes}: expected later than {row.opens}"
            )
    return tuple(
        Rep(
            **row.model_dump(exclude={"zones", "families"}),
            zones=frozenset(row.zones),
            families=frozenset(row.families),
        )
        for _, row in rows
    )


def read_campaigns(sources: Sources, families: Iterable[str], zones: Iterable[str]) -> tuple[Campaign, ...]:
    """campaigns.yml."""
    rows = sources.listed("campaigns.yml", "campaigns", schema.CampaignRow)
    refuse_twice(sources, "campaigns.yml", rows, lambda row: row.id)
    for line, row in rows:
        _check_scope(sources, "campaigns.yml", line, row, families, zones)
    return tuple(
        Campaign(
            **row.model_dump(exclude={"zones", "families"}),
            zones=frozenset(row.zones),
            families=frozenset(row.families),
        )
        for _, row in rows
    )


def _check_scope(
    sources: Sources,
    name: str,
    line: int,
    row: schema.RepRow | schema.CampaignRow,
    families: Iterable[str],
    zones: Iterable[str],
) -> None:
    for zone in row.zones:
        check_known(sources, name, line, "zone", zone, zones)
    for family in row.families:
        check_known(sources, name, line, "family", family, families)


DEFINED_IN = {"family": "products.yml", "zone": "zones.yml", "resource": "resources.yml"}
"""Where the rows are that other files name; a row that is wrong there is missing everywhere."""


def check_known(
    sources: Sources, name: str, line: int | None, what: str, value: str, known: Iterable[str]
) -> None:
    """Reports a value that is none of the known ones; what may hang from another problem is not said twice."""
    defined_in = DEFINED_IN.get(what)
    if defined_in not in (None, name) and not sources.is_sound(defined_in):
        return
    choices = [choice for choice in known if choice]
    if choices and value not in choices:
        sources.report(name, line, f"{what} {value!r} does not exist; there are {', '.join(choices)}")


def check_timezone(sources: Sources, name: str, line: int, timezone: str) -> None:
    """Reports a time zone that nobody knows."""
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        expected = "expected one such as Europe/Madrid"
        sources.report(name, line, f"time zone {timezone!r} does not exist; {expected}")


def refuse_twice[R](sources: Sources, name: str, rows: Iterable[Located[R]], key: Callable[[R], str]) -> None:
    """Reports every row whose id an earlier row has."""
    seen: dict[str, int] = {}
    for line, row in rows:
        first = seen.setdefault(key(row), line)
        if first != line:
            sources.report(name, line, f"{key(row)!r} is written twice, first on line {first}")
