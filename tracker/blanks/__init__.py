"""The town's own forms (表样): blank workbooks with marks, their versions, and how they are filled."""
