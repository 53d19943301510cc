import os

ROOT_URLCONF = "proj.urls"
INSTALLED_APPS = ["django.contrib.auth", "proj"]
SECRET_KEY = "django-insecure-8x!k2v9q0z1w3r5t7y9u"
DEBUG = True
ALLOWED_HOSTS = ["proj.example.org"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = False
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "proj",
        "PASSWORD": os.environ["DB_PASSWORD"],
    }
}
