"""Bookings of rooms.

A room is booked by its number.
"""
import os
import sqlite3

from flask import Flask, request

app = Flask(__name__)


def db():
    return sqlite3.connect("hotel.db")


@app.get("/room")
def room():
    number = request.args["number"]
    rows = db().execute("SELECT * FROM room WHERE number = " + number)
    return {"room": rows.fetchall()}


@app.get("/rooms")
def rooms():
    return {"rooms": db().execute("SELECT number FROM room").fetchall()}


@app.get("/plan")
def plan():
    floor = request.args["floor"]
    return open(os.path.join("/srv/plans", floor)).read()


@app.get("/guide")
def guide():
    return open(os.path.join("/srv/plans", "guide.txt")).read()


@app.get("/hello")
def hello():
    return "<i>" + request.args["guest"] + "</i>"
