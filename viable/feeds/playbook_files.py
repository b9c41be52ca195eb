"""A folder of playbook files as one checked playbook; or every problem in it, with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from viable.domain.calendars import monday_of
from viable.domain.errors import BadPlaybook, Problem
from viable.domain.logistics import Transport
from viable.domain.playbook import Playbook
from viable.domain.pricing import PriceList
from viable.feeds import capacity_files, commercial_files, logistics_files
from viable.feeds.capacity_files import OpeningPlan
from viable.feeds.sources import FOLDER, Sources

FILES = (
    "company.yml",
    "settings.yml",
    "products.yml",
    "prices.csv",
    "zones.yml",
    "carriers.yml",
    "fuel.csv",
    "rates.csv",
    "transit.csv",
    "rules.yml",
    "reasons.yml",
    "reps.yml",
    "campaigns.yml",
    "resources.yml",
    "routings.yml",
    "calendar.yml",
)
"""Files of a playbook; orders.csv, which fills a new store, is not one of them."""

ORDERS = "orders.csv"


def load_playbook(folder: Path, today: date | None = None) -> Playbook:
    """The playbook in a folder.

    Args:
        folder: with all of ``FILES``.
        today: from which year on public holidays are needed; now when None.

    Raises:
        BadPlaybook: with every problem found.
    """
    return parse_playbook(read_files(folder), today)


def read_files(folder: Path) -> dict[str, str]:
    """The text of every playbook file and of the orders, by name; missing ones are left out.

    Raises:
        BadPlaybook: a file is not UTF-8.
    """
    texts: dict[str, str] = {}
    problems = []
    for name in (*FILES, ORDERS):
        path = folder / name
        try:
            texts[name] = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        except UnicodeDecodeError as error:
            problems.append(Problem(f"{FOLDER}/{name}", None, f"not UTF-8 at byte {error.start}"))
        if not path.exists():
            texts.pop(name, None)
    if problems:
        raise BadPlaybook(problems)
    return texts


def version_of(files: Mapping[str, str]) -> str:
    """Twelve hexadecimal digits that change when any playbook file does."""
    digest = sha256()
    for name in FILES:
        digest.update(f"{name}\0{files.get(name, '')}\0".encode())
    return digest.hexdigest()[:12]


def parse_playbook(files: Mapping[str, str], today: date | None = None) -> Playbook:
    """The playbook that these texts make, by file name.

    Raises:
        BadPlaybook: with every problem found.
    """
    sources = Sources(files)
    playbook = _assembled(sources, files, today or datetime.now(UTC).date())
    if sources.problems or playbook is None:
        raise BadPlaybook(sources.problems)
    return playbook


def opening_plan(files: Mapping[str, str], today: date) -> OpeningPlan:
    """The orders and downtime that a new store is filled with, from the week of ``today`` on.

    Raises:
        BadPlaybook: with every problem found.
    """
    sources = Sources(files)
    families = commercial_files.read_families(sources)
    plan = capacity_files.read_opening_plan(sources, families, monday_of(today))
    if sources.problems or plan is None:
        raise BadPlaybook(sources.problems)
    return plan


def _assembled(sources: Sources, files: Mapping[str, str], today: date) -> Playbook | None:
    company = commercial_files.read_company(sources)
    settings = commercial_files.read_settings(sources)
    families = commercial_files.read_families(sources)
    not_made = commercial_files.read_not_made(sources)
    prices = commercial_files.read_prices(sources, families)
    zones = logistics_files.read_zones(sources)
    card = logistics_files.read_rate_card(sources, zones.zones)
    rules = commercial_files.read_rules(sources)
    reasons = commercial_files.read_reasons(sources, company.languages if company else ())
    reps = commercial_files.read_reps(sources, families, zones.zones)
    campaigns = commercial_files.read_campaigns(sources, families, zones.zones)
    model = capacity_files.read_capacity_model(sources, families, today)
    if company is not None:
        commercial_files.check_known(
            sources, "company.yml", None, "home_zone", company.home_zone, zones.zones
        )
    if sources.problems or company is None or settings is None or model is None:
        return None
    return Playbook(
        version=version_of(files),
        company=company,
        settings=settings,
        families=families,
        not_made=not_made,
        prices=PriceList.of(prices, company.currency),
        zones=zones,
        transport=Transport(
            card,
            model.calendar,
            capacity_files.origin_calendar(sources),
            settings.logistics.reliability,
            settings.promise.ready_at,
        ),
        rules=rules,
        reasons=reasons,
        reps=reps,
        campaigns=campaigns,
        capacity_model=model,
    )
