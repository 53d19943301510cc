import os
import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.security import OAuth2PasswordBearer

app = FastAPI()
bearer = OAuth2PasswordBearer(tokenUrl="token")
FOLDER = "/srv/notes"


@app.get("/note")
def note(title: str):
    db = sqlite3.connect("notes.db")
    row = db.execute("SELECT text FROM note WHERE title = '" + title + "'").fetchone()
    return {"text": row}


@app.get("/note/{number}")
def note_by_number(number: int):
    db = sqlite3.connect("notes.db")
    row = db.execute(f"SELECT text FROM note WHERE id = {number}").fetchone()
    return {"text": row}


@app.get("/page", response_class=HTMLResponse)
def page(title: str):
    return "<h1>" + title + "</h1>"


@app.get("/file")
def file(name: str, token: Annotated[str, Depends(bearer)]):
    path = os.path.join(FOLDER, name)
    return FileResponse(path)


@app.get("/own")
def own(name: str):
    if name not in os.listdir(FOLDER):
        raise HTTPException(404)
    return FileResponse(os.path.join(FOLDER, name))
