import hashlib
import logging
import random
import secrets

from flask import Flask, request

log = logging.getLogger(__name__)
app = Flask(__name__)
USERS = {}


def digest(password):
    return hashlib.md5(password.encode()).hexdigest()


def checksum(data):
    return hashlib.sha256(data).hexdigest()


def reset_token():
    return "".join(random.choice("0123456789abcdef") for _ in range(32))


def session_token():
    return secrets.token_hex(16)


@app.post("/login")
def login():
    name, password = request.form["name"], request.form["password"]
    log.info("login of %s with %s", name, password)
    if USERS.get(name) == digest(password):
        return {"token": session_token()}
    log.warning("refused: %s", name.replace("\n", " ").replace("\r", " "))
    return {"error": "refused"}, 403
