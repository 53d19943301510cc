from flask import Flask, request, session
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Account(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner = db.Column(db.String)
    is_admin = db.Column(db.Boolean)
    balance = db.Column(db.Integer)


@app.post("/account")
def change():
    account = Account.query.filter_by(owner=session["user"]).one()
    for key, value in request.get_json().items():
        setattr(account, key, value)
    db.session.commit()
    return "changed"


@app.post("/account/name")
def rename():
    account = Account.query.filter_by(owner=session["user"]).one()
    account.owner = request.get_json()["owner"]
    db.session.commit()
    return "changed"


@app.get("/rows")
def rows():
    count = min(int(request.args["count"]), 100)
    return {"rows": [0] * count}


@app.get("/zeros")
def zeros():
    return {"rows": [0] * int(request.args["count"])}
