"""The guide: what each page is for and how it is used, in the words of docs/guide."""

from ui.auth import guard
from ui.guide import reading

session = guard.require(of_amphoe=True)

reading.draw(session)
