"""Baskets: products and how many of each, kept in a cookie between visits."""

import base64
import json
import pickle
from dataclasses import dataclass, field


@dataclass
class Basket:
    """What somebody is about to buy."""

    counts: dict[int, int] = field(default_factory=dict)

    def add(self, product_id: int, count: int) -> None:
        """Put more of a product in."""
        self.counts[product_id] = self.counts.get(product_id, 0) + count

    def size(self) -> int:
        """How many things it holds."""
        return sum(self.counts.values())


def pack(basket: Basket) -> str:
    """A basket as text."""
    return base64.urlsafe_b64encode(pickle.dumps(basket.counts)).decode()


def unpack(text: str) -> Basket:
    """The basket that a text stands for."""
    data = base64.urlsafe_b64decode(text.encode())
    return Basket(pickle.loads(data))


def unpack_list(text: str) -> Basket:
    """The basket that a wish list stands for."""
    wishes = json.loads(text)
    return Basket({int(number): int(count) for number, count in wishes.items()})
