import os
import secrets
import sqlite3

from flask import Flask, abort, request, session
from flask_limiter import Limiter

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["LEDGER_SECRET_KEY"]
app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
limiter = Limiter(lambda: request.remote_addr or "", app=app)
base = sqlite3.connect("ledger.db", check_same_thread=False)


def one(number):
    return base.execute("SELECT text FROM entry WHERE id = ? AND owner = ?", (number, session["user"])).fetchone()


@app.get("/entry/<int:number>")
def entry(number):
    if "user" not in session:
        abort(403)
    return {"text": one(number)}


@app.post("/export")
def export():
    if "user" not in session:
        abort(403)
    name = secrets.token_hex(8)
    with open("/srv/exports/" + name, "w") as file:
        file.write(request.form["text"])
    return {"name": name}
