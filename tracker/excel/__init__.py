"""Workbooks (Excel 表格) in and out: the only folder that knows openpyxl and calamine."""
