import os
import pickle
import random
import sqlite3

import requests
from flask import Flask, redirect, request

app = Flask(__name__)


@app.post("/state")
def state():
    return str(pickle.loads(request.data))


@app.get("/go")
def go():
    return redirect(request.args["to"])


@app.get("/rows")
def rows():
    db = sqlite3.connect("lab.db")
    return str(db.execute("SELECT * FROM probe WHERE name = '%s'" % request.args["name"]).fetchall())


@app.get("/proxy")
def proxy():
    return requests.get(request.args["url"], timeout=3).text


@app.post("/run")
def run():
    os.system("probe " + request.form["name"])
    return "started"


def password():
    return "".join(random.choice("abcdefgh") for _ in range(10))
