import hashlib
import os

from flask import Flask, request

app = Flask(__name__)
app.config["UPLOADS"] = "/srv/uploads"


@app.post("/login")
def login():
    password = request.form["password"]
    digest = hashlib.md5(password.encode()).hexdigest()
    return {"digest": digest}


@app.post("/upload")
def upload():
    photo = request.files["photo"]
    photo.save(os.path.join(app.config["UPLOADS"], photo.filename))
    return "ok"


@app.get("/hello")
def hello():
    return {"hello": request.args["name"]}


@app.get("/run")
def run():
    os.system("uptime")
    return "ok"
