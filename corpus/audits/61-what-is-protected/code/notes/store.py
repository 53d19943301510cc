import sqlite3


def find(connection, title):
    return connection.execute("SELECT * FROM notes WHERE title = ?", (title,)).fetchall()


def connect():
    return sqlite3.connect("notes.db")
