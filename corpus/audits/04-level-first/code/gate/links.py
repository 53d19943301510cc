from urllib.parse import urlsplit

import requests
from flask import Flask, redirect, request

app = Flask(__name__)
ALLOWED = {"news": "https://news.example.org/feed", "blog": "https://blog.example.org/feed"}


@app.route("/leave")
def leave():
    target = request.args.get("to", "/")
    return redirect(target)


@app.route("/back")
def back():
    target = request.args.get("to", "/")
    if urlsplit(target).netloc or urlsplit(target).scheme or target.startswith("//"):
        target = "/"
    return redirect("/" + target.lstrip("/\\"))


@app.route("/fetch")
def fetch():
    url = request.args["url"]
    answer = requests.get(url, timeout=5)
    return answer.text


@app.route("/feed")
def feed():
    url = ALLOWED.get(request.args["name"], ALLOWED["news"])
    return requests.get(url, timeout=5).text
