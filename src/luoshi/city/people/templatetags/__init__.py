"""What templates of this application write with."""
