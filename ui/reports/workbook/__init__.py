"""The workbook: figures as formulas over the rows they come from."""
