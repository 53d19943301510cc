import os
import sqlite3
import subprocess
from xml.etree import ElementTree

import requests
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.get("/level")
def level():
    silo = request.args["silo"]
    rows = sqlite3.connect("farm.db").execute("SELECT level FROM silo WHERE name = '" + silo + "'")
    return {"level": rows.fetchone()}


@app.post("/open")
def open_silo():
    silo = request.form["silo"]
    subprocess.call("silo open " + silo, shell=True)
    return "open"


@app.post("/plan")
def plan():
    return etree.fromstring(request.data, etree.XMLParser(resolve_entities=True)).tag


@app.get("/weather")
def weather():
    return requests.get("https://weather.example.org/" + request.args["town"], timeout=4).text


@app.get("/station")
def station():
    return requests.get("https://" + request.args["station"] + "/now", timeout=4).text


def archive():
    os.makedirs("/var/farm", mode=0o700, exist_ok=True)
