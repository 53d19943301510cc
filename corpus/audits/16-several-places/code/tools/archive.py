import os
import subprocess

from flask import Flask, request

app = Flask(__name__)


def pack(name):
    os.system("tar czf /tmp/out.tgz " + name)


def unpack(name):
    subprocess.call("tar xzf " + name, shell=True)


@app.post("/pack")
def pack_view():
    pack(request.form["name"])
    return "packed"


@app.post("/unpack")
def unpack_view():
    unpack(request.form["name"])
    return "unpacked"


def nightly():
    os.system("tar czf /tmp/all.tgz /srv/data")
    subprocess.call("sync", shell=True)
