"""Acting by principle (动): what was decided on the spot, on which legal basis, by whom."""
