-- What makes an event one: judged after it was received, so that a bad one neither blocks the others nor gets lost.

-- A text as JSON; null where it is none.
CREATE OR REPLACE FUNCTION centre.read_json(body text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN body::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- Why a received event cannot be folded, as a word for programs and a sentence for people; no row where nothing is wrong.
--
-- ``told`` is its body as JSON, ``previous`` the hash of the event before it.
CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text)
RETURNS TABLE (code text, reason text) LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF octet_length(sent.body) + octet_length(sent.person) > 256 * 1024 THEN
        RETURN QUERY SELECT 'size', 'it is larger than 256 kB';
    ELSIF NOT has_shape(told) THEN
        RETURN QUERY SELECT 'text', 'it is not an event';
    ELSIF told ->> 'node' <> sent.node OR (told ->> 'inc')::numeric <> sent.incarnation
        OR (told ->> 'seq')::numeric <> sent.seq OR told ->> 'of' <> sent.of OR told ->> 'prev' <> previous THEN
        RETURN QUERY SELECT 'place', 'it does not stand where it says';
    ELSIF (told ->> 'at')::timestamptz > now() + interval '1 day' OR (told ->> 'hlc')::numeric >= (1::bigint << 59) THEN
        RETURN QUERY SELECT 'clock', 'it is more than a day ahead of the clock';
    ELSIF told ->> 'v' <> '1' THEN
        RETURN QUERY SELECT 'version', 'it is of a version that the centre does not know';
    ELSIF told ->> 'stream' NOT IN
        ('dossier', 'shift', 'staff', 'procedure', 'office', 'holiday', 'quarantine') THEN
        RETURN QUERY SELECT 'stream', 'it is about something that the centre does not know';
    ELSIF told ->> 'stream' = 'dossier' AND NOT EXISTS (
        SELECT FROM move WHERE kind = told ->> 'kind' UNION ALL SELECT FROM note WHERE kind = told ->> 'kind') THEN
        RETURN QUERY SELECT 'kind', 'it does something that the centre does not know';
    ELSIF sent.person <> '' AND NOT vouches_for(told, sent.salt, sent.person) THEN
        RETURN QUERY SELECT 'person', 'the personal values are not those that it vouches for';
    END IF;
END $$;

-- Whether a value has all that an event has, each of its own kind; dates and numbers can be read.
CREATE OR REPLACE FUNCTION centre.has_shape(told jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(
        jsonb_typeof(told) = 'object'
        AND (SELECT bool_and(jsonb_typeof(told -> name) IS NOT DISTINCT FROM 'string')
             FROM unnest('{id,node,stream,of,kind,by,shift,at,person,prev}'::text[]) AS name)
        AND (SELECT bool_and(jsonb_typeof(told -> name) IS NOT DISTINCT FROM 'number' AND told ->> name ~ '^\d{1,18}$')
             FROM unnest('{v,inc,seq,counter,hlc}'::text[]) AS name)
        AND told -> 'from' IN ('null', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')
        AND told -> 'to' IN ('null', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')
        AND jsonb_typeof(told -> 'data') = 'object'
        AND coalesce(jsonb_typeof(told #> '{data,set}'), 'object') = 'object'
        AND coalesce(jsonb_typeof(told #> '{data,add}'), 'object') = 'object'
        AND told ->> 'at' ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$'
        AND isfinite((told ->> 'at')::timestamptz)
        AND length(told ->> 'id') <= 64, false);
EXCEPTION WHEN data_exception THEN
    RETURN false;
END $$;

-- Whether personal values are a JSON object whose salted hash the event holds.
CREATE OR REPLACE FUNCTION centre.vouches_for(told jsonb, salt text, person text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN person_hash(salt, person) = told ->> 'person' AND jsonb_typeof(person::jsonb) = 'object';
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN false;
END $$;

-- Put an event aside and tell the office, on the chain that the centre writes for it.
CREATE OR REPLACE FUNCTION centre.refuse(sent centre.event, told jsonb, code text, reason text) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO quarantine (node, incarnation, seq, office, code, reason)
    VALUES (sent.node, sent.incarnation, sent.seq, sent.office, code, reason)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM append(
        node => sent.office || '/c', office => sent.office, province => '', actor => 'centre',
        stream => 'quarantine', of => known_as(sent, told), kind => 'refused',
        data => jsonb_build_object('set', jsonb_build_object(
            'node', sent.node, 'incarnation', sent.incarnation, 'seq', sent.seq, 'code', code, 'reason', reason,
            'kind', left(coalesce(told ->> 'kind', ''), 64))),
        from_state => NULL, to_state => NULL);
END $$;

-- How people and programs call a refused event: by its id, or by its place where it has none.
CREATE OR REPLACE FUNCTION centre.known_as(sent centre.event, told jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(told -> 'id') = 'string' AND length(told ->> 'id') BETWEEN 1 AND 64
        THEN told ->> 'id' ELSE format('%s#%s#%s', sent.node, sent.incarnation, sent.seq) END
$$;
