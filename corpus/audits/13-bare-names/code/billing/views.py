import sqlite3

from flask import Blueprint, request

bp = Blueprint("billing", __name__)


@bp.route("/invoice")
def invoice():
    number = request.args["number"]
    db = sqlite3.connect("billing.db")
    return str(db.execute("SELECT * FROM invoice WHERE number = " + number).fetchall())
