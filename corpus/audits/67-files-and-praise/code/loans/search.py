"""Looks for titles."""

import sqlite3

from flask import Blueprint, request

pages = Blueprint("search", __name__)


@pages.route("/search")
def search():
    words = request.args["words"]
    base = sqlite3.connect("loans.db")
    found = base.execute("SELECT title FROM books WHERE title LIKE '%" + words + "%'")
    return {"titles": [title for (title,) in found]}
