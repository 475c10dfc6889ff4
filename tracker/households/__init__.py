"""Floor 6: residents' households as the contact system knows them (联系户、户)."""
