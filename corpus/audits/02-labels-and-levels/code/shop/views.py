import sqlite3
import subprocess

from flask import Flask, request

from shop import config

app = Flask(__name__)


def connection():
    return sqlite3.connect(config.DATABASE)


@app.route("/find")
def find():
    name = request.args.get("name", "")
    rows = connection().execute(
        "SELECT id, title FROM goods WHERE title = '%s'" % name
    )
    return {"rows": [list(row) for row in rows]}


@app.route("/count")
def count():
    query = "SELECT COUNT(*) FROM " + "goods"
    return {"count": connection().execute(query).fetchone()[0]}


@app.route("/stock/<int:number>")
def stock(number):
    command = f"stock-tool --item {number}"
    return subprocess.check_output(command, shell=True)
