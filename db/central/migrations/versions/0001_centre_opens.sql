-- What the centre remembers. Everything here belongs to a role that nobody logs in as.

-- An office (bộ phận một cửa) by its unit code in the order of dossier codes: 000.17.22.H56.
CREATE TABLE office (
    code text PRIMARY KEY,
    name text NOT NULL,
    province text NOT NULL DEFAULT '',
    enrolled_at timestamptz NOT NULL DEFAULT now()
);

-- A host of an office. ``incarnation`` is the least that it may write under; ``offset_ms`` how far its clock is ahead.
CREATE TABLE node (
    name text PRIMARY KEY,
    office text NOT NULL REFERENCES office,
    number smallint NOT NULL CHECK (number BETWEEN 0 AND 9),
    role name NOT NULL,
    incarnation integer NOT NULL DEFAULT 1,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    seen_at timestamptz,
    app text NOT NULL DEFAULT '',
    schema integer NOT NULL DEFAULT 0,
    backlog bigint NOT NULL DEFAULT 0,
    offset_ms bigint NOT NULL DEFAULT 0,
    UNIQUE (office, number)
);
CREATE UNIQUE INDEX node_role ON node (role) WHERE revoked_at IS NULL;

-- The events of one writer, numbered from 1 without gaps, each holding the hash of the one before. Its row is locked from
-- the first new event to the commit, so that numbers become visible in their order. ``office`` and ``province`` say whom it
-- concerns, empty for everybody. ``folded`` is how far ``dossier`` follows, ``kept`` the number before the first still here.
CREATE TABLE chain (
    node text NOT NULL,
    incarnation integer NOT NULL,
    office text NOT NULL DEFAULT '',
    province text NOT NULL DEFAULT '',
    high bigint NOT NULL DEFAULT 0,
    hash text NOT NULL DEFAULT '',
    hlc bigint NOT NULL DEFAULT 0,
    folded bigint NOT NULL DEFAULT 0,
    kept bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (node, incarnation)
);
CREATE INDEX chain_office ON chain (office);

-- ``body`` is the hashed text itself; ``salt`` and ``person`` are the personal values beside it, empty once forgotten.
CREATE TABLE event (
    received_on date NOT NULL DEFAULT current_date,
    office text NOT NULL,
    node text NOT NULL,
    incarnation integer NOT NULL,
    seq bigint NOT NULL,
    of text NOT NULL,
    hash text NOT NULL,
    body text NOT NULL,
    salt text NOT NULL DEFAULT '',
    person text NOT NULL DEFAULT '',
    PRIMARY KEY (node, incarnation, seq, received_on)
) PARTITION BY RANGE (received_on);
CREATE INDEX event_of ON event (office, of);

-- Events whose month was given up although somebody may still need them (retire-events moves them here).
CREATE TABLE event_kept PARTITION OF event FOR VALUES FROM (MINVALUE) TO ('2000-01-01');

-- Where the month's own partition could not be made in time.
CREATE TABLE event_late PARTITION OF event DEFAULT;

-- An event that was received and cannot be folded, with the reason (a word for programs, a sentence for people); it stays
-- in ``event``, so that its chain is whole.
CREATE TABLE quarantine (
    node text NOT NULL,
    incarnation integer NOT NULL,
    seq bigint NOT NULL,
    office text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    released_at timestamptz,
    PRIMARY KEY (node, incarnation, seq)
);

-- A dossier as its events fold, by the very rule by which the office folds them; ``given_up`` once its events are no
-- longer here (retire-events), so that it is never folded anew from what is left.
CREATE TABLE dossier (
    office text NOT NULL,
    id text NOT NULL,
    last text NOT NULL COLLATE "C",
    detail jsonb NOT NULL,
    given_up boolean NOT NULL DEFAULT false,
    code text GENERATED ALWAYS AS (left(detail ->> 'code', 100)) STORED,
    state smallint GENERATED ALWAYS AS ((detail ->> 'state')::smallint) STORED,
    attention text GENERATED ALWAYS AS (detail ->> 'attention') STORED,
    agency text GENERATED ALWAYS AS (left(detail ->> 'agency', 200)) STORED,
    received_at text GENERATED ALWAYS AS (detail ->> 'received_at') STORED,
    due_at text GENERATED ALWAYS AS (detail ->> 'due_at') STORED,
    finished_at text GENERATED ALWAYS AS (detail ->> 'finished_at') STORED,
    PRIMARY KEY (office, id)
);
CREATE INDEX dossier_code ON dossier (code);
CREATE INDEX dossier_state ON dossier (office, state);
CREATE INDEX dossier_agency ON dossier (agency, state);

-- The table of moves of db/lifecycle.py: ``before`` null where no dossier exists yet.
CREATE TABLE move (
    kind text NOT NULL,
    before smallint,
    after smallint NOT NULL,
    UNIQUE (kind, before)
);

-- Kinds of events that move a dossier nowhere.
CREATE TABLE note (kind text PRIMARY KEY);

-- Another system, or a person in a deciding agency: what it may record and read; empty is everything.
CREATE TABLE back_office (
    role name PRIMARY KEY,
    name text NOT NULL,
    province text NOT NULL DEFAULT '',
    office text NOT NULL DEFAULT '',
    agency text NOT NULL DEFAULT ''
);

-- What a back office asked to have recorded, so that asking twice records once; ``asked`` is the hash of the whole of it.
CREATE TABLE request (
    id uuid PRIMARY KEY,
    role name NOT NULL,
    asked text NOT NULL,
    answer jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);

-- A role that reads the overviews: of a province, of an agency, or of everything.
CREATE TABLE reader (
    role name PRIMARY KEY,
    province text NOT NULL DEFAULT '',
    agency text NOT NULL DEFAULT ''
);
