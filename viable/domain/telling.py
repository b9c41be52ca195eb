"""What the assistant says of its own accord: reasons, once each, and the estimate."""

from __future__ import annotations

from collections.abc import Sequence

from viable.domain import values
from viable.domain.conversation import (
    Json,
    Say,
    State,
)
from viable.domain.scene import MOST_TOLD, Reply, Scene


def price_so_far(reply: Reply, scene: Scene) -> None:
    """The goods' price once the work is known, before the place is."""
    value = scene.assessment.order_value
    if value is None or {"need", "volume", "customization", "size"} & set(scene.assessment.missing):
        reply.say("utter_price_depends")
    else:
        reply.say("utter_price_goods", order_value=values.money(value))


def tell(reply: Reply, scene: Scene) -> None:
    """Reasons not yet told in these words are told."""
    for reason in scene.assessment.reasons:
        if reason.say:
            _say_once(reply, scene.state, [Say(f"utter_flag_{reason.say}", values.of_all(reason.evidence))])


def tell_again(reply: Reply, scene: Scene) -> None:
    """All reasons are told, said before or not."""
    scene.state.told = [mark for mark in scene.state.told if not mark.startswith("utter_flag_")]
    tell(reply, scene)


def _say_once(reply: Reply, state: State, says: Sequence[Say]) -> bool:
    """The lines are said together, unless exactly these were said before; True when they were said now."""
    mark = " ".join(f"{say.key} {sorted(say.values.items())}" for say in says)
    if mark in state.told:
        return False
    state.told = [*state.told, mark][-MOST_TOLD:]
    reply.says.extend(says)
    return True


def estimate(reply: Reply, scene: Scene, *, is_asked: bool = False) -> bool:
    """When and for how much, always as an estimate, once unless it is asked for; False when not known yet."""
    lines = _estimate_lines(scene)
    if is_asked and lines:
        scene.state.told = [mark for mark in scene.state.told if not mark.startswith(lines[0].key)]
    if lines:
        _say_once(reply, scene.state, lines)
    return bool(lines)


def _estimate_lines(scene: Scene) -> list[Say]:
    assessment, request = scene.assessment, scene.request
    promise, total = assessment.promise, assessment.total
    if promise is None or total is None or request.quantity is None:
        return []
    conditions = [
        Say(f"utter_condition_{condition.say}", values.of_all(condition.evidence))
        for condition in assessment.conditions
    ]
    if len(promise.parts) > 1:
        parts = [
            values.filled(
                "part",
                quantity=values.number(part.quantity),
                service=values.term("service", part.service),
                delivery=values.days(part.delivery),
            )
            for part in promise.parts
        ]
        split = {"parts": values.listing(parts, "and"), "total": values.money(total)}
        return [Say("utter_estimate_split", split), *conditions]
    typed: Json = {
        "quantity": values.number(request.quantity),
        "family": values.family(request.family or ""),
        "delivery": values.days(promise.delivery),
        "total": values.money(total),
    }
    return [Say("utter_estimate_pickup" if request.is_pickup else "utter_estimate", typed), *conditions]
