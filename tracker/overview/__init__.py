"""Floor 12: my day, reports across features, home and help pages (今天、报表)."""
