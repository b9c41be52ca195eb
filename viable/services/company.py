"""The company as it stands now: the active playbook and live capacity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from viable.domain.capacity import Load
from viable.domain.errors import NotFound
from viable.domain.playbook import Company, Playbook
from viable.domain.pricing import ExchangeRate
from viable.ports import Transaction
from viable.services.live_capacity import live_capacity

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
        known = self._parsed.get(version)
        if known is None:
            known = self._parse(tx.playbooks.files(version))
            self._rates = self._read_rates(known.company.currency)
            self._parsed = {version: known}  # last: other threads must find the rates that go with it
        return known

    def company(self, tx: Transaction, now: datetime, but_for: str | None = None) -> Company:
        """Playbook and the capacity of this week and those after; what ``but_for`` holds is free for it to take again."""
        capacity = live_capacity(tx, now)
        playbook = self.playbook(tx)
        own = [] if but_for is None else tx.loads.hold_of(but_for)
        given_back = [
            Load(resource, week, -held)
            for resource, week, held in own
            if capacity.bucket(resource, week) is not None
        ]
        capacity = capacity.plus(given_back)
        return Company(playbook, capacity, self._rates)
