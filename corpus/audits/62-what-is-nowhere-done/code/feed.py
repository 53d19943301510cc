import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


def rows(statement, values=()):
    return sqlite3.connect("feed.db").execute(statement, values).fetchall()


@app.get("/entries")
def entries():
    return jsonify(rows("SELECT title FROM entries WHERE tag = ?", (request.args["tag"],)))


@app.post("/entries")
def add():
    rows("INSERT INTO entries (title) VALUES (?)", (request.get_json()["title"],))
    return "", 204
