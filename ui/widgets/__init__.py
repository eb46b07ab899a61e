"""Parts that several screens draw: cards, tables, fields, filters."""
