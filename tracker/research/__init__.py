"""Research on the spot (调查研究): a topic, where and how it was looked into, what came of it."""
