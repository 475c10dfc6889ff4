"""Floor 1: the words and rules all features share; standard library only."""
