"""WeasyPrint behind one door: the only package that imports it, and all that octavo changes in it (`patches.py`)."""
