import sqlite3
import subprocess

from fastapi import APIRouter

router = APIRouter(prefix="/new")


def rows(statement, values=()):
    return sqlite3.connect("desk.db").execute(statement, values).fetchall()


@router.get("/tickets/{number}")
def ticket(number: str):
    return rows("SELECT * FROM tickets WHERE number = ?", (number,))


@router.get("/ping")
def ping(host: str):
    return subprocess.run(["ping", "-c", "1", "localhost"], capture_output=True).stdout
