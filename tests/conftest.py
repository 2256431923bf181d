"""What every test may ask for; nothing is started until one does."""

from tests.browser import browser
from tests.stack import a_database, collector, database, postgres, servers, stack

__all__ = ["a_database", "browser", "collector", "database", "postgres", "servers", "stack"]
