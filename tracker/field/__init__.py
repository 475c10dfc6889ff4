"""Field work (没有信号): visits that a phone kept come in, none lost and none twice."""
