import hashlib
import hmac
import os

import jwt
from flask import Flask, abort, request

app = Flask(__name__)
SECRET = os.environ["HOOK_SECRET"].encode()


@app.post("/hook")
def hook():
    expected = hmac.new(SECRET, request.data, hashlib.sha256).hexdigest()
    if request.headers["X-Signature"] == expected:
        return "taken"
    abort(403)


@app.post("/hook/safe")
def hook_safe():
    expected = hmac.new(SECRET, request.data, hashlib.sha256).hexdigest()
    if hmac.compare_digest(request.headers["X-Signature"], expected):
        return "taken"
    abort(403)


@app.get("/claims")
def claims():
    token = request.headers["Authorization"]
    return jwt.decode(token, options={"verify_signature": False})


@app.get("/claims/safe")
def claims_safe():
    token = request.headers["Authorization"]
    return jwt.decode(token, SECRET, algorithms=["HS256"])
