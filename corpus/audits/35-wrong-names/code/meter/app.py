import hashlib
import os
import sqlite3
import subprocess

import requests
from flask import Flask, request

app = Flask(__name__)


@app.get("/read")
def read():
    with open("/srv/meter/" + request.args["file"]) as source:
        return source.read()


@app.get("/value")
def value():
    db = sqlite3.connect("meter.db")
    return str(db.execute("SELECT v FROM m WHERE id = " + request.args["id"]).fetchall())


@app.post("/reset")
def reset():
    subprocess.Popen("meterctl reset " + request.form["id"], shell=True)
    return "reset"


def peer():
    return requests.get("https://peer.example.org", verify=False, timeout=9)


def stored(password):
    return hashlib.md5(password.encode()).hexdigest()


def lock():
    os.chmod("/srv/meter/state", 0o666)
