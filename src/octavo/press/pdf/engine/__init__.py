"""WeasyPrint, behind one door: layout, tagging, and what octavo changes in it."""
