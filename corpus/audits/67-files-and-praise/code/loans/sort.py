"""Sorts what the shelf's own catalogue gives; run by hand."""

from shelving import Question, ask

ROOM = "reading room"

question = Question(text=f"SELECT title FROM shelf WHERE room = '{ROOM}'")
for book in ask(question):
    print(book)
