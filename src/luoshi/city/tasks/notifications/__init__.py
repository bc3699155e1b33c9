"""Notifications: what the holders of posts should see, on the site and by e-mail."""
