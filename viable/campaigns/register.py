"""The built-in register of campaigns: what the store says they do is all there is to do."""

from __future__ import annotations

from viable.domain.campaigns import CampaignChange
from viable.domain.playbook import Campaign


class CampaignRegister:
    """See ``viable.ports.CampaignControl``; for companies that switch campaigns by hand, or have none elsewhere."""

    name = "register"

    def set_state(self, campaign: Campaign, change: CampaignChange) -> None:
        """The state is known already: it was stored with the change."""
