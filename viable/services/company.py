"""The company as it stands now: the active playbook and live capacity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from viable.domain.capacity import Bucket, Capacity
from viable.domain.errors import NotFound
from viable.domain.playbook import Company, Playbook
from viable.domain.pricing import ExchangeRate
from viable.ports import Transaction

type ParsePlaybook = Callable[[Mapping[str, str]], Playbook]
"""Texts of playbook files by name → playbook; raises BadPlaybook."""

type ReadRates = Callable[[str], Mapping[str, ExchangeRate]]
"""The company's currency → rates of the others, with their dates."""


class CompanyReader:
    """Reads the company from the store; a playbook version is parsed once."""

    def __init__(self, parse: ParsePlaybook, read_rates: ReadRates) -> None:
        self._parse = parse
        self._read_rates = read_rates
        self._parsed: dict[str, Playbook] = {}
        self._rates: Mapping[str, ExchangeRate] = {}

    @property
    def latest(self) -> Playbook | None:
        """The playbook that this process read last, without asking the store; None before the first."""
        return next(iter(self._parsed.values()), None)

    def playbook(self, tx: Transaction) -> Playbook:
        """The active playbook; raises NotFound before the first is applied."""
        version = tx.playbooks.active_version()
        if version is None:
            raise NotFound("no playbook in the store: run `viable prepare`")
        if version not in self._parsed:
            self._parsed = {version: self._parse(tx.playbooks.files(version))}
            self._rates = self._read_rates(self._parsed[version].company.currency)
        return self._parsed[version]

    def company(self, tx: Transaction, now: datetime) -> Company:
        """Playbook and the capacity of this week and those after."""
        today = now.astimezone(UTC).date()
        monday = today - timedelta(days=today.weekday())
        buckets = {
            (resource, week): Bucket(actual, maximum, taken)
            for resource, week, actual, maximum, taken in tx.loads.buckets(monday)
        }
        as_of = tx.loads.as_of()
        if as_of is None:
            raise NotFound("no capacity in the store: run `viable prepare`")
        playbook = self.playbook(tx)
        return Company(playbook, Capacity.of_buckets(buckets, as_of, "store"), self._rates)
