import hashlib
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/cetak")
def cetak():
    printer = request.form["printer"]
    subprocess.call("lpr -P " + printer, shell=True)
    return "ok"


@app.post("/cetak/aman")
def cetak_aman():
    printer = request.form["printer"]
    if printer not in ("depan", "belakang"):
        return "tidak dikenal", 400
    subprocess.call("lpr -P " + printer, shell=True)
    return "ok"


def sandi(teks):
    password = teks.encode()
    return hashlib.sha1(password).hexdigest()


@app.get("/salam")
def salam():
    return "<b>Halo " + request.args["nama"] + "</b>"
