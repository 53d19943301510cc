import os
import pickle

from flask import Flask, request

app = Flask(__name__)


@app.post("/model")
def model():
    weights = pickle.load(request.files["model"].stream)
    return {"layers": len(weights)}


@app.post("/picture")
def picture():
    picture = request.files["picture"]
    name = os.path.basename(picture.filename)
    picture.save(os.path.join("/srv/pictures", name + ".png"))
    return "saved"


@app.post("/remove")
def remove():
    os.remove("/srv/pictures/" + request.form["name"])
    return "removed"
