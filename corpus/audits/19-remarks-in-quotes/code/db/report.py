import sqlite3

from flask import Flask, request

app = Flask(__name__)
ORDERS = {"name": "name", "price": "price"}


@app.route("/report")
def report():
    order = request.args.get("order", "name")
    db = sqlite3.connect("report.db")
    rows = db.execute("SELECT name, price FROM goods ORDER BY " + order)
    return {"rows": rows.fetchall()}


@app.route("/report/safe")
def report_safe():
    order = ORDERS.get(request.args.get("order"), "name")
    db = sqlite3.connect("report.db")
    rows = db.execute("SELECT name, price FROM goods ORDER BY " + order)
    return {"rows": rows.fetchall()}


@app.route("/report/old")
def report_old():
    year = int(request.args["year"])
    db = sqlite3.connect("report.db")
    rows = db.execute("SELECT name FROM goods_%d" % year)
    return {"rows": rows.fetchall()}
