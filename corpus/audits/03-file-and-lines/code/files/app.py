import os

from flask import Flask, abort, request, send_file

app = Flask(__name__)
ROOT = "/srv/files"


@app.route("/download")
def download():
    name = request.args["name"]
    path = os.path.join(ROOT, name)
    return send_file(path)


@app.route("/preview")
def preview():
    name = request.args["name"]
    path = os.path.realpath(os.path.join(ROOT, name))
    if not path.startswith(ROOT + os.sep):
        abort(404)
    return send_file(path)


@app.route("/save", methods=["POST"])
def save():
    upload = request.files["file"]
    upload.save(os.path.join(ROOT, upload.filename))
    return "saved"


@app.route("/legal")
def legal():
    return send_file(os.path.join(ROOT, "legal.txt"))
