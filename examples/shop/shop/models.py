"""The tables of the shop's own database."""

from datetime import datetime, timezone

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Product(db.Model):
    """Something that can be bought."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(120), nullable=False)
    description = db.Column(db.Text, default="")
    cents = db.Column(db.Integer, nullable=False)
    stock = db.Column(db.Integer, default=0)


class Customer(db.Model):
    """Somebody with an account."""

    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(254), unique=True, nullable=False)
    password_hash = db.Column(db.String(255), nullable=False)
    is_staff = db.Column(db.Boolean, default=False)


class Order(db.Model):
    """A basket that was paid for."""

    id = db.Column(db.Integer, primary_key=True)
    customer_id = db.Column(db.Integer, db.ForeignKey("customer.id"), nullable=False)
    cents = db.Column(db.Integer, nullable=False)
    placed_at = db.Column(db.DateTime, default=lambda: datetime.now(timezone.utc))


class Visit(db.Model):
    """A browser that is logged in."""

    token = db.Column(db.String(64), primary_key=True)
    customer_id = db.Column(db.Integer, db.ForeignKey("customer.id"), nullable=False)
