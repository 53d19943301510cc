"""The orders of past years, which lie in an SQLite file beside the database."""

import sqlite3
from contextlib import closing

from . import settings


class Archive:
    """An open archive."""

    def __init__(self, path: str = settings.ARCHIVE) -> None:
        self.connection: sqlite3.Connection = sqlite3.connect(path)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def orders_of_year(self, year: str) -> list:
        """The orders of a year."""
        condition = "placed LIKE '%s-%%'" % year
        return self._orders_where(condition)

    def _orders_where(self, condition: str) -> list:
        query = "SELECT id, placed, cents FROM orders WHERE " + condition
        return self.connection.execute(query).fetchall()

    def orders_of_customer(self, email: str) -> list:
        """The orders of a customer."""
        query = "SELECT id, placed, cents FROM orders WHERE email = ?"
        return self.connection.execute(query, (email,)).fetchall()


def turnover(year: str) -> int:
    """What was sold in a year, in cents."""
    with closing(Archive()) as archive:
        return sum(cents for _, _, cents in archive.orders_of_year(year))


def bought_before(email: str) -> int:
    """How many orders a customer has in the archive."""
    with closing(Archive()) as archive:
        return len(archive.orders_of_customer(email))
