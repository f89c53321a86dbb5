"""From the letters of a printed page to its headings, paragraphs, items and rows."""
