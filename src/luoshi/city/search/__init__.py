"""Finding words in tasks and promises, two Chinese characters too."""
