"""Where to go after something was done."""

from flask import redirect, url_for

PAGES = {"basket": "basket.show", "account": "account.show", "start": "catalogue.start"}


def go_back(target: str | None):
    """Go to where the visitor came from."""
    return redirect(target or url_for("catalogue.start"))


def go_to_page(name: str | None):
    """Go to one of the shop's own pages."""
    return redirect(url_for(PAGES.get(name, "catalogue.start")))
