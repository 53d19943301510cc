import os

from flask import Flask, request, send_from_directory

app = Flask(__name__)
DASAR = "/srv/berkas"


@app.route("/unduh")
def unduh():
    return send_from_directory(DASAR, request.args["nama"])


@app.route("/baca")
def baca():
    with open(os.path.join(DASAR, request.args["nama"])) as berkas:
        return berkas.read()


@app.route("/hapus", methods=["POST"])
def hapus():
    nama = request.form["nama"]
    os.unlink(os.path.join(DASAR, nama))
    return "terhapus"
