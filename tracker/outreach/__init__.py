"""Floor 9: proactive service (主动服务): who should be told of what the town has for them, each once."""
