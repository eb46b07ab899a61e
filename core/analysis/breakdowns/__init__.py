"""Groups, products and money taken apart: tidy rows for charts and tables."""
