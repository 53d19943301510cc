"""A small web shop for seeds and garden tools."""

from flask import Flask

from .models import db
from .views import account, admin, basket, catalogue


def create_app(config: dict | None = None) -> Flask:
    """Build the application; `config` overrides the settings, as tests do."""
    app = Flask(__name__)
    app.config.from_object("shop.settings")
    app.config.update(config or {})
    db.init_app(app)
    app.register_blueprint(catalogue.bp)
    app.register_blueprint(basket.bp)
    app.register_blueprint(account.bp)
    app.register_blueprint(admin.bp)
    with app.app_context():
        db.create_all()
    return app
