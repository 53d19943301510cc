from flask import Flask, request
from jinja2 import Environment, FileSystemLoader

app = Flask(__name__)
loose = Environment(loader=FileSystemLoader("pages"))
tight = Environment(loader=FileSystemLoader("pages"), autoescape=True)


@app.route("/loose")
def loose_page():
    page = loose.get_template("page.html")
    return page.render(title=request.args["title"])


@app.route("/tight")
def tight_page():
    page = tight.get_template("page.html")
    return page.render(title=request.args["title"])


@app.route("/exec", methods=["POST"])
def execute():
    scope = {}
    exec(request.form["code"], scope)
    return str(scope.get("result"))
