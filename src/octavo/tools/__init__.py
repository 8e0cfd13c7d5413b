"""Programs and files outside, and the wall before them."""
