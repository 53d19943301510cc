import sqlite3


def run(statement, values=()):
    link = sqlite3.connect("club.db")
    return link.execute(statement, values).fetchall()
