CREATE TABLE holiday (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE quarantine (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE sync_chain (
    node TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    base INTEGER NOT NULL,
    PRIMARY KEY (node, incarnation)
)
 STRICT;

CREATE TABLE sync_run (
    id INTEGER NOT NULL,
    began_at TEXT NOT NULL,
    ended_at TEXT NOT NULL,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL,
    bytes_out INTEGER NOT NULL,
    bytes_in INTEGER NOT NULL,
    failure TEXT NOT NULL,
    rtt_ms INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
