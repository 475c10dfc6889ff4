"""The town's own forms (表样): marks found, lists stretched, everything below moved."""
