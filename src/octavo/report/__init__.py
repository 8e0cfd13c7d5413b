"""What is said about a build: text for people, JSON for programs, annotations for CI."""
