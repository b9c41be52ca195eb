"""What each file of the playbook may hold, row by row."""

# ruff: noqa: D101  a table: the names of the files and of their rows say what each record is

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from viable.domain.capacity import Band, ResourceKind
from viable.domain.orders import OrderKind
from viable.domain.rate_card import Basis, ServiceName
from viable.domain.reasons import ReasonCode, Verdict
from viable.domain.request import LEVELS
from viable.domain.settings import TransportCharged


def _quoted_time(value: Any) -> Any:
    if isinstance(value, int):
        raise ValueError('time of day in quotes, such as "16:00"')  # noqa: TRY004  pydantic takes ValueError
    return value


def _level(value: str) -> str:
    if value not in LEVELS:
        raise ValueError(f"one of {', '.join(LEVELS)} expected")
    return value


def _month_day(value: Any) -> Any:
    try:
        month, day = map(int, str(value).split("-"))
        date(2028, month, day)
    except ValueError as error:
        raise ValueError('month and day expected, such as "08-15"') from error
    return month, day


type Clock = Annotated[time, BeforeValidator(_quoted_time)]
type Level = Annotated[str, AfterValidator(_level)]
type MonthDay = Annotated[tuple[int, int], BeforeValidator(_month_day)]
type Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
type Text = Annotated[str, Field(min_length=1)]
type Share = Annotated[Decimal, Field(ge=0, le=1)]
type Amount = Annotated[Decimal, Field(ge=0, le=10_000_000)]
type Above0 = Annotated[Decimal, Field(gt=0, le=1_000_000)]
type Count = Annotated[int, Field(ge=1, le=100_000_000)]
type Days = Annotated[int, Field(ge=0, le=250)]
type Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
type Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
type Weekday = Annotated[int, Field(ge=1, le=7)]
type ByLanguage = dict[str, Text]


