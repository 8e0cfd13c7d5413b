"""The cache: what earlier builds made and can be used again. No stage knows that it exists."""
