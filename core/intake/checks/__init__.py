"""What is wrong or odd, as issues with row, column and value."""
