"""Floor 4: units, villages, the year's workdays, settings of the town (乡镇、单位、工作日)."""
