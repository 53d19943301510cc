"""Mails to customers."""

import smtplib
from email.message import EmailMessage

from flask import current_app, render_template


def confirm_order(email: str, order_id: int, cents: int) -> None:
    """Tell a customer that an order has arrived."""
    message = EmailMessage()
    message["Subject"] = f"Your order {order_id}"
    message["From"] = "orders@shop.invalid"
    message["To"] = email
    message.set_content(f"Thank you. You will be charged {cents / 100:.2f}.")
    message.add_alternative(render_template("order_mail.html", order_id=order_id, cents=cents), subtype="html")
    _send(message)


def _send(message: EmailMessage) -> None:
    config = current_app.config
    with smtplib.SMTP(config["SMTP_HOST"]) as server:
        server.starttls()
        server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        server.send_message(message)
