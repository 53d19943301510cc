import unittest

from store import ledger


class LedgerTest(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.book = ledger.Ledger()
        self.useFixture(recorder.Recorder(self))

    def useFixture(self, fixture):
        self.addCleanup(fixture.stop)

    def test_amounts_grow(self):
        before = self.book.used("disk")
        self.book.add("disk", 7)
        # two of them, one after the other
        self.book.add("disk", 3)
        self.assertEqual(10, self.book.used("disk") - before)

    def test_what_is_dropped_is_gone(self):
        self.book.add("disk", 7)
        self.book.drop("disk")
        self.assertEqual(0, self.book.used("disk"))
