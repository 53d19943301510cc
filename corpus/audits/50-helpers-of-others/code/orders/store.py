import sqlite3


class Store:
    def __init__(self, path):
        self.db = sqlite3.connect(path)

    def by_text(self, text):
        return self.db.execute("SELECT * FROM orders WHERE note LIKE '%" + text + "%'").fetchall()

    def by_number(self, number):
        return self.db.execute("SELECT * FROM orders WHERE number = ?", (number,)).fetchall()

    def count(self):
        return self.by_table("orders")

    def by_table(self, table):
        return self.db.execute("SELECT COUNT(*) FROM " + table).fetchone()
