import os
import pickle
import sqlite3

from flask import Flask, request

app = Flask(__name__)
VERBOSE = False


@app.get("/part")
def part():
    name = request.args["name"]
    if False:
        os.system("echo " + name)
    return {"part": name}


@app.get("/old")
def old():
    return "gone", 410
    os.system("echo " + request.args["name"])


@app.post("/state")
def state():
    data = request.get_data()
    return {"state": restored(data)}


def restored(data):
    return str(pickle.loads(data))


def looked_up(number):
    db = sqlite3.connect("depot.db")
    return db.execute("SELECT * FROM part WHERE id = %d" % number).fetchall()
