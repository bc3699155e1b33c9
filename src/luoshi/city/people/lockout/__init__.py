"""Where people sign in from, and failed tries, counted until they lock out or are over."""
