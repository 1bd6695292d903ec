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
    -- Not in push_v1, which may stay open for long on a silent line: the next hello would wait for this row.
    UPDATE node SET backlog = 0 WHERE name = mine.name AND backlog <> 0;
    RETURN (SELECT coalesce(sum(high - folded), 0) FROM chain WHERE office = ours.office);
END $$;
GRANT EXECUTE ON FUNCTION centre.fold_v1(integer) TO @node@;

-- Judge and fold at most ``most`` events of one chain, and note how far that came. What the centre wrote is not judged.
--
-- The events of a dossier stand together, so that its row is read and written once. A dossier with an event that comes
-- before those in its row is folded anew, unless its first events were given up.
CREATE OR REPLACE FUNCTION centre.fold_chain(line centre.chain, most bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    until bigint := least(line.high, line.folded + most);
    before text := hash_at(line, line.folded);
    law jsonb := the_law();
    sent record;
    told jsonb;
    fault text;
    place text COLLATE "C";
    ids text[] := '{}';
    places text[] := '{}';
    details jsonb[] := '{}';
    late text[] := '{}';
    n integer := 0;
BEGIN
    FOR sent IN
        SELECT e AS event, lag(e.hash, 1, before) OVER (ORDER BY e.seq) AS previous, d.last, d.detail, d.given_up
        FROM event e LEFT JOIN dossier d ON d.office = e.office AND d.id = e.of
        WHERE e.node = line.node AND e.incarnation = line.incarnation AND e.seq > line.folded AND e.seq <= until
        ORDER BY e.of, e.seq
    LOOP
        told := read_json((sent.event).body);
        fault := CASE WHEN is_written_here(line.node) THEN '' ELSE fault_of(sent.event, told, sent.previous, law) END;
        IF fault <> '' THEN
            PERFORM refuse(sent.event, told, fault);
            CONTINUE;
        END IF;
        line.hlc := greatest(line.hlc, (told ->> 'hlc')::bigint);
        CONTINUE WHEN told ->> 'stream' <> '@stream.dossier@';
        IF n = 0 OR ids[n] <> (sent.event).of THEN
            n := n + 1;
            ids[n] := (sent.event).of;
            places[n] := coalesce(sent.last, '');
            details[n] := sent.detail;
        END IF;
        place := key_of((told ->> 'hlc')::bigint, line.node, line.incarnation, (sent.event).seq);
        IF place < places[n] AND NOT coalesce(sent.given_up, false) THEN
            late := late || ids[n];
        ELSE
            places[n] := greatest(places[n], place);
            details[n] := folded(details[n], told, (sent.event).person, law);
        END IF;
    END LOOP;
    INSERT INTO dossier (office, id, last, detail)
    SELECT line.office, r.id, r.last, r.detail FROM unnest(ids, places, details) AS r (id, last, detail)
    ON CONFLICT (office, id) DO UPDATE SET last = excluded.last, detail = excluded.detail;
    UPDATE chain SET folded = until, hlc = line.hlc WHERE node = line.node AND incarnation = line.incarnation;
    UPDATE dossier d SET detail = refolded(line.office, d.id, law) WHERE d.office = line.office AND d.id = ANY (late);
    PERFORM close_refusals(line, until);
END $$;

-- Close the refusals of events that their host sent again with times that can be, among those of the chain ``line`` after
-- its number ``folded`` up to ``until``: the same id under another number.
CREATE OR REPLACE FUNCTION centre.close_refusals(line centre.chain, until bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM quarantine q WHERE q.node = line.node AND q.code = 'clock') THEN
        RETURN;
    END IF;
    UPDATE quarantine q SET code = 'sent-again', reason = reason_of('sent-again')
    FROM event old, event fresh
    WHERE q.node = line.node AND q.code = 'clock'
        AND old.node = q.node AND old.incarnation = q.incarnation AND old.seq = q.seq
        AND fresh.node = line.node AND fresh.incarnation = line.incarnation AND fresh.seq > line.folded AND fresh.seq <= until
        AND fresh.of = old.of AND (fresh.incarnation, fresh.seq) <> (old.incarnation, old.seq)
        AND read_json(fresh.body) ->> 'id' = read_json(old.body) ->> 'id'
        AND NOT EXISTS (SELECT FROM quarantine r WHERE r.node = fresh.node AND r.incarnation = fresh.incarnation
                        AND r.seq = fresh.seq);
END $$;

-- The row of a dossier from all its events that were judged.
CREATE OR REPLACE FUNCTION centre.refolded(of_office text, about text, law jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    detail jsonb;
    each record;
BEGIN
    FOR each IN
        SELECT e.body::jsonb AS told, e.person
        FROM event e JOIN chain c USING (node, incarnation)
        WHERE e.office = of_office AND e.of = about AND e.seq <= c.folded
          AND NOT EXISTS (SELECT FROM quarantine q WHERE q.node = e.node AND q.incarnation = e.incarnation
                          AND q.seq = e.seq AND q.released_at IS NULL)
        ORDER BY key_of((e.body::jsonb ->> 'hlc')::bigint, e.node, e.incarnation, e.seq) COLLATE "C"
    LOOP
        detail := folded(detail, each.told, each.person, law);
    END LOOP;
    RETURN detail;
END $$;

-- What may follow what: for each kind of event the states that it may meet ('' for none) and the state that it leads to;
-- a kind that leads nowhere has none.
CREATE OR REPLACE FUNCTION centre.the_law() RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(kind, moves) FROM (
        SELECT kind, jsonb_object_agg(coalesce(before::text, ''), after) AS moves FROM move GROUP BY kind
        UNION ALL
        SELECT kind, '{}' FROM note
    ) AS kinds
$$;

-- The row after an event: ``before`` is null where there was none, ``person`` empty where it tells of nobody or was forgotten.
CREATE OR REPLACE FUNCTION centre.folded(before jsonb, told jsonb, person text, law jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    after jsonb := coalesce(before, '{}') || coalesce(told #> '{data,set}', '{}')
        || CASE person WHEN '' THEN '{}' ELSE person::jsonb END;
    name text;
    legal jsonb := law -> (told ->> 'kind');
    met smallint := before ->> 'state';
    reached smallint := told ->> 'to';
    by_centre boolean := right(told ->> 'node', 2) = '/c';
    decided boolean := coalesce((before -> 'decided')::boolean, false);
    fits boolean := CASE legal WHEN '{}' THEN met IS NOT NULL AND reached IS NULL ELSE
        (told ->> 'from')::smallint IS NOT DISTINCT FROM met
        AND coalesce((legal ->> coalesce(met::text, ''))::smallint = reached, false) END;
    attention text := CASE WHEN told ->> 'kind' = '@kind.settled@' THEN ''
        WHEN fits THEN coalesce(before ->> 'attention', '') ELSE 'conflict' END;
BEGIN
    IF told #> '{data,add}' IS NOT NULL THEN
        FOR name IN SELECT jsonb_object_keys(told #> '{data,add}') LOOP
            after := after || jsonb_build_object(name,
                CASE jsonb_typeof(after -> name) WHEN 'array' THEN after -> name ELSE '[]' END
                || jsonb_build_array(told #> ARRAY['data', 'add', name]));
        END LOOP;
    END IF;
    IF told #> '{data,sum}' IS NOT NULL THEN
        FOR name IN SELECT jsonb_object_keys(told #> '{data,sum}') LOOP
            after := after || jsonb_build_object(name, greatest(-@largest_sum@, least(@largest_sum@,
                CASE WHEN after ->> name ~ '^-?\d+$' AND jsonb_typeof(after -> name) = 'number'
                    THEN (after ->> name)::numeric ELSE 0 END
                + (told #>> ARRAY['data', 'sum', name])::numeric)));
        END LOOP;
    END IF;
    IF reached IS NOT NULL AND (fits OR by_centre OR NOT decided) THEN
        met := reached;
        decided := by_centre;
    END IF;
    after := (after - 'decided') || jsonb_build_object('id', told -> 'of', 'attention', attention, 'state', met);
    RETURN CASE WHEN decided THEN after || '{"decided": true}' ELSE after END;
END $$;
