"""The page of accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.console_office import PASSWORD, Office, words


def link_in(page: Any) -> str:
    found = re.search(r"<code>https?://[^/]+(/console/welcome/[\w-]+)</code>", page.text)
    assert found is not None, page.text
    return found[1]


@pytest.mark.parametrize("role", ["sales", "operations", "marketing"])
def test_only_administrators_see_or_change_accounts(office: Office, role: Any) -> None:
    other = office.colleague(role)
    assert other.get("/console/staff").status_code == 403
    assert "/console/staff" not in other.get("/console/leads").text
    form = {"name": "X", "email": "x@levante.example", "role": "admin"}
    assert office.act(other, "/console/staff", **form).status_code == 403
    own = office.account(role).id
    for act in ("disable", "link"):
        assert office.act(other, f"/console/staff/{own}/{act}").status_code == 403
    assert "x@levante.example" not in [account.email for account in office.app.staff.all()]


def test_an_invited_colleague_sets_a_password_by_a_link_that_is_shown_once(office: Office) -> None:
    admin = office.colleague("admin")
    form = {"name": "Óscar <b>", "email": "oscar@levante.example", "role": "operations"}
    link = link_in(office.act(admin, "/console/staff", **form))
    assert link not in admin.get("/console/staff").text
    assert "Óscar &lt;b&gt;" in admin.get("/console/staff").text
    newcomer = office.browser()
    assert "oscar@levante.example" in newcomer.get(link).text
    joined = newcomer.post(
        link, data={"name": "Óscar", "email": "jefa@levante.example", "password": PASSWORD}
    )
    assert joined.headers["location"] == "/console/leads"
    account = next(one for one in office.app.staff.all() if one.name == "Óscar")
    assert (account.email, account.role) == ("oscar@levante.example", "operations")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"email": "no es"}, "no es una dirección"),
        ({"email": "ADMIN@levante.example"}, "Ya hay una cuenta"),
        ({"email": "x@levante.example", "role": "root"}, "Falta algo en el formulario"),
    ],
)
def test_a_wrong_invitation_is_refused_with_what_is_wrong(
    office: Office, form: dict[str, str], said: str
) -> None:
    refused = office.act(office.colleague("admin"), "/console/staff", **{"name": "X", **form})
    assert refused.status_code == 400
    assert said in words(refused)


def test_a_new_link_voids_the_one_before_and_the_old_password_works_until_it_is_used(office: Office) -> None:
    rep, admin = office.colleague(), office.colleague("admin")
    path = f"/console/staff/{office.account().id}/link"
    first, second = (link_in(office.act(admin, path)) for _ in range(2))
    assert office.browser().get(first).status_code == 404
    assert rep.get("/console/leads").status_code == 200
    assert office.browser().post(second, data={"password": "otra contraseña larga"}).status_code == 303
    assert rep.get("/console/leads").status_code == 303


def test_nobody_disables_their_own_account(office: Office) -> None:
    admin = office.colleague("admin")
    refused = office.act(admin, f"/console/staff/{office.account('admin').id}/disable")
    assert refused.status_code == 400
    assert "Es su propia cuenta" in words(refused)


def test_a_disabled_account_is_out_and_gets_no_link(office: Office) -> None:
    rep, admin = office.colleague(), office.colleague("admin")
    assert office.act(admin, f"/console/staff/{office.account().id}/disable").status_code == 303
    assert rep.get("/console/leads").status_code == 303
    assert office.act(admin, f"/console/staff/{office.account().id}/link").status_code == 404
    assert "de baja" in words(admin.get("/console/staff"))
