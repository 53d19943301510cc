"""What has been used of each resource."""


class Ledger:
    def __init__(self):
        self._used = {}

    def add(self, name, amount):
        self._used[name] = self._used.get(name, 0) + amount

    def used(self, name):
        return self._used.get(name, 0)

    def drop(self, name):
        self._used.pop(name, None)
