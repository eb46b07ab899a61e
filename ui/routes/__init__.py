"""Files and short links that the server gives out."""
