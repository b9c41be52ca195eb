"""Names and postal codes that say one place together: "Vigo, Pontevedra", "36201 Vigo", "Santiago (Chile)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.extract.model import Text
from bot.extract.place_mentions import Name, place_words
from bot.extract.tokens import Token
from bot.places.gazetteer import AREA, CITY, COUNTRY, REGION, Gazetteer, Place
from bot.places.postal import Code, belongs
from bot.places.spain import capitals, is_within, province_of

_BETWEEN_CODE_AND_NAME = frozenset(["", ",", "(", "-", "–", ", ", "/", ":"])


@dataclass(frozen=True)
class Group:
    """``name`` with the larger places and the postal code around it; ``places`` are those that all of it allows."""

    name: Name
    last: int
    places: tuple[Place, ...]
    start: int
    end: int
    is_supported: bool = False
    code: str | None = None


def groups(found: Sequence[Token], listed: Sequence[Name], table: Gazetteer) -> list[Group]:
    """The names in order, each joined with a country or region that stands right before or after it."""
    made: list[Group] = []
    for name in listed:
        start, end = found[name.first].start, found[name.last].end
        group = Group(name, name.last, tuple(table.places(name.key)), start, end)
        joined = _together(found, made[-1], group) if made else None
        if joined is not None:
            made[-1] = joined
        else:
            made.append(group)
    return made


def _together(found: Sequence[Token], left: Group, right: Group) -> Group | None:
    between = [token.text for token in found[left.last + 1 : right.name.first]]
    if len(between) > 4 or not place_words().inside.issuperset(between):
        return None
    for smaller, larger in ((left, right), (right, left)):
        is_address = smaller is left and ("," in between or "(" in between)
        inside = tuple(
            place
            for place in smaller.places
            if any(_is_container(whole, place, is_address=is_address) for whole in larger.places)
        )
        if inside:
            joined = replace(left, places=inside, name=left.name if smaller is left else right.name)
            return replace(joined, last=right.last, end=_closed(found, right), is_supported=True)
    return None


def _closed(found: Sequence[Token], group: Group) -> int:
    after = group.last + 1
    return found[after].end if after < len(found) and found[after].text == ")" else group.end


def _is_container(whole: Place, place: Place, *, is_address: bool) -> bool:
    """Whether the first place holds the second; "Getafe, Madrid" names the province when written as an address."""
    if whole == place or whole.country != place.country or place.kind == COUNTRY:
        return False
    if whole.kind == COUNTRY:
        return True
    if place.kind != CITY or not is_within(place.region, whole.region):
        return False
    return whole.kind in (REGION, AREA) or (is_address and whole in capitals() and place not in capitals())


def with_codes(text: Text, made: Sequence[Group], codes: Sequence[Code]) -> tuple[list[Group], list[Code]]:
    """The groups with the codes that stand next to them and fit, and the codes that are left over."""
    coded, left_over = list(made), []
    for code in codes:
        for at, group in enumerate(coded):
            fitting = _fitting(text, group, code)
            if fitting:
                start, end = min(group.start, code.start), max(group.end, code.end)
                end += text.folded[end : end + 1] == ")" and "(" in text.folded[start:end]
                coded[at] = replace(
                    group, places=fitting, start=start, end=end, is_supported=True, code=code.text
                )
                break
        else:
            left_over.append(code)
    return coded, left_over


def _fitting(text: Text, group: Group, code: Code) -> tuple[Place, ...]:
    gap = (
        text.folded[code.end : group.start]
        if code.end <= group.start
        else text.folded[group.end : code.start]
    )
    if group.code is not None or gap.strip() not in _BETWEEN_CODE_AND_NAME or len(gap) > 3:
        return ()
    if code.country is None and not code.is_announced and code.text.endswith("000") and code.text[0] != "0":
        return ()
    return tuple(place for place in group.places if _fits(code, place))


def _fits(code: Code, place: Place) -> bool:
    if code.country not in (None, place.country) or not belongs(code.text, place.country):
        return False
    if place.country != "ES" or place.kind == COUNTRY or not place.region:
        return len(code.text) > 4 or code.is_announced or code.country is not None
    province = province_of(code.text)
    return province is not None and is_within(province.region, place.region)
