import os

DATABASE = "shop.db"
API_TOKEN = "sk_live_9f83hf02hf83hf0a83hf"
PAGE_SIZE = 20
MAIL_PASSWORD = os.environ["MAIL_PASSWORD"]
