"""Floor 2: how things are kept: the gate, the door, the audit log, the key ring."""
