"""The review page: a document and what was read out of it, side by side, until a person has
looked at all of it."""
