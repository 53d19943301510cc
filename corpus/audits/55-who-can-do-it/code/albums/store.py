import sqlite3
import subprocess


def by_title(database, title):
    rows = sqlite3.connect(database)
    return rows.execute("SELECT id FROM album WHERE title = '%s'" % title).fetchall()


def shrink(picture, size):
    subprocess.run("convert " + picture + " -resize " + size + " out.png", shell=True, check=True)
