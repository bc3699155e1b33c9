"""What each person sees on opening."""
