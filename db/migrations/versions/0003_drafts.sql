CREATE TABLE draft (
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    screen TEXT NOT NULL,
    parked INTEGER NOT NULL,
    presence INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    body TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
