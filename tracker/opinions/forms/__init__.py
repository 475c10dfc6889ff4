"""Forms about residents' matters (民意、诉求): /say, behind the receipt, registering, the moves."""
