import importlib
import os
import urllib.request

from flask import Flask, render_template_string, request

app = Flask(__name__)
KNOWN = ("csv", "json")


@app.route("/export")
def export():
    kind = request.args["kind"]
    body = {"rows": [1, 2, 3]}
    module = importlib.import_module("plug." + kind)
    return module.write(body)


@app.route("/export/safe")
def export_safe():
    kind = request.args["kind"]
    body = {"rows": [1, 2, 3]}
    if kind not in KNOWN:
        return "unknown", 400
    module = importlib.import_module("plug." + kind)
    return module.write(body)


@app.route("/page")
def page():
    title = request.args["title"]
    count = 3
    text = "<h1>" + title + "</h1>{{ count }}"
    return render_template_string(text, count=count)


@app.route("/page/safe")
def page_safe():
    title = request.args["title"]
    count = 3
    text = "<h1>{{ title }}</h1>{{ count }}"
    return render_template_string(text, title=title, count=count)


def update():
    with urllib.request.urlopen("http://plug.example.org/new.py") as answer:
        exec(answer.read(), {})
