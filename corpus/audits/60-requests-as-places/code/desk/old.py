import sqlite3
import subprocess

from fastapi import APIRouter

router = APIRouter(prefix="/old")


def rows(statement, values=()):
    return sqlite3.connect("desk.db").execute(statement, values).fetchall()


@router.get("/tickets/{number}")
def ticket(number: str):
    return rows("SELECT * FROM tickets WHERE number = '" + number + "'")


@router.post("/tickets")
def make(title: str):
    return rows("INSERT INTO tickets (title) VALUES (?)", (title,))


@router.get("/ping")
def ping(host: str):
    return subprocess.run(f"ping -c 1 {host}", shell=True, capture_output=True).stdout
