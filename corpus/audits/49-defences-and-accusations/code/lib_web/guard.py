import hmac
import ipaddress
import socket
from urllib.parse import urlsplit

import bleach
import requests
from flask import Flask, abort, make_response, request
from markupsafe import Markup

app = Flask(__name__)


@app.get("/comment")
def comment():
    text = bleach.clean(request.args["text"])
    return "<p>" + text + "</p>"


@app.get("/raw")
def raw():
    return str(Markup("<p>" + request.args["text"] + "</p>"))


@app.get("/image")
def image():
    url = request.args["url"]
    host = urlsplit(url).hostname
    if host != "images.example.org":
        abort(400)
    return requests.get(url, timeout=5).content


@app.get("/any")
def any_url():
    url = request.args["url"]
    print(urlsplit(url).hostname)
    return requests.get(url, timeout=5).content


@app.get("/cookie")
def cookie():
    answer = make_response("ok")
    answer.set_cookie("session", "x", httponly=True, secure=True, samesite="Strict")
    return answer
