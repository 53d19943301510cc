from flask import Flask, jsonify, render_template, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))


@app.get("/posts")
def posts():
    page = request.args.get("page", 1, type=int)
    found = Post.query.order_by(Post.id).paginate(page=page, per_page=20)
    return jsonify(titles=[post.title for post in found.items])


@app.get("/post/<int:number>")
def post(number):
    one = Post.query.get_or_404(number)
    return render_template("post.html", post=one)


def slug(title):
    return "-".join(title.lower().split())
