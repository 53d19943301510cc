import html
import sqlite3
import subprocess

import yaml
from flask import Flask, request

app = Flask(__name__)


def db():
    return sqlite3.connect("crm.db")


@app.route("/person")
def person():
    rows = db().execute("SELECT * FROM person WHERE id = ?", (request.args["id"],))
    return {"rows": rows.fetchall()}


@app.route("/company")
def company():
    rows = db().execute("SELECT * FROM company WHERE id = " + request.args["id"])
    return {"rows": rows.fetchall()}


@app.route("/card")
def card():
    return "<p>" + html.escape(request.args["name"]) + "</p>"


@app.route("/note")
def note():
    return "<p>" + request.args["text"] + "</p>"


@app.post("/import")
def import_all():
    return {"count": len(yaml.load(request.data, Loader=yaml.SafeLoader))}


@app.post("/print")
def print_card():
    subprocess.run("lp -d " + request.form["printer"], shell=True)
    return "printed"
