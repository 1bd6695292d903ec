CREATE TABLE feedback (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    state TEXT GENERATED ALWAYS AS (json_extract(detail, '$.state')) STORED,
    received_at TEXT GENERATED ALWAYS AS (json_extract(detail, '$.received_at')) STORED,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX feedback_state ON feedback (state, received_at);
