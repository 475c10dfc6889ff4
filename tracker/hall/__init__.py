"""Floor 7: service catalogue and tasks (便民服务事项、办件)."""
