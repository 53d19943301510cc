import os
import pickle
import subprocess

import yaml
from flask import Flask, request

app = Flask(__name__)


@app.post("/jobs")
def load_job():
    job = pickle.loads(request.data)
    return {"job": str(job)}


@app.post("/settings")
def load_settings():
    settings = yaml.safe_load(request.data)
    return {"keys": list(settings)}


@app.post("/calc")
def calc():
    text = request.form["expression"]
    return str(eval(text))


@app.post("/ping")
def ping():
    host = request.form["host"]
    subprocess.run(["ping", "-c", "1", "--", host], check=False)
    return "done"


@app.post("/trace")
def trace():
    host = request.form["host"]
    os.system("traceroute " + host)
    return "done"
