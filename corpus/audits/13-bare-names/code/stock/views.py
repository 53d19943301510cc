import sqlite3

from flask import Blueprint, request

bp = Blueprint("stock", __name__)


@bp.route("/item")
def item():
    number = request.args["number"]
    db = sqlite3.connect("stock.db")
    return str(db.execute("SELECT * FROM item WHERE number = ?", (number,)).fetchall())
