"""The app itself: assets, state of a tab, language, sign-in, messages, the server."""
