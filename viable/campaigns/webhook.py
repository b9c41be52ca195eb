"""Campaign changes as signed web requests, for whatever runs the campaigns: a script, Zapier, an agency's system."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

import requests

from viable.domain.campaigns import CampaignChange
from viable.domain.errors import BadInput, Unavailable
from viable.domain.playbook import Campaign

SIGNATURE: Final = "Viable-Signature"
SECONDS: Final = 5.0
LATER: Final = frozenset({408, 409, 423, 425, 429})
"""Refusals that another try may change, besides all of the server's own failures."""


class SignedWebhook:
    """See ``viable.ports.CampaignControl``.

    The body is JSON; the header ``Viable-Signature: t=<unix seconds>,v1=<hex>`` holds HMAC-SHA256 of ``<t>.<body>`` with the
    shared secret, so that the receiver can tell who sent it, and refuse what is old. ``id`` is the same at every try.
    """

    name = "webhook"

    def __init__(self, url: str, secret: str, clock: Callable[[], datetime]) -> None:
        if not secret:
            raise BadInput("a campaign webhook needs a secret (VIABLE_CAMPAIGN_SECRET)")
        self._url = url
        self._secret = secret.encode()
        self._clock = clock
        self._session = requests.Session()
        self._session.trust_env = False

    def set_state(self, campaign: Campaign, change: CampaignChange) -> None:
        """The receiver has taken it. Raises Unavailable when trying again may help, BadInput when it will not."""
        body = json.dumps(_body(campaign, change), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: self.signature(body)}
        try:
            answer = self._session.post(
                self._url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False
            )
        except requests.RequestException as error:
            raise Unavailable(f"the campaign webhook did not answer: {type(error).__name__}") from error
        if answer.status_code >= 500 or answer.status_code in LATER:
            raise Unavailable(f"the campaign webhook answered {answer.status_code}")
        if not 200 <= answer.status_code < 300:
            raise BadInput(f"the campaign webhook answered {answer.status_code}")

    def signature(self, body: bytes) -> str:
        """The header's value for this body at this moment."""
        at = str(int(self._clock().timestamp()))
        digest = hmac.new(self._secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
        return f"t={at},v1={digest}"


def _body(campaign: Campaign, change: CampaignChange) -> dict[str, object]:
    return {
        "id": change.id,
        "campaign": campaign.id,
        "name": campaign.name,
        "channel": campaign.channel,
        "utm_campaign": campaign.utm_campaign,
        "before": change.before,
        "state": change.after,
        "cause": change.cause,
        "at": change.at.isoformat(),
    }
