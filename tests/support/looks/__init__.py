"""What the app looks like: sessions to look at, and every page, dialog and state of them."""
