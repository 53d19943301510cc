"""Looking around."""

from flask import Blueprint, Response, abort, render_template, request

from .. import images, pages, store

bp = Blueprint("catalogue", __name__)


@bp.get("/")
def start():
    """The first page."""
    return render_template("catalogue.html", products=store.newest(12), term="")


@bp.get("/products/<int:product_id>")
def show(product_id):
    """One product."""
    product = store.product(product_id)
    if product is None:
        abort(404)
    return render_template("product.html", product=product)


@bp.get("/search")
def search():
    """Products by name."""
    term = request.args.get("term", "")
    sorting = request.args.get("sort", "name")
    return render_template("catalogue.html", products=store.search(term, sorting), term=term)


@bp.get("/search/descriptions")
def search_descriptions():
    """Products by description."""
    term = request.args.get("term", "")
    sorting = request.args.get("sort", "name")
    return render_template("catalogue.html", products=store.search_by_description(term, sorting), term=term)


@bp.get("/image")
def image():
    """The picture of a product."""
    name = request.args.get("name", "")
    return Response(images.original(name), mimetype="image/jpeg")


@bp.get("/image/small")
def small_image():
    """The small picture of a product."""
    name = request.args.get("name", "")
    return Response(images.thumbnail(name), mimetype="image/jpeg")


@bp.post("/gift-card")
def gift_card():
    """How a gift card will look."""
    name = request.form["name"]
    message = request.form["message"]
    return pages.gift_card(name, message)


@bp.post("/address-label")
def address_label():
    """How an address label will look."""
    return pages.address_label(request.form["name"], request.form["street"])
