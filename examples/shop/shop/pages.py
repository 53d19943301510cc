"""Small pieces of HTML that are not worth a template."""

from markupsafe import escape


def gift_card(name: str, message: str) -> str:
    """A gift card as it will be printed."""
    return _framed(f"<h1>For {escape(name)}</h1><p>{message}</p>")


def address_label(name: str, street: str) -> str:
    """An address label as it will be printed."""
    return _framed(f"<h1>{escape(name)}</h1><p>{escape(street)}</p>")


def _framed(body: str) -> str:
    return f"<!doctype html><title>Seeds and tools</title><main>{body}</main>"
