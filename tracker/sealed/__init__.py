"""Floor 7: accusations, seen by discipline only (检举控告密封件)."""
