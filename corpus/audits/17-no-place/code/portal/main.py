from flask import Flask, request, session

app = Flask(__name__)
app.secret_key = "0f3c9a6be1d24f6e8bb0"
STAFF = {"ann", "bob"}


@app.post("/login")
def login():
    session["user"] = request.form["name"]
    return "welcome"


@app.get("/me")
def me():
    return {"user": session.get("user")}


if __name__ == "__main__":
    app.run(host="0.0.0.0", debug=True)
