"""照片: what people hand in with their words, rebuilt from its pixels; the rooms above ask rights first."""
