from fastapi import FastAPI

from desk import new, old

app = FastAPI()
app.include_router(old.router)
app.include_router(new.router)
