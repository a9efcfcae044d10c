"""Who may see and change what: researchers by a sign-in, people by the browser they began in."""
