import hashlib
import random
import sqlite3
import subprocess

import yaml
from flask import Flask, redirect, request
from markupsafe import Markup

app = Flask(__name__)


def connect():
    return sqlite3.connect("stock.db")


@app.route("/items")
def items():
    name = request.args["name"]
    rows = connect().execute("SELECT id, count FROM items WHERE name = '" + name + "'")
    return {"items": rows.fetchall()}


@app.route("/label/<code>")
def label(code):
    subprocess.run("print-label " + code, shell=True, check=True)
    return "printed"


@app.route("/plan", methods=["POST"])
def plan():
    made = yaml.load(request.data, Loader=yaml.UnsafeLoader)
    return {"steps": len(made)}


@app.route("/greet")
def greet():
    return Markup("<p>Hello, " + request.args["name"] + "</p>")


@app.route("/seal", methods=["POST"])
def seal():
    password = request.form["password"]
    return hashlib.md5(password.encode()).hexdigest()


@app.route("/reset")
def reset():
    token = "".join(random.choice("0123456789abcdef") for _ in range(32))
    return {"token": token}


@app.route("/out")
def out():
    return redirect(request.args["to"])


@app.route("/note")
def note():
    with open("notes/" + request.args["name"]) as file:
        return file.read()


@app.route("/count")
def count():
    kind = request.args["kind"]
    rows = connect().execute(f"SELECT COUNT(*) FROM items WHERE kind = '{kind}'")
    return {"count": rows.fetchone()[0]}


@app.route("/age")
def age():
    return {"age": eval(request.args["sum"])}
