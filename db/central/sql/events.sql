-- Events that the centre itself writes, in the one form in which all are hashed.

-- SHA-256 of a text, as 64 hexadecimal digits.
CREATE OR REPLACE FUNCTION centre.hash_of(told text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(told, 'UTF8')), 'hex')
$$;

-- What an event keeps of personal values for ever: SHA-256 of the salt's bytes and the values.
CREATE OR REPLACE FUNCTION centre.person_hash(salt text, person text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(decode(salt, 'hex') || convert_to(person, 'UTF8')), 'hex')
$$;

-- A value as JSON with keys sorted by code points and no spaces: one text for one value.
CREATE OR REPLACE FUNCTION centre.canonical(given jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN CASE jsonb_typeof(given)
        WHEN 'object' THEN '{' || coalesce((
            SELECT string_agg(to_json(key)::text || ':' || centre.canonical(value), ',' ORDER BY key COLLATE "C")
            FROM jsonb_each(given)), '') || '}'
        WHEN 'array' THEN '[' || coalesce((
            SELECT string_agg(centre.canonical(value), ',' ORDER BY n)
            FROM jsonb_array_elements(given) WITH ORDINALITY AS items (value, n)), '') || ']'
        ELSE given::text
    END;
END $$;

-- A fresh UUIDv7: 48 bits of milliseconds, then the version, then what a random UUID has.
CREATE OR REPLACE FUNCTION centre.new_id() RETURNS text
LANGUAGE sql VOLATILE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6),
            52, 1), 53, 1),
        'hex')::uuid::text
$$;

-- A moment as every event writes it: UTC with milliseconds.
CREATE OR REPLACE FUNCTION centre.instant(at timestamptz) RETURNS text
LANGUAGE sql STABLE STRICT AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The hybrid-logical time of a moment: milliseconds, then a counter of 12 bits.
CREATE OR REPLACE FUNCTION centre.hlc_of(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (extract(epoch FROM at) * 1000)::bigint << 12
$$;

-- The place of an event in the order of folding, as db/event.py has it.
CREATE OR REPLACE FUNCTION centre.key_of(hlc bigint, node text, incarnation integer, seq bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT lpad(to_hex(hlc), 16, '0') || '/' || node || '/' || lpad(incarnation::text, greatest(4, length(incarnation::text)), '0')
           || '/' || lpad(seq::text, greatest(10, length(seq::text)), '0')
$$;

-- The chain of one writer, locked until the transaction ends; it is made where it is missing.
CREATE OR REPLACE FUNCTION centre.locked_chain(writer text, number integer, of_office text, of_province text)
RETURNS centre.chain LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    found chain;
BEGIN
    INSERT INTO chain (node, incarnation, office, province) VALUES (writer, number, of_office, of_province)
    ON CONFLICT (node, incarnation) DO NOTHING;
    SELECT * INTO found FROM chain WHERE node = writer AND incarnation = number FOR UPDATE;
    RETURN found;
END $$;

-- Append an event to a chain that the centre writes (incarnation 1) and fold it at once; answers the event's id.
--
-- Its hybrid-logical time is after everything that the centre has of the office, and of what the event is about.
CREATE OR REPLACE FUNCTION centre.append(
    node text, office text, province text, actor text, stream text, of text, kind text, data jsonb,
    from_state integer, to_state integer, salt text DEFAULT '', person text DEFAULT ''
) RETURNS text LANGUAGE plpgsql SET search_path = centre, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    line chain := locked_chain(node, 1, office, province);
    at timestamptz := clock_timestamp();
    fresh text := new_id();
    body text;
BEGIN
    line.hlc := greatest(latest_hlc(line, of) + 1, hlc_of(at));
    line.high := line.high + 1;
    body := canonical(jsonb_build_object(
        'v', 1, 'id', fresh, 'node', node, 'inc', 1, 'seq', line.high, 'stream', stream, 'of', of, 'kind', kind,
        'by', actor, 'counter', 0, 'shift', '', 'hlc', line.hlc, 'at', instant(at), 'from', from_state,
        'to', to_state, 'data', data, 'prev', line.hash,
        'person', CASE WHEN person = '' THEN '' ELSE person_hash(salt, person) END));
    line.hash := hash_of(body);
    INSERT INTO event (office, node, incarnation, seq, of, hash, body, salt, person)
    VALUES (office, node, 1, line.high, of, line.hash, body, salt, person);
    UPDATE chain SET high = line.high, hash = line.hash, hlc = line.hlc
    WHERE chain.node = line.node AND chain.incarnation = 1;
    PERFORM fold_chain(line, 1);
    RETURN fresh;
END $$;

-- The latest hybrid-logical time that the centre has met for the office of a chain, or for what an event is about.
--
-- What is further ahead than a day does not count: a release before let such times in.
CREATE OR REPLACE FUNCTION centre.latest_hlc(line centre.chain, about text) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT max(met) FROM (
        SELECT line.hlc
        UNION ALL
        SELECT hlc FROM chain WHERE office = line.office AND office <> ''
        UNION ALL
        SELECT ('x' || split_part(last, '/', 1))::bit(64)::bigint FROM dossier
        WHERE office = line.office AND id = about
        UNION ALL
        SELECT 0
    ) AS times (met) WHERE met <= furthest_hlc()
$$;
