"""The pages, put into the app."""

from fastapi import FastAPI


def install(app: FastAPI) -> None:
    """Add the pages' routes."""
    del app
