"""公开: answered matters that whoever spoke up lets others read; the desk's preview, the weekly digest."""
