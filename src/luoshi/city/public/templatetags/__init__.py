"""What templates of the public pages write with."""
