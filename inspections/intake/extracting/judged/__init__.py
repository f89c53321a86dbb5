"""The grades that a document gives, and those that it says were given earlier."""
