import sqlite3

from flask import Flask, redirect, request

app = Flask(__name__)
SECRET_KEY = "mall-9f3h2-xk20-fixed-key"
app.secret_key = SECRET_KEY


@app.route("/order")
def order():
    number = request.args["number"]
    db = sqlite3.connect("mall.db")
    cursor = db.execute(f"SELECT * FROM orders WHERE number = '{number}'")
    return {"order": cursor.fetchall()}


@app.route("/order/list")
def order_list():
    db = sqlite3.connect("mall.db")
    cursor = db.execute("SELECT number FROM orders LIMIT ?", (20,))
    return {"orders": cursor.fetchall()}


@app.route("/jump")
def jump():
    return redirect(request.args["url"])


@app.route("/home")
def home():
    return redirect("/")
