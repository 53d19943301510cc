from functools import wraps

from flask import Flask, abort, request, session
from flask_login import LoginManager, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)
LoginManager(app)


class Letter(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer)
    text = db.Column(db.Text)


@app.get("/letters")
@login_required
def letters():
    found = Letter.query.filter_by(owner_id=current_user.id).all()
    return {"letters": [one.text for one in found]}


@app.get("/letter/<int:number>")
@login_required
def letter(number):
    return {"text": Letter.query.get(number).text}


@app.get("/mine/<int:number>")
@login_required
def mine(number):
    one = Letter.query.filter_by(id=number, owner_id=current_user.id).first_or_404()
    return {"text": one.text}


@app.post("/letter/<int:number>/drop")
def drop(number):
    Letter.query.filter_by(id=number).delete()
    db.session.commit()
    return "gone"


@app.post("/empty")
@login_required
def empty():
    Letter.query.filter_by(owner_id=current_user.id).delete()
    db.session.commit()
    return "empty"