class Row(BaseModel):
    """A record without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PlaceRow(Row):
    name: Text
    country: Country
    region: str = ""
    postal_code: str = ""


class CompanyFile(Row):
    name: Text
    address: Text
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    phone: Text
    website: Text
    privacy_path: Annotated[str, Field(pattern=r"^/")]
    timezone: Text
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    currency: Currency
    factory: PlaceRow
    home_zone: Id
    contact_role: ByLanguage


class PromiseRow(Row):
    band: Band
    ready_at: Clock


class ReliabilityStep(Row):
    below: Share
    days: Days


class ReliabilityRow(Row):
    fewest_deliveries: Annotated[int, Field(ge=0)]
    steps: tuple[ReliabilityStep, ...]


class LogisticsRow(Row):
    transport_charged: TransportCharged
    share_watch: Share
    share_limit: Share
    reliability: ReliabilityRow


class VerdictRow(Row):
    minimum_margin: Share
    audit_share: Share
    offers_shown: Annotated[int, Field(ge=0, le=3)]
    budget_stretch: Share
    largest_offer_factor: Annotated[int, Field(ge=1, le=100)]


class FreshnessRow(Row):
    capacity_hours: Annotated[int, Field(ge=1)]


class HoldRow(Row):
    hours: Annotated[int, Field(ge=1)]
    per_contact: Annotated[int, Field(ge=0)]
    per_company: Annotated[int, Field(ge=0)]
    per_address: Annotated[int, Field(ge=0)]
    quota_share: Share


class ContactRow(Row):
    opens: Clock
    closes: Clock
    warn_minutes: Annotated[int, Field(ge=1)]
    reroute_minutes: Annotated[int, Field(ge=1)]
    promise_minutes: Annotated[int, Field(ge=1)]


class BreakerRow(Row):
    warning_share: Above0
    open_share: Above0
    resume_share: Above0
    dwell_minutes: Annotated[int, Field(ge=0)]
    window_weeks: Annotated[int, Field(ge=1, le=104)] = 6


class SettingsFile(Row):
    promise: PromiseRow
    logistics: LogisticsRow
    verdicts: VerdictRow
    freshness: FreshnessRow
    holds: HoldRow
    contact: ContactRow
    breakers: BreakerRow


class PackingRow(Row):
    pieces_per_carton: Count
    carton_kg: Above0
    length_cm: Above0
    width_cm: Above0
    height_cm: Above0
    cartons_per_pallet: Count
    pallet_kg: Amount
    pallet_height_cm: Above0
    is_stackable: bool


class LevelCostRow(Row):
    per_unit: Amount = Decimal(0)
    per_design: Amount = Decimal(0)
    once: Amount = Decimal(0)


class CostRow(Row):
    unit: Amount
    setup: Amount
    levels: dict[Level, LevelCostRow] = Field(default_factory=dict)


class FamilyRow(Row):
    id: Id
    names: ByLanguage
    synonyms: dict[str, tuple[Text, ...]]
    counted_as: tuple[str, ...] = ()
    asks_size: bool
    minimum_order: Count
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    packing: PackingRow
    costs: CostRow
    share_watch: Share | None = None
    share_limit: Share | None = None


class NotMadeRow(Row):
    language: Text
    words: tuple[Text, ...]


class PriceRow(Row):
    family: Id
    customization: Level
    from_quantity: Count = Field(alias="from")
    to_quantity: Count | None = Field(alias="to", default=None)
    unit_price: Above0
    setup_per_design: Amount
    tooling_once: Amount
    valid_from: date
    valid_to: date | None = None


class MatchRow(Row):
    country: Country
    region: str = ""
    postal_prefix: str = ""
    city: str = ""


class ZoneRow(Row):
    id: Id
    names: ByLanguage
    needs_customs: bool
    tax_rate: Share
    consignee_pays: tuple[Id, ...] = ()
    calendar: str
    incoterm: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "DAP"
    is_remote: bool = False
    share_watch: Share | None = None
    share_limit: Share | None = None
    places: Annotated[tuple[MatchRow, ...], Field(min_length=1)]


class SurchargeRow(Row):
    id: Id
    share: Share = Decimal(0)
    fixed: Amount = Decimal(0)
    zones: tuple[Id, ...] = ()


class ServiceRow(Row):
    service: ServiceName
    kg_per_m3: Above0
    cut_off: Clock
    fuel_table: str = ""
    surcharges: tuple[SurchargeRow, ...] = ()


class CarrierRow(Row):
    id: Id
    name: Text
    services: Annotated[tuple[ServiceRow, ...], Field(min_length=1)]


class DieselRow(Row):
    price_per_1000_l: Above0
    as_of: date


class FuelRow(Row):
    table: Id
    diesel_from: Amount
    diesel_to: Amount | None = None
    share: Share


class RateRow(Row):
    zone: Id
    carrier: Id
    service: ServiceName
    basis: Basis
    from_measure: Amount = Field(alias="from")
    to_measure: Amount | None = Field(alias="to", default=None)
    price: Amount
    minimum: Amount
    valid_from: date
    valid_to: date | None = None


class TransitRow(Row):
    zone: Id
    carrier: Id
    service: ServiceName
    days_min: Days
    days_max: Days
    departures: Annotated[str, Field(pattern=r"^[1-7]( [1-7])*$")]
    on_time: Share | None = None
    deliveries: Annotated[int, Field(ge=0)] = 0


class RuleRow(Row):
    id: Id
    when: Text
    verdict: Verdict
    reason: ReasonCode
    say: str
    owner: Text
    valid_from: date
    valid_to: date | None = None
    reference: Text


class RepRow(Row):
    id: Id
    name: Text
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    phone: Text
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    zones: tuple[Id, ...] = ()
    families: tuple[Id, ...] = ()
    timezone: Text
    calendar: str
    opens: Clock
    closes: Clock
    is_supervisor: bool = False


class CampaignRow(Row):
    id: Id
    name: Text
    channel: Id
    utm_campaign: Text
    families: tuple[Id, ...] = ()
    zones: tuple[Id, ...] = ()
    daily_budget: Amount


class ResourceRow(Row):
    id: Id
    name: ByLanguage
    kind: ResourceKind
    units: Count = 1
    shifts_per_day: Count = 1
    hours_per_shift: Annotated[float, Field(gt=0, le=24)]
    efficiency: Annotated[float, Field(gt=0, le=2)] = 1.0
    maximum_ratio: Annotated[float, Field(ge=1, le=3)] = 1.2
    overtime_premium_per_hour: Amount = Decimal(0)
    calendar: str = ""


class BackupRow(Row):
    id: Id
    name: Text
    family: Id
    operation: Id | None
    lead_time_days: Days
    premium_per_piece: Amount
    minimum_lot: Annotated[int, Field(ge=0)]
    weekly_ceiling: Count


class DowntimeRow(Row):
    resource: Id
    week: Annotated[int, Field(ge=0, le=260)]
    hours: Annotated[float, Field(gt=0, le=1000)]
    reason: Text


class AlternateRow(Row):
    resource: Id
    pieces_per_hour: Annotated[float, Field(gt=0, le=10_000_000)]
    setup_hours: Annotated[float, Field(ge=0, le=1000)] = 0.0


class OperationRow(Row):
    id: Id
    sequence: Annotated[int, Field(ge=0)]
    lag_days: Days = 0
    alternates: Annotated[tuple[AlternateRow, ...], Field(min_length=1)]


class CustomizationRow(Row):
    level: Level
    multiplier: Annotated[float, Field(gt=0, le=20)] = 1.0
    engineering_days: Days = 0
    approval_days: Days = 0
    extra_operations: tuple[OperationRow, ...] = ()
    outside_standard: bool = False


class RoutingRow(Row):
    family: Id
    material_days: Days = 0
    buffer_days: Days = 0
    operations: Annotated[tuple[OperationRow, ...], Field(min_length=1)]
    customizations: tuple[CustomizationRow, ...] = ()


class ClosureRow(Row):
    first: MonthDay
    last: MonthDay
    reason: str = ""


class CalendarFile(Row):
    country: Country
    region: str = ""
    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    closures: tuple[ClosureRow, ...] = ()
    local_holidays: tuple[date, ...] = ()
    horizon_weeks: Annotated[int, Field(ge=4, le=260)]
    safety_days: Days = 0


class OrderRow(Row):
    order_id: Text
    customer: Text
    family: Id
    quantity: Count
    customization: Level
    designs: Annotated[int, Field(ge=1, le=1000)]
    due_week: Annotated[int, Field(ge=0, le=260)]
    kind: OrderKind
