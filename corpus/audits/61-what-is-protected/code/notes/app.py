import ast
import subprocess

from flask import Flask, request

from notes.store import connect, find

app = Flask(__name__)


@app.route("/notes")
def notes():
    return str(find(connect(), request.args["title"]))


@app.route("/sum")
def total():
    return str(ast.literal_eval(request.args["numbers"]))


@app.route("/print")
def printed():
    return subprocess.run("lp " + request.args["name"], shell=True, capture_output=True).stdout
