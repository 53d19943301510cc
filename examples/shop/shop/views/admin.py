"""What staff does."""

from flask import Blueprint, abort, jsonify, render_template, request

from .. import archive, discounts, images, store, suppliers, visits

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.before_request
def only_staff():
    """Let nobody else in."""
    customer = visits.current_customer()
    if customer is None or not customer.is_staff:
        abort(403)


@bp.get("/")
def show():
    """The first page for staff."""
    return render_template("admin.html")


@bp.get("/turnover")
def turnover():
    """What was sold in a year."""
    return jsonify(cents=archive.turnover(request.args.get("year", "2024")))


@bp.post("/discounts/formula")
def formula():
    """Try a formula."""
    cents = int(request.form["cents"])
    return jsonify(cents=discounts.preview(request.form["formula"], cents))


@bp.post("/discounts/fixed")
def fixed():
    """Try a fixed discount."""
    cents = int(request.form["cents"])
    return jsonify(cents=discounts.preview_fixed(request.form["name"], cents))


@bp.post("/images/watermark")
def watermark():
    """Write on the picture of a product."""
    product = store.product(int(request.form["product"]))
    if product is None:
        abort(404)
    images.watermark(product.id, request.form["caption"])
    return jsonify(done=True)


@bp.post("/images/shrink")
def shrink():
    """Make the small picture of a product."""
    product = store.product(int(request.form["product"]))
    if product is None:
        abort(404)
    images.shrink(product.id, int(request.form["width"]))
    return jsonify(done=True)


@bp.post("/suppliers/try")
def try_supplier():
    """Look whether a new supplier's price list can be read."""
    return jsonify(articles=suppliers.articles_at(request.form["address"]))


@bp.get("/suppliers/<name>")
def supplier(name):
    """How many articles a supplier has."""
    if name not in suppliers.KNOWN:
        abort(404)
    return jsonify(articles=suppliers.articles_of(name))
