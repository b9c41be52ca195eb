"""Rasa's rule policy without Rasa's reserved intents."""

from __future__ import annotations

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IntentRules(RulePolicy):
    """Predicts what `data/rules.yml` says, for `restart` too.

    Rasa answers the intents `restart`, `back` and `session_start` by wiping its own memory of the conversation; here the
    store owns the conversation and `action_next` decides what starting again means.
    """

    @staticmethod
    def _find_action_from_default_actions(
        tracker: DialogueStateTracker,
    ) -> tuple[str | None, str | None]:
        del tracker  # Rasa would look for its reserved intents there
        return None, None
