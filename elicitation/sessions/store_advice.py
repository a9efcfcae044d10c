"""What to do about a database that cannot be used, by what the database says."""

ADVICE_URL = (
    "The address of the database cannot be read: write it like sqlite:///sessions.sqlite3 or "
    "postgresql://user:password@host/name in TENFOLD_DATABASE_URL."
)
ADVICE_OTHER = (
    "The database could not be used: check that it is Tenfold's own and see the server's log, "
    "or name another one in TENFOLD_DATABASE_URL."
)
ADVICE_LOST = (
    "The file with all answers was removed or replaced while the server ran. Nothing more is "
    "written: put the file back from a copy, or accept the new one, and restart the server."
)
# what a database's own message contains -> what to do about it
ADVICE = (
    ("readonly database", "The database may only be read: make its file and folder writable."),
    ("read-only", "The database may only be read: use an account that may write to it."),
    ("is full", "The disk of the database is full: free some space, then reload the page."),
    ("no space left", "The disk of the database is full: free some space, then reload the page."),
    ("unable to open", "The database cannot be opened: check that its folder exists and is yours."),
    ("is locked", "The database is busy: another program holds it. Wait a moment, then reload."),
    ("not a database", "The file is not a database: move it away or name another one."),
    ("malformed", "The database is damaged: restore its file from a copy."),
    ("password", "The database refuses the account: check the name and password."),
    ("does not exist", "There is no such database or account on the server: create it first."),
    ("can't load plugin", ADVICE_URL),
    ("statement timeout", "The database is too slow to answer now. Wait a moment, then reload."),
    ("connection", "The database cannot be reached: check that its server runs, then reload."),
    ("resolve", "The database cannot be reached: check the name of its host."),
)
