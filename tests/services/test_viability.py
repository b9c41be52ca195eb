"""«¿Es viable?» through every entrance but the chat: command line, JSON interface, keys."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from viable.bootstrap import App
from viable.cli import cli
from viable.domain.errors import BadInput, NotFound
from viable.domain.reasons import Verdict
from viable.feeds.inquiry_json import Destination, destination_of
from web.api.guards import LARGEST_BODY_BYTES
from web.api.router import api_router

CANARIES = {
    "family": "folding_carton",
    "quantity": 1000,
    "customization": "logo",
    "size": "standard",
    "to": {"country": "ES", "postal_code": "35001", "city": "Las Palmas de Gran Canaria"},
    "by": "2026-12-21",
    "budget": {"amount": "1500", "includes_transport": True, "includes_tax": False},
}
MARTA = "marta@levante.example"


@pytest.fixture
def key(app: App) -> str:
    app.staff.add(MARTA, "Marta Soler", "sales")
    return app.api_keys.make(MARTA)


@pytest.fixture
def client(app: App) -> TestClient:
    server = FastAPI(openapi_url=None)
    server.include_router(api_router(app))
    return TestClient(server)


def asked(client: TestClient, key: str, **changes: Any) -> Any:
    answer = client.post(
        "/api/viability", json={**CANARIES, **changes}, headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_interface_gives_the_chats_verdict_reasons_and_counter_offers(
    client: TestClient, key: str
) -> None:
    found = asked(client, key)
    assert found["verdict"] == Verdict.DEFERRED
    assert [(reason["code"], reason["rule"]) for reason in found["reasons"]] == [
        ("unrealistic_deadline", "deadline-slow-service"),
        ("shipping_cost_prohibitive", "freight-in-proportion"),
    ]
    assert found["missing"] == ["authority"]
    assert found["total"] == {"amount": "725.20", "currency": "EUR"}
    assert found["promise"]["delivery"] == {"earliest": "2027-01-11", "latest": "2027-01-15"}
    assert [offer["kind"] for offer in found["counter_offers"]] == ["pickup", "lot"]
    assert found["counter_offers"][1]["quantity"] == 2400


def test_the_answer_is_worded_in_the_language_asked_for(client: TestClient, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    told = client.post("/api/viability?language=en", json=CANARIES, headers=headers).json()
    assert "Shipping would be" in told["reasons"][1]["text"]
    assert "envío" in asked(client, key)["reasons"][1]["text"]


def test_the_answer_tells_nothing_that_a_prospect_may_not_know(client: TestClient, key: str) -> None:
    told = json.dumps(asked(client, key))
    for hidden in ("margin", "binding", "premium", "threshold", "load", "backup"):
        assert hidden not in told


def test_what_is_not_known_yet_is_named_and_asked_for(client: TestClient, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    found = client.post("/api/viability", json={"family": "bag"}, headers=headers).json()
    assert found["verdict"] is None
    assert found["missing"][:2] == ["volume", "customization"]


@pytest.mark.parametrize("token", ["", "Bearer viable_wrong", "Bearer x", "Basic eDp5"])
def test_nothing_is_told_without_a_key(client: TestClient, token: str) -> None:
    answer = client.post("/api/viability", json=CANARIES, headers={"Authorization": token} if token else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_key_and_one_of_a_disabled_account_open_nothing(app: App, key: str) -> None:
    other = app.api_keys.make(MARTA)
    assert app.api_keys.holder(key) is not None
    assert app.api_keys.revoke(MARTA) == 2
    assert (app.api_keys.holder(key), app.api_keys.holder(other)) == (None, None)
    third = app.api_keys.make(MARTA)
    with app.store.write() as tx:
        account = tx.staff.by_email(MARTA)
        assert account is not None
        tx.staff.save(type(account)(account.id, account.email, account.name, account.role, is_disabled=True))
    assert app.api_keys.holder(third) is None
    with pytest.raises(NotFound, match=MARTA):
        app.api_keys.make(MARTA)


def test_a_key_is_kept_as_its_hash_only(app: App, key: str) -> None:
    with app.store.read() as tx:
        assert tx.api_keys.holder(key) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": 0},
        {"quantity": "many"},
        {"by": "2026-11-22"},
        {"by": "tomorrow"},
        {"family": "yachts"},
        {"budget": {"amount": "-1"}},
        {"budget": {"amount": "NaN"}},
        {"to": {"country": "Spain"}},
        {"discount": 5},
    ],
)
def test_what_nobody_can_mean_is_refused_with_its_place(client: TestClient, key: str, wrong: Any) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    answer = client.post("/api/viability", json={**CANARIES, **wrong}, headers=headers)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


def test_a_body_that_is_too_large_is_not_read_to_its_end(client: TestClient, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    answer = client.post("/api/viability", content=b" " * (LARGEST_BODY_BYTES + 1), headers=headers)
    assert answer.status_code == 413


def test_the_interface_describes_itself_with_its_key(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    route = document["paths"]["/api/viability"]["post"]
    assert route["security"] == [{"HTTPBearer": []}]
    assert "quantity" in route["requestBody"]["content"]["application/json"]["schema"]["properties"]


@pytest.mark.parametrize(
    ("text", "country", "code", "city"),
    [
        ("36201", "ES", "36201", ""),
        ("36201 Vigo", "ES", "36201", "Vigo"),
        ("pt", "PT", "", ""),
        ("PT 1100-148 Lisboa", "PT", "1100-148", "Lisboa"),
        ("FR-75001", "FR", "75001", ""),
        ("PT Porto Alto", "PT", "", "Porto Alto"),
    ],
)
def test_a_typed_destination_is_read(app: App, text: str, country: str, code: str, city: str) -> None:
    expected = Destination(country=country, postal_code=code, city=city)
    assert destination_of(text, app.playbook()) == expected


def test_a_typed_destination_that_is_neither_code_nor_country_is_refused(app: App) -> None:
    with pytest.raises(BadInput, match="Vigo"):
        destination_of("Vigo", app.playbook())


def test_the_command_answers_in_words_and_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIABLE_VAR", str(tmp_path))
    CliRunner().invoke(cli, ["prepare"], catch_exceptions=False)
    by = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011 - the command's own clock
    options = ["check", "--family", "estuches", "--quantity", "1000", "--to", "35001", "--by", by]
    words = CliRunner().invoke(cli, options, catch_exceptions=False)
    assert words.stdout.startswith("Verdict: deferred")
    told = CliRunner().invoke(cli, [*options, "--budget", "1500 EUR", "--json"], catch_exceptions=False)
    found = json.loads(told.stdout)
    assert found["verdict"] == "deferred"
    assert found["reasons"][0]["code"] == "unrealistic_deadline"
