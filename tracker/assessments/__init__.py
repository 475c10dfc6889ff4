"""Floor 10: annual assessment (年度考核)."""
