CREATE TABLE guidance (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    identity TEXT GENERATED ALWAYS AS (json_extract(detail, '$.applicant.identity')) STORED,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX guidance_identity ON guidance (identity);

CREATE TABLE handover (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    at TEXT GENERATED ALWAYS AS (json_extract(detail, '$.at')) STORED,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX handover_at ON handover (at);
