import os
import sqlite3
import subprocess
import sys

from far import lookup
from flask import Flask, redirect, request

app = Flask(__name__)


@app.route("/goods")
def goods():
    db = sqlite3.connect("shop.db")
    name = request.args["name"]
    number = int(request.args["number"])
    db.execute(f"SELECT * FROM goods WHERE name = '{name}'")
    db.execute(f"SELECT * FROM goods WHERE number = {number}")
    db.execute("SELECT * FROM goods")
    db.execute(lookup())
    if name in ("tea", "salt"):
        db.execute(f"SELECT * FROM {name}")
    lookup(name)
    subprocess.run("ls " + name, shell=True)  # flawline: allow command-injection — the shell is a sandbox
    subprocess.run(["ls", name])
    return redirect("https://shop.example/" + name)


def read(path):
    with open(path) as file:
        return file.read()


def main():
    if False:
        os.system(sys.argv[2])
    os.system(sys.argv[1])


main()
