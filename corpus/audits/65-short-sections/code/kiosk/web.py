import os
import sqlite3

from flask import Flask, request

app = Flask(__name__)
base = sqlite3.connect("kiosk.db", check_same_thread=False)


@app.get("/drinks")
def drinks():
    kind = request.args["kind"]
    return {"drinks": base.execute("SELECT name FROM drink WHERE kind = '" + kind + "'").fetchall()}


@app.get("/price")
def price():
    found = base.execute("SELECT price FROM drink WHERE name = ?", (request.args["name"],)).fetchone()
    return {"price": found and found[0]}


@app.post("/ping")
def ping():
    os.system("ping -c 1 " + request.form["host"])
    return {"done": True}
