"""Floor 3: what all pages share: guard, sessions, forms, errors, menu, formatting."""
