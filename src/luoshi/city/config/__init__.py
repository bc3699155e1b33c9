"""Settings, addresses and the server of the city."""
