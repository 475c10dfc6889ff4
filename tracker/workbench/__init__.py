"""工作台: what makes the desk a good place to write: unfinished texts kept, single keys on or off."""
