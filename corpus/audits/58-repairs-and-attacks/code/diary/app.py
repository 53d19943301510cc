"""A diary that several people keep."""

import os
import sqlite3
import subprocess

from flask import Flask, jsonify, request

app = Flask(__name__)
ORDERS = {"day": "day", "name": "name"}


@app.route("/entries")
def entries():
    order = ORDERS.get(request.args.get("order"), "day")
    connection = sqlite3.connect("diary.db")
    rows = connection.execute(f"SELECT day, name FROM entries ORDER BY {order}").fetchall()
    return jsonify(rows)


@app.route("/export")
def export():
    name = request.args.get("name", "diary")
    subprocess.run("tar czf /tmp/" + name + ".tar.gz diary.db", shell=True)
    return jsonify({"file": name})


@app.route("/ping")
def ping():
    host = request.args["host"]
    done = subprocess.run(["ping", "-c", "1", "--", host], capture_output=True)
    return jsonify({"alive": done.returncode == 0})


def start():
    app.run(host="127.0.0.1", debug=bool(os.environ.get("DIARY_DEBUG")))
