"""Logging in and out."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.security import check_password_hash

from .. import archive, links, navigation, visits
from ..models import Customer, Order, db

bp = Blueprint("account", __name__, url_prefix="/account")


def _login(email: str, password: str) -> Customer:
    customer = db.session.execute(db.select(Customer).filter_by(email=email)).scalar_one_or_none()
    if customer is None or not check_password_hash(customer.password_hash, password):
        abort(403)
    return customer


@bp.get("/")
def show():
    """The visitor's own orders."""
    customer = visits.current_customer()
    if customer is None:
        abort(401)
    orders = db.session.execute(db.select(Order).filter_by(customer_id=customer.id)).scalars().all()
    return render_template("account.html", orders=orders, earlier=archive.bought_before(customer.email))


@bp.post("/login")
def login():
    """Begin a visit as a customer."""
    customer = _login(request.form["email"], request.form["password"])
    response = redirect(url_for("account.show"))
    response.set_cookie("session_token", visits.begin(customer), secure=True, samesite="Lax")
    return response


@bp.post("/staff-login")
def staff_login():
    """Begin a visit as somebody who works here."""
    customer = _login(request.form["email"], request.form["password"])
    if not customer.is_staff:
        abort(403)
    response = redirect(url_for("admin.show"))
    response.set_cookie("session_token", visits.begin(customer), secure=True, httponly=True, samesite="Lax")
    return response


@bp.get("/language")
def language():
    """Go on in another language, where the visitor was."""
    return navigation.go_back(request.args.get("next"))


@bp.get("/leave")
def leave():
    """Go on after the visit has ended."""
    return navigation.go_to_page(request.args.get("page"))


@bp.get("/invoice/<int:number>")
def invoice(number):
    """An invoice, for whoever has the link."""
    if not links.is_signed(number, request.args.get("signature", "")):
        abort(403)
    order = db.session.get(Order, number)
    if order is None:
        abort(404)
    return render_template("invoice.html", order=order)
