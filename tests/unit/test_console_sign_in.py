"""Who gets into the console, and how."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.console_office import PASSWORD, Office, csrf_of, words
from viable.bootstrap import App
from viable.settings import read_settings


def test_every_page_behind_the_sign_in_sends_strangers_to_it(office: Office) -> None:
    stranger = office.browser()
    for path in ("/console/leads", "/console/staff", f"/console/leads/{office.lead()}"):
        answer = stranger.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/console/sign-in?next=")


def test_after_the_sign_in_the_lead_opens_that_was_asked_for(office: Office) -> None:
    office.account()
    path = f"/console/leads/{office.lead()}"
    stranger = office.browser()
    assert path in stranger.get(stranger.get(path).headers["location"]).text
    form = {"email": "sales@levante.example", "password": PASSWORD, "next": path}
    assert stranger.post("/console/sign-in", data=form).headers["location"] == path


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/console/leads/../../evil", "javascript:alert(1)"]
)
def test_the_sign_in_leads_nowhere_else(office: Office, target: str) -> None:
    office.account()
    form = {"email": "sales@levante.example", "password": PASSWORD, "next": target}
    assert office.browser().post("/console/sign-in", data=form).headers["location"] == "/console/leads"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(office: Office) -> None:
    office.account()
    stranger = office.browser()
    answers = [
        stranger.post("/console/sign-in", data={"email": email, "password": "no es esta"})
        for email in ("sales@levante.example", "nobody@levante.example")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    first, second = (answer.text.replace("sales", "nobody") for answer in answers)
    assert first == second
    assert "viable_staff" not in stranger.cookies


def test_the_eleventh_try_within_a_minute_has_to_wait(office: Office) -> None:
    stranger = office.browser("en")
    tries = [stranger.post("/console/sign-in", data={"email": f"a{n}@x.example"}) for n in range(11)]
    assert [answer.status_code for answer in tries] == [401] * 10 + [429]
    assert "Too many tries" in words(tries[-1])


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Office) -> None:
    office.account()
    form = {"email": "sales@levante.example", "password": PASSWORD}
    cookie = office.browser().post("/console/sign-in", data=form).headers["set-cookie"].lower()
    for attribute in ("httponly", "samesite=lax", "path=/console", "max-age="):
        assert attribute in cookie
    assert "secure" not in cookie


def test_under_https_the_cookie_is_secure(prepared: Path, tmp_path: Path) -> None:
    app = App(
        read_settings(
            {
                "VIABLE_VAR": str(shutil.copytree(prepared, tmp_path / "var")),
                "VIABLE_PUBLIC_URL": "https://levante.example",
            }
        )
    )
    office = Office(app)
    token = app.staff.first_link()
    form = {"name": "Jefa", "email": "jefa@levante.example", "password": PASSWORD}
    welcome = office.browser().post(f"/console/welcome/{token}", data=form)
    assert "secure" in welcome.headers["set-cookie"].lower()
    app.store.dispose()


def test_a_changed_or_foreign_cookie_opens_nothing(office: Office) -> None:
    rep = office.colleague()
    cookie = rep.cookies["viable_staff"]
    for value in (cookie[:-2] + "xx", "x", "", "a.b.c"):
        stranger = office.browser()
        stranger.cookies.set("viable_staff", value)
        assert stranger.get("/console/leads").status_code == 303


def test_a_disabled_colleague_is_out_at_once(office: Office) -> None:
    rep = office.colleague()
    office.app.staff.disable(office.account().id)
    assert rep.get("/console/leads").status_code == 303


def test_signing_out_ends_the_session_wherever_its_cookie_is(office: Office) -> None:
    rep = office.colleague()
    stolen = office.browser()
    stolen.cookies.set("viable_staff", rep.cookies["viable_staff"])
    assert stolen.get("/console/leads").status_code == 200
    assert office.act(rep, "/console/sign-out").headers["location"] == "/console/sign-in"
    assert stolen.get("/console/leads").status_code == 303
    assert rep.get("/console/leads").status_code == 303


def test_the_first_link_makes_an_admin_with_name_and_address_once(office: Office) -> None:
    token = office.app.staff.first_link()
    admin, second = office.browser(), office.browser()
    form = {"name": "Marta Soler", "email": "marta@levante.example", "password": PASSWORD}
    assert "admin@localhost" not in admin.get(f"/console/welcome/{token}").text
    assert admin.post(f"/console/welcome/{token}", data=form).headers["location"] == "/console/leads"
    assert "Marta Soler" in words(admin.get("/console/staff"))
    for again in (
        second.get(f"/console/welcome/{token}"),
        second.post(f"/console/welcome/{token}", data=form),
    ):
        assert again.status_code == 404
        assert "Este enlace ya no vale" in words(again)
    assert "viable_staff" not in second.cookies


def test_looking_at_a_link_does_not_use_it_up(office: Office) -> None:
    token = office.app.staff.first_link()
    for _ in range(3):
        assert office.browser().get(f"/console/welcome/{token}").status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"password": "corta", "email": "a@levante.example"}, "12 caracteres"),
        ({"password": PASSWORD, "email": "no es"}, "no es una dirección"),
    ],
)
def test_what_is_wrong_with_a_welcome_form_is_said_and_the_link_stays(
    office: Office, form: dict[str, str], said: str
) -> None:
    token = office.app.staff.first_link()
    answer = office.browser().post(f"/console/welcome/{token}", data={"name": "<b>Ana", **form})
    assert answer.status_code == 400
    assert said in words(answer)
    assert "&lt;b&gt;Ana" in answer.text
    assert office.browser().get(f"/console/welcome/{token}").status_code == 200


def test_a_form_without_the_token_of_this_session_changes_nothing(office: Office) -> None:
    rep, other = office.colleague(), office.colleague("admin")
    path = f"/console/leads/{office.lead()}"
    for token in ("", "x", "ñ", csrf_of(other)):
        refused = rep.post(f"{path}/accept", data={"csrf": token})
        assert refused.status_code == 403
        assert "El formulario ha caducado" in words(refused)
    assert "Nueva" in words(rep.get(path))


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_another_site_cannot_sign_anybody_in(office: Office, headers: dict[str, str]) -> None:
    office.account()
    form = {"email": "sales@levante.example", "password": PASSWORD}
    stranger = office.browser()
    assert stranger.post("/console/sign-in", data=form, headers=headers).status_code == 403
    assert "viable_staff" not in stranger.cookies
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert stranger.post("/console/sign-in", data=form, headers=own).status_code == 303
