from flask import make_response, request
from markupsafe import escape

from web.settings import app


@app.route("/hello")
def hello():
    return "<h1>Hello " + request.args["name"] + "</h1>"


@app.route("/greet")
def greet():
    return "<h1>Hello " + str(escape(request.args["name"])) + "</h1>"


@app.route("/visit")
def visit():
    response = make_response("welcome")
    response.set_cookie("session", request.args["key"], secure=True)
    return response


@app.route("/visit/safe")
def visit_safe():
    response = make_response("welcome")
    response.set_cookie("session", "fresh", secure=True, httponly=True, samesite="Lax")
    return response


if __name__ == "__main__":
    app.run(debug=True)
