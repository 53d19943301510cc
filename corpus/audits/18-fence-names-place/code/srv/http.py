import logging
import traceback

from flask import Flask, jsonify, make_response, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.errorhandler(Exception)
def failed(error):
    return traceback.format_exc(), 500


@app.errorhandler(404)
def missing(error):
    log.exception("not found")
    return jsonify(error="not found"), 404


@app.route("/header")
def header():
    response = make_response("ok")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Frame-Options"] = "DENY"
    return response


@app.route("/rows")
def rows():
    name = request.args["name"]
    cells = ",".join([name, "1"])
    return make_response(cells, 200, {"Content-Type": "text/csv"})
