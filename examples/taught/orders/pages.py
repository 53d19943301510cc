"""What customers see."""

from acme.db import Database, is_column
from acme.mail import send
from acme.web import App, escaped, html

app = App("orders")
db = Database("orders")


@app.page("/orders/<customer>")
def orders(ctx, customer):
    sorting = ctx.field("sort")
    rows = db.rows("select title from orders where customer = ? order by " + sorting, customer)
    return html("".join("<li>" + escaped(row["title"]) for row in rows))


@app.page("/sorted/<customer>")
def sorted_orders(ctx, customer):
    sorting = ctx.field("sort")
    if not is_column(sorting):
        sorting = "title"
    rows = db.rows("select title from orders where customer = ? order by " + sorting, customer)
    return html("".join("<li>" + escaped(row["title"]) for row in rows))


@app.page("/search")
def search(ctx):
    term = ctx.field("term")
    rows = db.rows("select title from articles where title like ?", term)
    return html("<h1>Results for " + term + ": " + str(len(rows)) + "</h1>")


@app.page("/confirm/<order>")
def confirm(ctx, order):
    send(db.rows("select mail from orders where id = ?", order), "Your order is on its way.")
    return html("sent")


@app.page("/receipt/<order>")
def receipt(ctx, order):
    send(db.rows("select mail from orders where id = ?", order), "Your receipt.", sealed=True)
    return html("sent")
