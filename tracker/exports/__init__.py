"""Files that leave the house (导出): reports chosen, numbered, approved where needed, kept for a day."""
