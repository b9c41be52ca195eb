"""The console of the sample company with a lead in it, and colleagues who use it: for tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import Response

from tests.scripted_chat import ScriptedChat
from viable.bootstrap import App
from viable.domain.conversation import Answer, Json, Source
from viable.domain.lead import HandOff, Lead
from viable.domain.staff import Account, Role
from viable.settings import read_settings
from viable.storage.coding import encode
from web.app import create_app
from web.console import console_router
from web.console.sessions import StaffSessions

MONDAY = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
PASSWORD = "una contraseña larga y segura"
SECRET = b"s" * 40


@dataclass
class Clock:
    """Stands still until told otherwise."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Office:
    """One installation and its console."""

    app: App
    clock: Clock = field(default_factory=Clock)

    def site(self) -> FastAPI:
        """The web application with the console in it."""
        router = console_router(self.app, SECRET)
        return create_app(ScriptedChat(), self.app.settings, SECRET, routers=[router])

    def browser(self, language: str = "es") -> TestClient:
        """Of somebody who has not signed in."""
        return TestClient(self.site(), headers={"Accept-Language": language}, follow_redirects=False)

    def colleague(self, role: Role = "sales", language: str = "es") -> TestClient:
        """The browser of somebody with this role, signed in."""
        browser = self.browser(language)
        is_https = self.app.settings.public_url.startswith("https:")
        cookie = Response()
        StaffSessions(self.app.staff, SECRET, is_https=is_https).start(cookie, self.account(role))
        name, value = cookie.headers["set-cookie"].partition(";")[0].split("=", 1)
        browser.cookies.set(name, value)
        return browser

    def account(self, role: Role = "sales") -> Account:
        """Of the colleague with this role, whose password is PASSWORD; made when first asked for."""
        email = f"{role}@levante.example"
        with self.app.store.write() as tx:
            found = tx.staff.by_email(email)
            if found is None:
                found = Account(uuid4().hex, email, role.title(), role, hashed(), self.clock())
                tx.staff.add(found)
        return found

    def lead(self, said: str = "quiero estuches", **changes: Any) -> str:
        """Id of a lead that has arrived just now."""
        conversation = self.app.turns.open(Source(), language="es", timezone="Europe/Madrid")
        now = self.clock()
        with self.app.store.write() as tx:
            lead = Lead(
                **(
                    _lead(now)
                    | {"conversation_id": conversation, "reference": tx.leads.next_reference()}
                    | changes
                )
            )
            tx.leads.add(lead, HandOff(uuid4().hex, lead.id, "delivered", now, delivered_at=now))
            tx.conversations.add_item(conversation, "bot", "Hola", now)
            tx.conversations.add_item(conversation, "prospect", said, now)
            return tx.crm.upsert(lead.id, now)

    def act(self, browser: TestClient, path: str, **data: str) -> httpx2.Response:
        """What is answered to a form of ours at this path."""
        return browser.post(path, data={"csrf": csrf_of(browser), **data})


@cache
def hashed() -> str:
    """PASSWORD as the store keeps it."""
    return PasswordHasher().hash(PASSWORD)


def csrf_of(browser: TestClient) -> str:
    """The token in the forms of the session."""
    found = re.search(r'name="csrf" value="(\w+)"', browser.get("/console/leads").text)
    assert found is not None
    return found[1]


def words(response: httpx2.Response) -> str:
    """What a reader sees, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).replace("\xa0", " ").split())


def _lead(now: datetime) -> Json:
    answers: dict[str, Json] = {
        "need": {"family": "folding_carton"},
        "volume": {"min": 1000, "max": 1000, "unit": None, "per": None},
        "location": {"name": "Las Palmas", "country": "ES"},
        "timeline": {"earliest": None, "latest": "2026-12-21", "asap": False},
        "authority": {"role": "shares", "is_open": True},
    }
    given = [encode(Answer(topic, value, f"dijo {topic}", "m1", now)) for topic, value in answers.items()]
    return {
        "id": uuid4().hex,
        "created_at": now,
        "verdict": "deferred",
        "wants": "estimate",
        "language": "es",
        "contact": {
            "name": "Nerea Quintana",
            "company": "Sal y Mojo",
            "email": "nerea@salymojo.example",
            "phone": "+34600000000",
        },
        "answers": {row["topic"]: row for row in given},
        "history": given,
        "assessment": ASSESSMENT,
        "offered": [],
        "consent": {"text": "Acepto.", "language": "es", "at": now.isoformat()},
        "source": {"page": "https://levante.example/", "referrer": "", "utm": {"utm_campaign": "otoño"}},
        "rep": "Marta Soler",
    }


ASSESSMENT: Json = {
    "verdict": "deferred",
    "reasons": [
        {
            "code": "shipping_cost_prohibitive",
            "rule_id": "freight-in-proportion",
            "verdict": "deferred",
            "say": "freight_prohibitive",
            "evidence": {
                "transport": {"amount": "105.20", "currency": "EUR"},
                "order_value": {"amount": "620.00", "currency": "EUR"},
                "share": "0.1696774193548387096774193548",
                "service": "sea",
                "place": "Las Palmas",
            },
        }
    ],
    "remarks": [],
    "missing": ["budget"],
    "promise": {
        "ready": {"earliest": "2026-12-11", "latest": "2026-12-16"},
        "delivery": {"earliest": "2027-01-11", "latest": "2027-01-15"},
        "parts": [],
        "binding_resource": "gluing",
        "is_with_backup": False,
    },
    "logistics": {"service": "sea", "cost": {"amount": "105.20", "currency": "EUR"}, "share": "0.1697"},
    "order_value": {"amount": "620.00", "currency": "EUR"},
    "total": {"amount": "725.20", "currency": "EUR"},
    "budget_gap": {"amount": "225.20", "currency": "EUR"},
    "margin": {"amount": "357.00", "currency": "EUR"},
    "margin_share": "0.5758",
    "minimum_volume": 2400,
    "conditions": [{"say": "artwork_approved", "evidence": {"by": "2026-11-30"}}],
    "as_of": "2026-11-23T09:12:00Z",
    "playbook_version": "8b7be5eab8bc",
}


def office_in(var: Path) -> Office:
    """A console on the store in ``var``, which has been prepared."""
    clock = Clock()
    return Office(App(read_settings({"VIABLE_VAR": str(var)}), clock=clock), clock)
