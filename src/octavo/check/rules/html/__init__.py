"""Rules about finished HTML: the one page, and the site."""
