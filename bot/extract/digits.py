"""What a string of digits is worth, whichever sign groups thousands and whichever starts decimals."""

from __future__ import annotations

import re
from decimal import Decimal

VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
    "⅕": Decimal("0.2"),
    "⅙": Decimal(1) / 6,
    "⅛": Decimal("0.125"),
}
_SEPARATED = re.compile(r"[.,'’ ]")
LONGEST = 40  # digits; longer strings are no amounts, and would cost time


def read_digits(digits: str, decimal: str) -> tuple[Decimal, Decimal | None] | None:
    """The value, and the value if a single doubtful separator groups thousands.

    Args:
        digits: digits with inner ``. , ' ’`` or spaces, "20.000,50".
        decimal: the sign that starts decimals in the language of the message.

    Returns:
        None when the separators make no number ("192.168.1.2", "15.03.2027").
    """
    if len(digits) > LONGEST:
        return None
    signs = _SEPARATED.findall(digits)
    if not signs:
        return Decimal(digits), None
    groups = _SEPARATED.split(digits)
    if len(set(signs)) == 1:
        return _one_kind(groups, signs[0], decimal)
    if len(set(signs[:-1])) == 1 and signs[-1] in ".," and _is_grouped(groups[:-1]):
        return Decimal("".join(groups[:-1]) + "." + groups[-1]), None
    return None


def _one_kind(groups: list[str], sign: str, decimal: str) -> tuple[Decimal, Decimal | None] | None:
    whole = Decimal("".join(groups))
    if len(groups) > 2 or (sign not in ".," and _is_grouped(groups)):
        return (whole, None) if _is_grouped(groups) else None
    fraction = Decimal(f"{groups[0]}.{groups[1]}")
    if not _is_grouped(groups):
        return fraction, None
    return (fraction, whole) if sign == decimal else (whole, whole)


def _is_grouped(groups: list[str]) -> bool:
    first, *rest = groups
    return len(first) <= 3 and not first.startswith("0") and all(len(group) == 3 for group in rest)
