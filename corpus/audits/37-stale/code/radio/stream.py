import os
import secrets
import sqlite3
import subprocess
import tempfile

import yaml
from flask import Flask, request

app = Flask(__name__)


@app.post("/config")
def config():
    return {"keys": sorted(yaml.safe_load(request.data))}


@app.post("/play")
def play():
    subprocess.run(["play", "--", request.form["title"]], check=True)
    return "playing"


@app.get("/songs")
def songs():
    db = sqlite3.connect("radio.db")
    rows = db.execute("SELECT * FROM song WHERE title = ?", (request.args["title"],))
    return {"songs": rows.fetchall()}


def token():
    return secrets.token_urlsafe(24)


def mix():
    handle, path = tempfile.mkstemp(suffix=".wav")
    os.close(handle)
    return path


if __name__ == "__main__":
    app.run(debug=False)
