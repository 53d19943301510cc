"""What the shop is configured with; Flask reads the names in capitals."""

import os

SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", os.urandom(32))
SQLALCHEMY_DATABASE_URI = os.environ.get("SHOP_DATABASE", "sqlite:///shop.db")

ARCHIVE = os.environ.get("SHOP_ARCHIVE", "/var/lib/shop/archive.db")
IMAGES = os.environ.get("SHOP_IMAGES", "/var/lib/shop/images")
LABELS = os.environ.get("SHOP_LABELS", "/var/spool/shop/labels")

SMTP_HOST = os.environ.get("SHOP_SMTP_HOST", "mail.shop.invalid")
SMTP_USER = "orders"
SMTP_PASSWORD = "Tulpengracht-7713"

NEWSLETTER_USER = "newsletter"
NEWSLETTER_PASSWORD = os.environ.get("SHOP_NEWSLETTER_PASSWORD", "")
