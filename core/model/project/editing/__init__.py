"""A project's text as a form: its settings by section, what is typed in them, and the text that comes of it."""
