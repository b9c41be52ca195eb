"""Ways around resources that several operations of one routing compete for.

Loading stage by stage is the best there is while no two stages need the same resource. Where they do, an early stage can
take hours that a later one has no substitute for. A promise then also tries to load week by week with the later stages
first, on several orders of preference, and takes what ends first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from viable.domain.loading import (
    PIECES_THAT_DO_NOT_COUNT,
    Entry,
    Loading,
    Stage,
    Station,
    Wait,
    fill,
    without_vain_setups,
)


def is_contested(stages: Sequence[Stage]) -> bool:
    """Whether any resource is needed by more than one stage."""
    resources = [station.resource for stage in stages for station in stage.stations]
    return len(set(resources)) < len(resources)


def uncontested(
    stages: Sequence[Stage], free: Mapping[str, list[float]]
) -> tuple[list[Stage], dict[str, list[float]]]:
    """The stages and hours as if every stage had all hours of its resources to itself: nothing can end earlier."""
    own_stages, own_free = [], {}
    for number, stage in enumerate(stages):
        stations = []
        for station in stage.stations:
            name = f"{number} {station.resource}"
            own_free[name] = list(free[station.resource])
            stations.append(station._replace(resource=name))
        own_stages.append(stage._replace(stations=tuple(stations)))
    return own_stages, own_free


def sparing(stages: Sequence[Stage]) -> Iterator[list[Stage]]:
    """The stages, and the same with stations that spare what several stages compete for.

    As they are; contested stations last; none that a later stage needs, where there is another; the preferred station
    alone.
    """
    counts = Counter(station.resource for stage in stages for station in stage.stations)
    contested = {resource for resource, count in counts.items() if count > 1}
    needed_later: list[set[str]] = [set() for _ in stages]
    for n in range(len(stages) - 2, -1, -1):
        needed_later[n] = needed_later[n + 1] | {station.resource for station in stages[n + 1].stations}
    tries = (
        [stage.stations for stage in stages],
        [tuple(sorted(stage.stations, key=lambda s: s.resource in contested)) for stage in stages],
        [
            tuple(s for s in stage.stations if s.resource not in later)
            for stage, later in zip(stages, needed_later, strict=True)
        ],
        [stage.stations[:1] for stage in stages],
    )
    tried: list[list[tuple[Station, ...]]] = []
    for each in tries:
        stations = [ways or stage.stations for stage, ways in zip(stages, each, strict=True)]
        if stations not in tried:
            tried.append(stations)
            yield [Stage(s.operation, ways, s.shift) for s, ways in zip(stages, stations, strict=True)]


def load_downstream_first(
    stages: Sequence[Stage], pieces: float, free: Mapping[str, list[float]], start: int, before: int
) -> Loading | None:
    """Everything made before week ``before``, later stages being served first in every week; None when it isn't.

    What lies before a stage from earlier weeks is worked first, the last stage ahead of the others; then what stages pass on
    within the week. ``free`` is changed in place.
    """
    shop = _Shop(stages, free, before)
    if start < before:
        shop.coming[0][start] = pieces
    for week in range(start, before):
        shop.receive(week)
        for number in range(len(stages) - 1, -1, -1):
            shop.work(number, week)
        for number in range(len(stages)):
            shop.work(number, week)
        shop.note_waits(week)
    loading = Loading(shop.coming[-1], without_vain_setups(shop.entries), shop.waits)
    return loading if sum(loading.made) >= pieces - PIECES_THAT_DO_NOT_COUNT else None


class _Shop:
    """Pieces before every stage; ``coming`` has those on their way by stage and week, finished ones last."""

    def __init__(self, stages: Sequence[Stage], free: Mapping[str, list[float]], weeks: int) -> None:
        self._stages = stages
        self._rows = [[free[station.resource] for station in stage.stations] for stage in stages]
        self._setups = [[station.setup_hours for station in stage.stations] for stage in stages]
        self._waiting = [0.0] * len(stages)
        self._weeks = weeks
        self.coming = [[0.0] * weeks for _ in range(len(stages) + 1)]
        self.entries: list[Entry] = []
        self.waits: list[Wait] = []

    def receive(self, week: int) -> None:
        """What comes in this week waits before its stage."""
        for number in range(len(self._stages)):
            self._waiting[number] += self.coming[number][week]

    def work(self, number: int, week: int) -> None:
        """The stage has done of its waiting pieces what the week's hours allow, and passed it on."""
        waiting = self._waiting[number]
        if waiting <= PIECES_THAT_DO_NOT_COUNT:
            return
        stage = self._stages[number]
        units = fill(number, stage, week, waiting, self._rows[number], self._setups[number], self.entries)
        self._waiting[number] -= units
        is_last = number + 1 == len(self._stages)
        arrives = week if is_last else week + self._stages[number + 1].shift
        if arrives < self._weeks:
            self.coming[number + 1][arrives] += units
        if not is_last and arrives == week:
            self._waiting[number + 1] += units

    def note_waits(self, week: int) -> None:
        """What still lies before a stage is noted as waiting."""
        for stage, waiting in zip(self._stages, self._waiting, strict=True):
            if waiting > PIECES_THAT_DO_NOT_COUNT:
                first = stage.stations[0]
                self.waits.append(Wait(week, first.resource, waiting * first.hours_per_unit))
