"""Help inside the program: the tour of a role, the guide of docs/guide as a page, and the way to it from every page."""
