from billing.views import invoice
from stock.views import item

__all__ = ["invoice", "item"]
