"""Tables of the store, for SQLite and PostgreSQL. Times are UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData()


class Utc(TypeDecorator[datetime]):
    """A timezone-aware time, kept in UTC on databases that know no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


conversation = Table(
    "conversation",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created_at", Utc, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("page_language", String(8), nullable=False),
    Column("source", JSON, nullable=False),
    Column("state", JSON, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("is_taken_over", Boolean, nullable=False, default=False),
    Column("items", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    Column("lease_until", Utc),
)

message = Table(
    "message",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("payload", JSON),
    Column("at", Utc, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc),
    UniqueConstraint("conversation_id", "client_id"),
    Index("message_open", "status", "due_at"),
)

item = Table(
    "item",
    metadata,
    Column("conversation_id", ForeignKey("conversation.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("client_id", String(64)),
)

step = Table(
    "step",
    metadata,
    Column("message_id", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("step", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

answer = Table(
    "answer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False, index=True),
    Column("topic", String(32), nullable=False),
    Column("value", JSON, nullable=False),
    Column("words", Text, nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("at", Utc, nullable=False),
)

lead = Table(
    "lead",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False, unique=True),
    Column("verdict", String(16), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("document", JSON, nullable=False),
)

hand_off = Table(
    "hand_off",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("lead_id", ForeignKey("lead.id"), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc),
    Column("delivered_at", Utc),
    Column("crm_id", String(128), nullable=False),
    Column("promised_call_by", Utc),
    Index("hand_off_open", "state", "due_at"),
)

hand_off_attempt = Table(
    "hand_off_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hand_off_id", ForeignKey("hand_off.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("latency_ms", Integer, nullable=False),
    Column("error", Text, nullable=False),
)

crm_lead = Table(
    "crm_lead",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("external_id", ForeignKey("lead.id"), nullable=False, unique=True),
    Column("received_at", Utc, nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("log", JSON, nullable=False),
)

demand = Table(
    "demand",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("place", JSON, nullable=False),
    Column("request", JSON, nullable=False),
    Column("at", Utc, nullable=False),
)

playbook = Table(
    "playbook",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("files", JSON, nullable=False),
    Column("author", String(200), nullable=False),
    Column("applied_at", Utc, nullable=False),
    Column("is_active", Boolean, nullable=False),
)

bucket = Table(
    "bucket",
    metadata,
    Column("resource", String(64), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("actual_hours", Float, nullable=False),
    Column("maximum_hours", Float, nullable=False),
    Column("taken_hours", Float, nullable=False, default=0.0),
    Column("source", String(64), nullable=False),
    Column("as_of", Utc, nullable=False),
)

load = Table(
    "load",
    metadata,
    Column("source", String(128), primary_key=True),
    Column("resource", String(64), primary_key=True),
    Column("week", Date, primary_key=True),
    Column("hours", Float, nullable=False),
    Column("as_of", Utc, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("rows", JSON, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False, index=True),
)

account = Table(
    "account",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Utc),
    Column("is_disabled", Boolean, nullable=False),
    Column("session_epoch", Integer, nullable=False),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
)

api_key = Table(
    "api_key",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    Column("revoked_at", Utc),
)

breaker = Table(
    "breaker",
    metadata,
    Column("scope", String(128), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("since", Utc, nullable=False),
    Column("ratio", Float, nullable=False),
)

breaker_transition = Table(
    "breaker_transition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", String(128), nullable=False, index=True),
    Column("before", String(16), nullable=False),
    Column("after", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("ratio", Float, nullable=False),
    Column("limit", Float, nullable=False),
)

campaign_change = Table(
    "campaign_change",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("campaign", String(64), nullable=False),
    Column("before", String(16), nullable=False),
    Column("after", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("cause", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Utc),
    Column("error", Text, nullable=False),
    Index("campaign_change_open", "outcome", "due_at"),
)

campaign_state = Table(
    "campaign_state",
    metadata,
    Column("campaign", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("change_id", ForeignKey("campaign_change.id"), nullable=False),
)
