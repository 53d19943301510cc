import random
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.get("/nilai")
def nilai():
    siswa = request.args["siswa"]
    db = sqlite3.connect("sekolah.db")
    baris = db.execute("SELECT nilai FROM siswa WHERE nama = '%s'" % siswa)
    return {"nilai": baris.fetchall()}


@app.get("/kelas")
def kelas():
    db = sqlite3.connect("sekolah.db")
    baris = db.execute("SELECT nama FROM kelas")
    return {"kelas": baris.fetchall()}


def kata_sandi():
    sandi = "".join(random.choices("abcdef0123456789", k=12))
    password = sandi
    return password


if __name__ == "__main__":
    app.run(debug=True)
