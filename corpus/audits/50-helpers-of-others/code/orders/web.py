from flask import Flask, request

from orders.store import Store

app = Flask(__name__)
store = Store("orders.db")


@app.get("/orders")
def orders():
    return {"orders": store.by_text(request.args["q"])}


@app.get("/orders/<number>")
def order(number):
    return {"orders": store.by_number(number)}


@app.get("/count")
def count():
    return {"count": store.count()}
