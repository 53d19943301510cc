"""Who is logged in: a random token in a cookie, and a row for it in the database."""

import secrets

from flask import request

from .models import Customer, Visit, db


def begin(customer: Customer) -> str:
    """Log a customer in; gives the token."""
    token = secrets.token_urlsafe(32)
    db.session.add(Visit(token=token, customer_id=customer.id))
    db.session.commit()
    return token


def current_customer() -> Customer | None:
    """Who sends this request."""
    token = request.cookies.get("session_token", "")
    visit = db.session.get(Visit, token)
    return db.session.get(Customer, visit.customer_id) if visit else None
