"""Buying."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from .. import baskets, labels, mail, store, visits
from ..models import Order, db

bp = Blueprint("basket", __name__, url_prefix="/basket")


def _basket() -> baskets.Basket:
    packed = request.cookies.get("basket")
    return baskets.unpack(packed) if packed else baskets.Basket()


@bp.get("/")
def show():
    """What is in the basket."""
    return render_template("basket.html", basket=_basket())


@bp.post("/add/<int:product_id>")
def add(product_id):
    """Put a product in."""
    basket = _basket()
    basket.add(product_id, int(request.form.get("count", "1")))
    response = make_response(redirect(url_for("basket.show")))
    response.set_cookie("basket", baskets.pack(basket), httponly=True, samesite="Lax")
    return response


@bp.post("/wishes")
def wishes():
    """Show somebody's wish list as a basket."""
    return render_template("basket.html", basket=baskets.unpack_list(request.form["wishes"]))


@bp.post("/order")
def order():
    """Pay for what is in the basket."""
    customer = visits.current_customer()
    if customer is None:
        abort(401)
    cents = 0
    for product_id, count in _basket().counts.items():
        product = store.product(product_id)
        if product is not None:
            cents += product.cents * count
    placed = Order(customer_id=customer.id, cents=cents)
    db.session.add(placed)
    db.session.commit()
    labels.write_label(placed.id, f"Order {placed.id}")
    labels.write_return_label(placed.id, f"Return of order {placed.id}")
    mail.confirm_order(customer.email, placed.id, cents)
    return redirect(url_for("account.show"))
