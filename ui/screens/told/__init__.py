"""The page of notices: who is told of what, the form of a new subscription, and what was sent."""
