"""Price lists, which suppliers offer as JSON."""

import requests

KNOWN = {
    "gardenia": "https://prices.gardenia.invalid/list.json",
    "spade-and-sons": "https://spade-and-sons.invalid/api/prices",
}


class PriceList:
    """The price list at an address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def count(self) -> int:
        """How many articles it has."""
        answer = requests.get(self.address, timeout=5)
        return len(answer.json())


def articles_at(address: str) -> int:
    """How many articles a price list anywhere has."""
    return PriceList(address).count()


def articles_of(supplier: str) -> int:
    """How many articles the price list of a known supplier has."""
    answer = requests.get(KNOWN[supplier], timeout=5)
    return len(answer.json())
