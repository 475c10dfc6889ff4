"""Making a workbook of a report (做出台账): openpyxl for the looks, a row writer of our own."""
