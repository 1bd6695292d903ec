CREATE TABLE dossier (
    position INTEGER NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    id TEXT GENERATED ALWAYS AS (json_extract(detail, '$.id')) STORED,
    code TEXT GENERATED ALWAYS AS (json_extract(detail, '$.code')) STORED,
    state INTEGER GENERATED ALWAYS AS (json_extract(detail, '$.state')) STORED,
    attention TEXT GENERATED ALWAYS AS (json_extract(detail, '$.attention')) STORED,
    agency TEXT GENERATED ALWAYS AS (json_extract(detail, '$.agency')) STORED,
    identity TEXT GENERATED ALWAYS AS (json_extract(detail, '$.applicant.identity')) STORED,
    due_at TEXT GENERATED ALWAYS AS (json_extract(detail, '$.due_at')) STORED,
    PRIMARY KEY (position)
)
 STRICT;

CREATE INDEX dossier_agency ON dossier (agency, state);

CREATE INDEX dossier_attention ON dossier (attention) WHERE attention != '';

CREATE INDEX dossier_code ON dossier (code);

CREATE UNIQUE INDEX dossier_id ON dossier (id);

CREATE INDEX dossier_identity ON dossier (identity);

CREATE INDEX dossier_state ON dossier (state);

CREATE TABLE draft (
    owner TEXT NOT NULL,
    screen TEXT NOT NULL,
    body TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (owner, screen)
)
 STRICT;

CREATE TABLE event (
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    node TEXT GENERATED ALWAYS AS (json_extract(body, '$.node')) STORED,
    incarnation INTEGER GENERATED ALWAYS AS (json_extract(body, '$.inc')) STORED,
    seq INTEGER GENERATED ALWAYS AS (json_extract(body, '$.seq')) STORED,
    id TEXT GENERATED ALWAYS AS (json_extract(body, '$.id')) STORED,
    stream TEXT GENERATED ALWAYS AS (json_extract(body, '$.stream')) STORED,
    stream_id TEXT GENERATED ALWAYS AS (json_extract(body, '$.of')) STORED,
    kind TEXT GENERATED ALWAYS AS (json_extract(body, '$.kind')) STORED,
    shift TEXT GENERATED ALWAYS AS (json_extract(body, '$.shift')) STORED,
    hlc INTEGER GENERATED ALWAYS AS (json_extract(body, '$.hlc')) STORED,
    PRIMARY KEY (position)
)
 STRICT;

CREATE INDEX event_hlc ON event (hlc);

CREATE UNIQUE INDEX event_id ON event (id);

CREATE UNIQUE INDEX event_place ON event (node, incarnation, seq);

CREATE INDEX event_shift ON event (shift, hlc) WHERE shift != '';

CREATE INDEX event_stream ON event (stream, stream_id, hlc);

CREATE TABLE event_person (
    event TEXT NOT NULL,
    salt TEXT NOT NULL,
    "values" TEXT NOT NULL,
    PRIMARY KEY (event)
)
 STRICT;

CREATE TABLE host (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
)
 STRICT;

CREATE TABLE number_series (
    series TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (series)
)
 STRICT;

CREATE TABLE office (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE print_job (
    id INTEGER NOT NULL,
    dossier TEXT NOT NULL,
    code TEXT NOT NULL,
    form TEXT NOT NULL,
    copy_number INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    printer TEXT NOT NULL,
    slip TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX print_job_dossier ON print_job (dossier);

CREATE INDEX print_job_kept ON print_job (changed_at) WHERE slip != '';

CREATE INDEX print_job_state ON print_job (state);

CREATE TABLE procedure (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE shift (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    counter INTEGER GENERATED ALWAYS AS (json_extract(detail, '$.counter')) STORED,
    officer TEXT GENERATED ALWAYS AS (json_extract(detail, '$.officer')) STORED,
    opened_at TEXT GENERATED ALWAYS AS (json_extract(detail, '$.opened_at')) STORED,
    closed_at TEXT GENERATED ALWAYS AS (json_extract(detail, '$.closed_at')) STORED,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX shift_open ON shift (closed_at, counter);

CREATE TABLE sign_in_failure (
    login TEXT NOT NULL,
    count INTEGER NOT NULL,
    until TEXT NOT NULL,
    PRIMARY KEY (login)
)
 STRICT;

CREATE TABLE staff (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE VIRTUAL TABLE dossier_words USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6 7', tokenize='unicode61 remove_diacritics 0');

CREATE VIRTUAL TABLE dossier_digits USING fts5(digits, content='', contentless_delete=1, tokenize='trigram');
