-- What makes an event one: judged after it was received, so that a bad one neither blocks the others nor gets lost.

-- A text as JSON; null where it is none.
CREATE OR REPLACE FUNCTION centre.read_json(body text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN body::jsonb;
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- Why a received event cannot be folded, in a word; empty where nothing is wrong.
--
-- ``told`` is its body as JSON, ``previous`` the hash of the event before it, ``law`` that of the_law().
CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text, law jsonb) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE
        WHEN octet_length(sent.body) + octet_length(sent.person) > 256 * 1024 THEN 'size'
        WHEN NOT has_shape(told) THEN 'text'
        WHEN told ->> 'node' <> sent.node OR (told ->> 'inc')::integer <> sent.incarnation
            OR (told ->> 'seq')::bigint <> sent.seq OR told ->> 'of' <> sent.of OR told ->> 'prev' <> previous THEN 'place'
        WHEN (told ->> 'at')::timestamptz > now() + interval '1 day'
            OR (told ->> 'hlc')::bigint > furthest_hlc() THEN 'clock'
        WHEN told ->> 'v' <> '1' THEN 'version'
        WHEN told ->> 'stream' NOT IN (@streams@) THEN 'stream'
        WHEN sent.person <> '' AND NOT vouches_for(told, sent.salt, sent.person) THEN 'person'
        WHEN NOT fits_rows(told, nullif(sent.person, '')::jsonb) THEN 'values'
        WHEN octet_length(sent.body) + octet_length(sent.person) > 2 * @longest_list@
            AND (is_long(told -> 'data') OR is_long(nullif(sent.person, '')::jsonb)) THEN 'values'
        WHEN told ->> 'stream' = '@stream.dossier@' AND NOT law ? (told ->> 'kind') THEN 'kind'
        ELSE '' END;
END $$;

-- The latest hybrid-logical time that an event may have: that of a day from now.
CREATE OR REPLACE FUNCTION centre.furthest_hlc() RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT hlc_of(now() + interval '1 day') + 4095
$$;

-- Whether the centre writes the chain of a node itself: decisions, notices, what it publishes.
CREATE OR REPLACE FUNCTION centre.is_written_here(node text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT right(node, 2) = '/c' OR left(node, 1) = '@'
$$;

-- The reason in words.
CREATE OR REPLACE FUNCTION centre.reason_of(fault text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE fault
        WHEN 'size' THEN 'it is larger than 256 kB'
        WHEN 'text' THEN 'it is not an event'
        WHEN 'place' THEN 'it does not stand where it says'
        WHEN 'clock' THEN 'it is more than a day ahead of the clock'
        WHEN 'sent-again' THEN 'it was more than a day ahead of the clock, and came again with another time'
        WHEN 'version' THEN 'it is of a version that the centre does not know'
        WHEN 'stream' THEN 'it is about something that the centre does not know'
        WHEN 'values' THEN 'it holds values that no office could read'
        WHEN 'kind' THEN 'it does something that the centre does not know'
        WHEN 'person' THEN 'its personal values are not those that it vouches for'
    END
$$;

-- Whether a value has all that an event has, each of its own kind, so that any office can read it.
CREATE OR REPLACE FUNCTION centre.has_shape(told jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(
        told @@ '$.id.type() == "string" && $.node.type() == "string" && $.stream.type() == "string"
            && $.of.type() == "string" && $.kind.type() == "string" && $.by.type() == "string"
            && $.shift.type() == "string" && $.at.type() == "string" && $.person.type() == "string"
            && $.prev.type() == "string" && $.data.type() == "object" && $.v.type() == "number"
            && $.inc.type() == "number" && $.seq.type() == "number" && $.counter.type() == "number"
            && $.hlc.type() == "number"'
        AND concat_ws(' ', told ->> 'v', told ->> 'inc', told ->> 'seq', told ->> 'counter', told ->> 'hlc')
            ~ '^\d{1,9} \d{1,9} \d{1,18} \d{1,2} \d{1,18}$'
        AND told -> 'from' IN ('null', @states@)
        AND told -> 'to' IN ('null', @states@)
        AND coalesce(jsonb_typeof(told #> '{data,set}'), 'object') = 'object'
        AND coalesce(jsonb_typeof(told #> '{data,add}'), 'object') = 'object'
        AND coalesce(jsonb_typeof(told #> '{data,sum}'), 'object') = 'object'
        AND told ->> 'at' ~ '^(19[7-9]\d|20\d\d|21\d\d|2200)-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$'
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
CREATE OR REPLACE FUNCTION centre.refuse(sent centre.event, told jsonb, fault text) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
    IF is_written_here(sent.node) THEN
        -- A notice about a notice would be refused for the same reason, and so on without end.
        RETURN;
    END IF;
    INSERT INTO quarantine (node, incarnation, seq, office, code, reason)
    VALUES (sent.node, sent.incarnation, sent.seq, sent.office, fault, reason_of(fault))
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM append(
        node => sent.office || '/c', office => sent.office, province => '', actor => 'centre',
        stream => '@stream.quarantine@', of => known_as(sent, told), kind => '@kind.refused@',
        data => jsonb_build_object('set', jsonb_build_object(
            'node', sent.node, 'incarnation', sent.incarnation, 'seq', sent.seq, 'code', fault, 'reason', reason_of(fault),
            'kind', left(coalesce(told ->> 'kind', ''), 64))),
        from_state => NULL, to_state => NULL);
END $$;

-- How people and programs call a refused event: by its id, or by its place where it has none.
CREATE OR REPLACE FUNCTION centre.known_as(sent centre.event, told jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(told -> 'id') = 'string' AND length(told ->> 'id') BETWEEN 1 AND 64
        THEN told ->> 'id' ELSE format('%s#%s#%s', sent.node, sent.incarnation, sent.seq) END
$$;
