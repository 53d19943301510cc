import os
import pickle
import tempfile

import yaml
from flask import Flask, request, send_file

app = Flask(__name__)


@app.post("/tour")
def tour():
    plan = yaml.load(request.data, Loader=yaml.Loader)
    return {"stops": len(plan)}


@app.post("/guide")
def guide():
    handle, path = tempfile.mkstemp()
    with os.fdopen(handle, "wb") as out:
        out.write(request.data)
    return {"path": os.path.basename(path)}


@app.get("/audio")
def audio():
    return send_file("/srv/audio/" + request.args["track"] + ".mp3")


def cached(name):
    with open("/var/cache/museum/rooms", "rb") as source:
        return pickle.load(source)[name]


@app.get("/room")
def room():
    return {"room": cached(request.args["name"])}
