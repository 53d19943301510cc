import hashlib
import logging
import smtplib
import traceback

from flask import Flask, make_response, request, send_file

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/join")
def join():
    password = request.form["password"]
    log.info("joined with %s", password)
    return {"digest": hashlib.md5(password.encode()).hexdigest()}


@app.errorhandler(500)
def broken(error):
    return traceback.format_exc(), 500


@app.get("/team")
def team():
    answer = make_response("team")
    answer.set_cookie("session", request.args["key"], secure=True, samesite="Lax")
    return answer


@app.get("/badge")
def badge():
    return send_file("/srv/badges/" + request.args["name"])


def notify(password):
    link = smtplib.SMTP("mail.example.org")
    link.login("league", password)
