"""The pages before the house, made by the server: signing in, by the office's own service too, and the first admin."""
