"""Floor 9: contact points, visits, problems (联系点、走访、问题)."""
