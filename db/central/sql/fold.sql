-- Events become rows by the very rule of db/fold.py; what cannot be one is put aside and told.

-- Judge and fold at most ``most`` events that the caller's office sent; answers how many are left.
--
-- The chain that the centre writes for the office is locked for it: one fold of an office at a time.
CREATE OR REPLACE FUNCTION centre.fold_v1(most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp AS $$
DECLARE
    mine node := me();
    ours chain := locked_chain(mine.office || '/c', 1, mine.office, '');
    line chain;
    room bigint := most;
BEGIN
    FOR line IN SELECT * FROM chain WHERE office = mine.office AND folded < high ORDER BY node <> mine.name, node, incarnation
    LOOP
        EXIT WHEN room <= 0;
        PERFORM fold_chain(line, room);
        room := room - (line.high - line.folded);
    END LOOP;
    RETURN (SELECT coalesce(sum(high - folded), 0) FROM chain WHERE office = ours.office);
END $$;
GRANT EXECUTE ON FUNCTION centre.fold_v1(integer) TO @node@;

-- Judge and fold at most ``most`` events of one chain, and note how far that came.
CREATE OR REPLACE FUNCTION centre.fold_chain(line centre.chain, most bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    until bigint := least(line.high, line.folded + most);
    previous text := hash_at(line, line.folded);
    latest bigint := line.hlc;
    sent event;
    told jsonb;
    fault record;
BEGIN
    FOR sent IN SELECT * FROM event e WHERE e.node = line.node AND e.incarnation = line.incarnation
        AND e.seq > line.folded AND e.seq <= until ORDER BY e.seq
    LOOP
        told := read_json(sent.body);
        SELECT * INTO fault FROM fault_of(sent, told, previous);
        IF fault.code IS NOT NULL THEN
            PERFORM refuse(sent, told, fault.code, fault.reason);
        ELSE
            latest := greatest(latest, (told ->> 'hlc')::bigint);
            IF told ->> 'stream' = 'dossier' THEN
                PERFORM fold_one(sent.office, told, sent.person);
            END IF;
        END IF;
        previous := sent.hash;
    END LOOP;
    UPDATE chain SET folded = until, hlc = latest WHERE node = line.node AND incarnation = line.incarnation;
END $$;

-- Fold an event of a dossier into its row; where it comes before events that are folded already, fold the dossier anew.
CREATE OR REPLACE FUNCTION centre.fold_one(of_office text, told jsonb, person text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found dossier;
    place text COLLATE "C" := key_of(
        (told ->> 'hlc')::bigint, told ->> 'node', (told ->> 'inc')::integer, (told ->> 'seq')::bigint);
BEGIN
    SELECT * INTO found FROM dossier WHERE office = of_office AND id = told ->> 'of' FOR UPDATE;
    IF found.last > place AND NOT found.given_up THEN
        UPDATE dossier SET detail = refolded(of_office, told) WHERE office = of_office AND id = found.id;
    ELSIF found.last IS NULL THEN
        INSERT INTO dossier (office, id, last, detail)
        VALUES (of_office, told ->> 'of', place, folded(NULL, told, person));
    ELSE
        UPDATE dossier SET last = greatest(found.last, place), detail = folded(found.detail, told, person)
        WHERE office = of_office AND id = found.id;
    END IF;
END $$;

-- The row of the dossier that ``newest`` is about, from all its events that were judged, ``newest`` among them.
CREATE OR REPLACE FUNCTION centre.refolded(of_office text, newest jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    detail jsonb;
    each record;
BEGIN
    FOR each IN
        SELECT e.body::jsonb AS told, e.person
        FROM event e JOIN chain c USING (node, incarnation)
        WHERE e.office = of_office AND e.of = newest ->> 'of'
          AND (e.seq <= c.folded
               OR (e.node = newest ->> 'node' AND e.incarnation = (newest ->> 'inc')::integer
                   AND e.seq <= (newest ->> 'seq')::bigint))
          AND NOT EXISTS (SELECT FROM quarantine q WHERE q.node = e.node AND q.incarnation = e.incarnation
                          AND q.seq = e.seq AND q.released_at IS NULL)
        ORDER BY key_of((e.body::jsonb ->> 'hlc')::bigint, e.node, e.incarnation, e.seq) COLLATE "C"
    LOOP
        detail := folded(detail, each.told, each.person);
    END LOOP;
    RETURN detail;
END $$;

-- The row after an event: ``before`` is null where there was none, ``person`` empty where it tells of nobody or was forgotten.
CREATE OR REPLACE FUNCTION centre.folded(before jsonb, told jsonb, person text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    after jsonb := coalesce(before, '{}') || coalesce(told #> '{data,set}', '{}')
        || CASE person WHEN '' THEN '{}' ELSE person::jsonb END || jsonb_build_object('id', told -> 'of');
    added record;
    met smallint := before ->> 'state';
    reached smallint := told ->> 'to';
    by_centre boolean := right(told ->> 'node', 2) = '/c';
    decided boolean := coalesce((before -> 'decided')::boolean, false);
    does_fit boolean := fits(told ->> 'kind', met, (told ->> 'from')::smallint, reached);
    attention text := CASE WHEN told ->> 'kind' = 'settled' THEN ''
        WHEN does_fit THEN coalesce(before ->> 'attention', '') ELSE 'conflict' END;
BEGIN
    IF told #> '{data,add}' IS NOT NULL THEN
        FOR added IN SELECT key, value FROM jsonb_each(told #> '{data,add}') LOOP
            after := after || jsonb_build_object(added.key,
                CASE jsonb_typeof(after -> added.key) WHEN 'array' THEN after -> added.key ELSE '[]' END
                || jsonb_build_array(added.value));
        END LOOP;
    END IF;
    IF reached IS NOT NULL AND (does_fit OR by_centre OR NOT decided) THEN
        met := reached;
        decided := by_centre;
    END IF;
    after := (after - 'decided') || jsonb_build_object('attention', attention, 'state', met);
    RETURN CASE WHEN decided THEN after || '{"decided": true}' ELSE after END;
END $$;

-- Whether an event of this kind, which knew the state ``knew`` and leads to ``reached``, may follow the state ``met``.
CREATE OR REPLACE FUNCTION centre.fits(of_kind text, met smallint, knew smallint, reached smallint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF EXISTS (SELECT FROM note WHERE kind = of_kind) THEN
        RETURN met IS NOT NULL AND reached IS NULL;
    END IF;
    RETURN knew IS NOT DISTINCT FROM met AND EXISTS (
        SELECT FROM move WHERE kind = of_kind AND before IS NOT DISTINCT FROM met AND after = reached);
END $$;
