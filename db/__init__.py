"""What is remembered: tables, store, users, migrations. ``python -m db`` is the operator's door."""
