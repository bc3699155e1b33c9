"""What the pages of the desk show, found by what the actor may see; each in a constant number of queries."""
