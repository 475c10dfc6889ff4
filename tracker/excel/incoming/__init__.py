"""Reading what people hand in (收进来的表): checked first, then read, matched, told what is wrong."""
