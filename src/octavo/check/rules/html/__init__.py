"""Rules about finished HTML, a single page or a site."""
