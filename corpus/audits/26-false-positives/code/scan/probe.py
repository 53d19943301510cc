import hashlib
import os
import random
import tempfile

import requests
from flask import Flask, request

app = Flask(__name__)
LIMIT = 10


def jitter():
    return random.uniform(0, 1)


def invite():
    return "%06d" % random.randrange(10**6)


def cache_key(text):
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def scratch(data):
    handle, path = tempfile.mkstemp()
    os.write(handle, data)
    os.close(handle)
    return path


@app.route("/probe")
def probe():
    host = request.args["host"]
    return requests.get("http://" + host + "/health", timeout=3).text


@app.route("/invite", methods=["POST"])
def send_invite():
    password = invite()
    return {"password": password}
