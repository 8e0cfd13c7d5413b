"""What has been made before. No stage knows that there is a cache."""
