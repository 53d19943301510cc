"""Discounts: formulas that staff writes, and fixed ones."""

FIXED = {
    "spring": lambda cents: cents * 90 // 100,
    "staff": lambda cents: cents * 80 // 100,
    "none": lambda cents: cents,
}


class Formula:
    """A discount as a formula over the price."""

    def __init__(self, expression: str) -> None:
        self.expression = expression

    def apply(self, cents: int) -> int:
        """The price after the discount."""
        return int(eval(self.expression, {"cents": cents}))


def preview(expression: str, cents: int) -> int:
    """What a price would be by a formula."""
    return Formula(expression).apply(cents)


def preview_fixed(name: str, cents: int) -> int:
    """What a price would be by a fixed discount."""
    return FIXED.get(name, FIXED["none"])(cents)
