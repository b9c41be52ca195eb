"""The earliest week that any plan could reach: a mixed-integer program over all weeks at once, solved by HiGHS.

Shares no code with the promise but the types: free hours, shifts between operations and set-ups are worked out here
again. Pieces are divisible, as they are for the promise. Without set-ups it is a linear program.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.oracle.cases import NOW, Case


class Bound:
    """The program for one case; ``can_be_ready_by`` asks it about one week."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.weeks = case.capacity.weeks
        self._cost_rows: list[tuple[dict[int, float], float]] = []  # sum <= limit
        self._upper: list[float] = []
        self._integer: list[int] = []
        self._finished: list[dict[int, float]] = []
        self.start, self.share = self._first_week()
        self._build()

    def can_be_ready_by(self, week: int) -> bool:
        """Whether some plan finishes everything within week number ``week``."""
        if week < self.start:
            return False
        quantity = float(self.case.work.quantity)
        goal = np.zeros(len(self._upper))
        for column, factor in self._finished[week].items():
            goal[column] -= factor
        result = milp(
            goal,
            constraints=self._constraints(),
            bounds=Bounds(0, np.array(self._upper)),
            integrality=np.array(self._integer),
            options={"mip_rel_gap": 1e-9},
        )
        assert result.status == 0, result.message
        return bool(-result.fun >= quantity * (1 - 1e-7) - 1e-5)

    def _first_week(self) -> tuple[int, float]:
        model, work = self.case.model, self.case.work
        customization = model.customizations[work.family, work.customization]
        days = model.routings[work.family].material_days + customization.engineering_days + 1
        day = NOW
        while days:
            day += timedelta(days=1)
            days -= day.weekday() < 5
        return (day - self.case.capacity.first_week).days // 7, (5 - day.weekday()) / 5

    def _free(self, resource: str) -> list[float]:
        capacity = self.case.capacity
        limits = capacity.actual if self.case.band == "actual" else capacity.maximum
        free, overdue = [], 0.0
        for week in range(self.weeks):
            due = capacity.taken[resource][week] + overdue
            overdue = max(0.0, due - capacity.maximum[resource][week])
            hours = max(0.0, limits[resource][week] - due)
            free.append(hours * (self.share if week == self.start else 1.0) if week >= self.start else 0.0)
        return free

    def _column(self, upper: float, *, is_integer: bool = False) -> int:
        self._upper.append(upper)
        self._integer.append(int(is_integer))
        return len(self._upper) - 1

    def _build(self) -> None:
        case, work = self.case, self.case.work
        quantity = float(work.quantity)
        multiplier = case.model.customizations[work.family, work.customization].multiplier
        hours: dict[tuple[str, int], dict[int, float]] = {}
        before: list[dict[int, float]] | None = None
        lag, shift_before, arrival = 0, 0, self.start
        for operation in case.model.routings[work.family].operations:
            shift = ceil(lag / 5)
            arrival += shift - shift_before
            passed = []
            started: list[dict[int, float]] = [
                {} for _ in range(self.weeks)
            ]  # cumulative pieces that enter the operation
            made: list[dict[int, float]] = [{} for _ in range(self.weeks)]
            for alternate in operation.alternates:
                efficiency = case.model.resources[alternate.resource].efficiency
                per_unit = alternate.hours_per_unit * multiplier / efficiency
                setup = alternate.setup_hours * work.designs / efficiency
                columns = [self._column(quantity) for _ in range(self.weeks)]
                for week, column in enumerate(columns):
                    hours.setdefault((alternate.resource, week), {})[column] = per_unit
                    for later in range(week, self.weeks):
                        started[later][column] = made[later][column] = 1.0
                passed.append(self._first_output(alternate.resource, setup, arrival))
                if setup:
                    self._add_setup(alternate.resource, setup, columns, hours, arrival)
            self._add_backups(operation.id, started, made)
            passed += [
                arrival + ceil(supplier.lead_time_days / 5)
                for supplier in case.model.backups
                if supplier.operation == operation.id
            ]
            arrival = min(passed)
            for week in range(self.weeks):
                self._link(started[week], before, week - (shift - shift_before), quantity, week)
            before, shift_before = made, shift
            lag += operation.lag_days
        assert before is not None
        for (resource, week), terms in hours.items():
            self._cost_rows.append((terms, self._free(resource)[week]))
        self._finished = before
        self._add_backups(None, [{} for _ in range(self.weeks)], self._finished)
        for terms in self._finished:
            self._cost_rows.append((terms, quantity))

    def _first_output(self, resource: str, setup: float, arrival: int) -> int:
        """The first week in which the resource could make anything of pieces that arrive in week ``arrival``."""
        hours = 0.0
        for week in range(arrival, self.weeks):
            hours += self._free(resource)[week]
            if hours > setup:
                return week
        return self.weeks

    def _link(
        self,
        started: dict[int, float],
        before: list[dict[int, float]] | None,
        source: int,
        quantity: float,
        week: int,
    ) -> None:
        """No more pieces enter an operation than its predecessor has made by the week that matters."""
        if before is None:
            self._cost_rows.append((started, quantity if week >= self.start else 0.0))
            return
        terms = dict(started)
        if source >= 0:
            for column, factor in before[source].items():
                terms[column] = terms.get(column, 0.0) - factor
        self._cost_rows.append((terms, 0.0))

    def _add_setup(
        self,
        resource: str,
        setup: float,
        columns: list[int],
        hours: dict[tuple[str, int], dict[int, float]],
        arrival: int,
    ) -> None:
        """Set-up hours come whole, perhaps over several weeks, before the first piece and not before there are any."""
        quantity = float(self.case.work.quantity)
        spent = [self._column(setup if week >= arrival else 0.0) for week in range(self.weeks)]
        for week in range(self.weeks):
            hours[resource, week][spent[week]] = 1.0
            ready = self._column(1.0, is_integer=True)
            done = dict.fromkeys(spent[: week + 1], -1.0)
            self._cost_rows.append(({ready: setup, **done}, 0.0))
            self._cost_rows.append(({ready: -quantity, **dict.fromkeys(columns[: week + 1], 1.0)}, 0.0))

    def _add_backups(
        self, operation: str | None, started: list[dict[int, float]], made: list[dict[int, float]]
    ) -> None:
        """What suppliers may take over: sent weeks, back after the lead time; whole pieces enter nothing."""
        for supplier in self.case.model.backups:
            if supplier.operation != operation:
                continue
            lead = ceil(supplier.lead_time_days / 5)
            for week in range(self.start, self.weeks):
                column = self._column(float(supplier.weekly_ceiling))
                for later in range(week, self.weeks):
                    started[later][column] = 1.0
                    if later >= week + lead:
                        made[later][column] = 1.0

    def _constraints(self) -> LinearConstraint:
        rows, columns, values = [], [], []
        for number, (terms, _) in enumerate(self._cost_rows):
            rows += [number] * len(terms)
            columns += list(terms)
            values += list(terms.values())
        shape = (len(self._cost_rows), len(self._upper))
        matrix = csr_matrix((values, (rows, columns)), shape=shape)
        return LinearConstraint(matrix, -np.inf, np.array([limit for _, limit in self._cost_rows]))
