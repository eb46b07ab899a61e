"""Service tokens: made and ended by those who keep users, and what one opens that a program shows."""
