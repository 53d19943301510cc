"""The database, behind the compiled part."""

import _acme

COLUMNS = _acme.columns()


class Database:
    def __init__(self, name):
        self.handle = _acme.open(name)

    def rows(self, statement, *values):
        return _acme.run(self.handle, statement, values)


def is_column(name):
    return _acme.has(COLUMNS, name)
