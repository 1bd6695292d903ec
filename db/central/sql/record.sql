-- How a back office (another system, or a deciding agency) tells what became of a dossier.

CREATE OR REPLACE FUNCTION centre.fail(code text, sentence text) RETURNS void
LANGUAGE plpgsql SET search_path = centre, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = sentence;
END $$;

-- Whether ``value`` is what the office's screens can read under ``name``: anything else would stop them.
CREATE OR REPLACE FUNCTION centre.readable(name text, value jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = centre, pg_temp AS $$
DECLARE
    kind text := jsonb_typeof(value);
    written text := value #>> '{}';
BEGIN
    CASE name
    WHEN 'outcome' THEN
        RETURN kind = 'object' AND NOT EXISTS (
            SELECT FROM jsonb_each(CASE kind WHEN 'object' THEN value ELSE '{}' END) AS part (key, value)
            WHERE NOT CASE
                WHEN part.key IN ('kind', 'number', 'signer', 'date', 'note')
                    THEN jsonb_typeof(part.value) = 'string' AND length(part.value #>> '{}') <= 500
                ELSE part.key = 'refused' AND jsonb_typeof(part.value) = 'boolean'
            END);
    WHEN 'finished_at', 'due_at' THEN
        RETURN kind = 'string' AND written ~ '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$'
            AND written::timestamptz IS NOT NULL;
    WHEN 'due_notes', 'missing' THEN
        RETURN kind = 'array' AND length(written) <= 10000 AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(CASE kind WHEN 'array' THEN value ELSE '[]' END) AS part (value)
            WHERE jsonb_typeof(part.value) <> 'string');
    WHEN 'fee' THEN
        RETURN kind = 'number' AND written ~ '^\d{1,12}$';
    WHEN 'deciding_agency' THEN
        RETURN kind = 'string' AND length(written) <= 500;
    ELSE
        RETURN false;
    END CASE;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN false;
END $$;

-- ``data`` as it goes into the event, or QM004: only what a back office decides, and nothing that the screens cannot read.
CREATE OR REPLACE FUNCTION centre.cleared(kind text, data jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = centre, pg_temp AS $$
DECLARE
    part record;
    kept jsonb := '{}';
BEGIN
    IF coalesce(jsonb_typeof(data), 'null') NOT IN ('object', 'null') THEN
        PERFORM fail('QM004', 'The data is not an object.');
    END IF;
    FOR part IN SELECT * FROM jsonb_each(CASE jsonb_typeof(data) WHEN 'object' THEN data ELSE '{}' END) LOOP
        IF part.key NOT IN ('set', 'reason')
            OR jsonb_typeof(part.value) IS DISTINCT FROM (CASE part.key WHEN 'set' THEN 'object' ELSE 'string' END)
            OR length(part.value #>> '{}') > 20000 THEN
            PERFORM fail('QM004', format('The data may hold "set" (an object) and "reason" (text), not %s.', part.key));
        END IF;
    END LOOP;
    FOR part IN SELECT * FROM jsonb_each(coalesce(data -> 'set', '{}')) LOOP
        IF NOT readable(part.key, part.value) THEN
            PERFORM fail('QM004', format('The value of "%s" cannot be recorded.', left(part.key, 60)));
        END IF;
        kept := kept || jsonb_build_object(part.key, part.value);
    END LOOP;
    IF kind = '@kind.result_arrived@' THEN
        kept := jsonb_build_object('outcome', '{}'::jsonb, 'finished_at', instant(clock_timestamp())) || kept;
    END IF;
    RETURN jsonb_strip_nulls(jsonb_build_object('reason', data -> 'reason', 'set', nullif(kept, '{}')));
END $$;

-- The data of a decision with what it adds to the lists of the dossier, which stood at ``before``: a charge, a request for
-- papers, a change of the due date, the reason of the end. As db/domain/progress.py has them.
CREATE OR REPLACE FUNCTION centre.with_progress(kind text, data jsonb, before jsonb, who text) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = centre, pg_temp AS $$
DECLARE
    at text := instant(clock_timestamp());
    given jsonb := coalesce(data -> 'set', '{}');
    reason text := coalesce(data ->> 'reason', '');
    added jsonb := '{}';
    sums jsonb := '{}';
BEGIN
    IF given ? 'fee' THEN
        added := jsonb_build_object('charges', jsonb_build_object('at', at, 'amount', given -> 'fee', 'name', reason));
        sums := jsonb_build_object('charged', given -> 'fee');
        given := given - 'fee';
    END IF;
    IF kind = '@kind.apologised@' AND NOT given ? 'due_at' THEN
        PERFORM fail('QM004', 'An apology names the new "due_at".');
    ELSIF kind = '@kind.apologised@' AND coalesce(before ->> 'apologised_at', '') <> '' THEN
        PERFORM fail('QM003', 'There was an apology already: the result is re-appointed once.');
    END IF;
    IF given ? 'due_at' THEN
        added := added || jsonb_build_object('due_changes', jsonb_strip_nulls(jsonb_build_object(
            'at', at, 'kind', CASE kind WHEN '@kind.apologised@' THEN 'apology' ELSE 'correction' END,
            'before', before -> 'due_at', 'after', given -> 'due_at', 'reason', reason)));
    END IF;
    IF kind = '@kind.apologised@' THEN
        given := given || jsonb_build_object('apologised_at', at);
    ELSIF kind = '@kind.supplement_asked@' THEN
        added := added || jsonb_build_object('requests', jsonb_build_object(
            'at', at, 'papers', coalesce(given -> 'missing', '[]'), 'reason', reason, 'by', who,
            'again', before ? 'requests'));
    ELSIF kind = '@kind.stopped@' THEN
        given := given || jsonb_build_object('closing', jsonb_build_object('at', at, 'reason', reason, 'by', who));
    END IF;
    RETURN jsonb_strip_nulls((data - 'set') || jsonb_build_object(
        'set', nullif(given, '{}'), 'add', nullif(added, '{}'), 'sum', nullif(sums, '{}')));
END $$;

-- The dossier of that code which ``who`` may record in. A code belongs to the office that it begins with: another
-- office that uses it cannot draw a decision to itself.
CREATE OR REPLACE FUNCTION centre.addressed(who centre.back_office, code text) RETURNS centre.dossier
LANGUAGE plpgsql SET search_path = centre, pg_temp AS $$
#variable_conflict use_column
DECLARE
    found_all dossier[];
    own dossier[];
    chosen dossier;
BEGIN
    SELECT array_agg(d), array_agg(d) FILTER (WHERE starts_with(addressed.code, d.office || '-'))
    INTO found_all, own
    FROM dossier d JOIN office o ON o.code = d.office
    WHERE d.code = addressed.code
        AND who.province IN ('', o.province) AND who.office IN ('', d.office) AND who.agency IN ('', d.agency);
    own := coalesce(own, found_all);
    IF own IS NULL THEN
        PERFORM fail('QM002', format('There is no dossier %s here.', left(addressed.code, 100)));
    ELSIF cardinality(own) > 1 THEN
        PERFORM fail('QM002', format('More than one dossier has the code %s.', left(addressed.code, 100)));
    END IF;
    -- The chain first, as fold_v1 has it: whoever writes an office's dossiers waits there, and nobody waits crosswise.
    PERFORM locked_chain((own[1]).office || '/c', 1, (own[1]).office, '');
    SELECT * INTO chosen FROM dossier d WHERE d.office = (own[1]).office AND d.id = (own[1]).id FOR UPDATE;
    RETURN chosen;
END $$;

-- Record ``kind`` for the dossier of that code and answer {"event": id, "state": n}. Asking again with the same
-- ``request`` answers the same and records nothing. QM001 no back office, QM002 no such dossier, QM003 not from this
-- state, QM004 unfit data, QM005 no such kind, QM006 the request was another one, QM007 busy: ask again.
CREATE OR REPLACE FUNCTION centre.record_v1(request uuid, code text, kind text, data json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp SET lock_timeout = '5s' AS $$
#variable_conflict use_column
DECLARE
    who back_office;
    digest text := hash_of(jsonb_build_array(code, kind, data::jsonb)::text);
    earlier request;
    chosen dossier;
    reached smallint;
    moves boolean;
    data_kept jsonb;
    recorded text;
    told jsonb;
BEGIN
    SELECT * INTO who FROM back_office WHERE role = session_user;
    IF who.role IS NULL THEN
        PERFORM fail('QM001', 'This login is no back office: it records nothing here.');
    ELSIF record_v1.request IS NULL OR record_v1.code IS NULL THEN
        PERFORM fail('QM004', 'A request needs its id and the code of the dossier.');
    ELSIF coalesce(record_v1.kind, '') NOT IN (@back_office_kinds@) THEN
        PERFORM fail('QM005', format('A back office does not record "%s".', left(record_v1.kind, 60)));
    END IF;
    INSERT INTO request (id, role, asked, answer) VALUES (record_v1.request, session_user, digest, '{}')
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * INTO earlier FROM request WHERE id = record_v1.request;
        IF earlier.role <> session_user OR earlier.asked <> digest THEN
            PERFORM fail('QM006', 'This request id was used for something else.');
        END IF;
        RETURN earlier.answer;
    END IF;
    chosen := addressed(who, record_v1.code);
    SELECT after INTO reached FROM move WHERE kind = record_v1.kind AND before = chosen.state;
    moves := reached IS NOT NULL;
    IF EXISTS (SELECT FROM note WHERE kind = record_v1.kind) AND chosen.state IN (@states_under_way@) THEN
        reached := chosen.state;
    END IF;
    IF reached IS NULL THEN
        PERFORM fail('QM003', format('Dossier %s is in state %s: "%s" cannot follow.',
            chosen.code, chosen.state, record_v1.kind));
    END IF;
    data_kept := with_progress(record_v1.kind, cleared(record_v1.kind, record_v1.data::jsonb), chosen.detail,
        'centre:' || who.name);
    recorded := append(chosen.office || '/c', chosen.office, '', 'centre:' || who.name, '@stream.dossier@', chosen.id,
        record_v1.kind, data_kept, CASE WHEN moves THEN chosen.state END, CASE WHEN moves THEN reached END);
    SELECT jsonb_build_object('event', recorded, 'state', state) INTO told
    FROM dossier WHERE office = chosen.office AND id = chosen.id;
    IF (told ->> 'state')::smallint IS DISTINCT FROM reached THEN
        PERFORM fail('QM003', format('Dossier %s is in state %s after all: "%s" changed nothing.',
            chosen.code, told ->> 'state', record_v1.kind));
    END IF;
    UPDATE request SET answer = told WHERE id = record_v1.request;
    RETURN told;
EXCEPTION WHEN lock_not_available THEN
    PERFORM fail('QM007', 'The office is being written just now: ask again.');
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION centre.record_v1(uuid, text, text, json) TO @back@;
