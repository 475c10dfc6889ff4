"""Floor 8: residents' matters (民意诉求)."""
