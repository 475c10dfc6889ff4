"""Floor 7: the line of the hall (排队): numbers, windows, bookings, who is called where."""
