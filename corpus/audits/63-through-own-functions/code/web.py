from flask import Flask, jsonify, request

from store import run

app = Flask(__name__)


@app.get("/members")
def members():
    statement = "SELECT name FROM members WHERE town = '" + request.args["town"] + "'"
    return jsonify(run(statement))


@app.get("/teams")
def teams():
    statement = "SELECT name FROM teams WHERE coach = '%s'" % request.args["coach"]
    return jsonify(run(statement))


@app.get("/games")
def games():
    return jsonify(run("SELECT day FROM games WHERE place = ?", (request.args["place"],)))
