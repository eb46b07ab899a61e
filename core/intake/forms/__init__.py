"""Blank forms, exports and the returned workbook."""
