"""Questions to the shop's own database."""

from sqlalchemy import text

from .models import Product, db

COLUMNS = {"name": "name", "price": "cents", "stock": "stock"}


def product(product_id: int) -> Product | None:
    """The product of that number."""
    return db.session.get(Product, product_id)


def newest(count: int) -> list[Product]:
    """The products that came last."""
    return db.session.execute(db.select(Product).order_by(Product.id.desc()).limit(count)).scalars().all()


def search(term: str, sorting: str) -> list:
    """The products whose name holds the term, in the order that was asked for."""
    pattern = f"%{term}%"
    statement = text(f"SELECT id, name, cents FROM product WHERE name LIKE :pattern ORDER BY {sorting}")
    return db.session.execute(statement, {"pattern": pattern}).all()


def search_by_description(term: str, sorting: str) -> list:
    """The products whose description holds the term, in one of the known orders."""
    column = COLUMNS.get(sorting, "name")
    statement = text(f"SELECT id, name, cents FROM product WHERE description LIKE :pattern ORDER BY {column}")
    return db.session.execute(statement, {"pattern": f"%{term}%"}).all()
