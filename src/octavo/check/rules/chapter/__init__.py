"""Rules about a chapter once it is typeset."""
