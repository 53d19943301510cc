"""A small library's loans, in a browser."""

import os
import sqlite3

from flask import Flask, redirect, request, session

app = Flask(__name__)
app.secret_key = os.environ["LOANS_KEY"]
app.config["SESSION_COOKIE_SECURE"] = True
app.config["SESSION_COOKIE_HTTPONLY"] = True


def base():
    return sqlite3.connect("loans.db")


@app.route("/loans")
def loans():
    reader = request.args["reader"]
    rows = base().execute("SELECT title FROM loans WHERE reader = ?", (reader,))
    return {"titles": [title for (title,) in rows]}


@app.route("/back", methods=["POST"])
def back():
    session["last"] = "back"
    return redirect(request.form["next"])
