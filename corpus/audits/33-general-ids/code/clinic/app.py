import logging
import sqlite3
import traceback

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger("clinic")


@app.post("/patient")
def patient():
    number = request.form["insurance_number"]
    password = request.form["password"]
    log.info("new patient, password %s", password)
    return {"ok": bool(number)}


@app.errorhandler(500)
def broken(error):
    return traceback.format_exc(), 500


@app.get("/zeros")
def zeros():
    return {"zeros": "0" * int(request.args["n"])}


@app.get("/find")
def find():
    db = sqlite3.connect("clinic.db")
    rows = db.execute("SELECT id FROM patient WHERE name = '" + request.args["name"] + "'")
    return {"ids": rows.fetchall()}


@app.get("/version")
def version():
    return {"version": "1.4"}
