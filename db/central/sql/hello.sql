-- The first word of a run: what the centre has of this host, what time it is there, what it can do.
--
-- ``high`` and ``hash`` are the host's own head of its chain; ``agrees`` is false where the centre has another event there,
-- as after a restored backup. Events up to ``kept`` may have been given up here. ``backlog`` is how many events wait,
-- ``at`` the host's clock.
CREATE OR REPLACE FUNCTION centre.hello_v1(
    app text, schema integer, incarnation integer, high bigint, hash text, backlog bigint, at timestamptz
) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    mine node := me();
    head chain;
    known text;
BEGIN
    IF random() < 0.1 THEN
        -- Now and then is enough, and looking through all sessions takes longer than all the rest here.
        PERFORM end_stuck_sessions();
    END IF;
    UPDATE node SET seen_at = now(), app = left(hello_v1.app, 40), schema = hello_v1.schema,
        backlog = hello_v1.backlog, offset_ms = (extract(epoch FROM at - clock_timestamp()) * 1000)::bigint
    WHERE node.name = mine.name;
    PERFORM make_partitions(current_date);
    SELECT * INTO head FROM chain c WHERE c.node = mine.name AND c.incarnation = hello_v1.incarnation;
    SELECT e.hash INTO known FROM event e
    WHERE e.node = mine.name AND e.incarnation = hello_v1.incarnation AND e.seq = high;
    RETURN json_build_object(
        'time', instant(clock_timestamp()),
        'oldest', 1,
        'newest', 1,
        'incarnation', newest_incarnation(mine),
        'high', coalesce(head.high, 0),
        'hash', coalesce(head.hash, ''),
        'kept', coalesce(head.kept, 0),
        'agrees', known IS NULL OR known = hash,
        'deflates', to_regprocedure('centre.push_z_v1(integer, bigint, text, bytea)') IS NOT NULL,
        'message', '');
END $$;
GRANT EXECUTE ON FUNCTION centre.hello_v1(text, integer, integer, bigint, text, bigint, timestamptz) TO @node@;

-- The newest incarnation that a host has written under, or the least that it may.
CREATE OR REPLACE FUNCTION centre.newest_incarnation(host centre.node) RETURNS integer
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN greatest(host.incarnation, (SELECT max(c.incarnation) FROM chain c WHERE c.node = host.name));
END $$;

-- See to it that the month of a day and the month after it have partitions of their own.
--
-- Where somebody holds the table, or events of the month came before its partition, the one for late events serves.
CREATE OR REPLACE FUNCTION centre.make_partitions(today date) RETURNS void
LANGUAGE plpgsql SET search_path = centre, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    month date;
    name text;
BEGIN
    FOREACH month IN ARRAY ARRAY[date_trunc('month', today), date_trunc('month', today) + interval '1 month'] LOOP
        name := 'event_' || to_char(month, 'YYYY_MM');
        IF to_regclass('centre.' || name) IS NULL AND NOT EXISTS (
            SELECT FROM event_late WHERE received_on >= month AND received_on < month + interval '1 month') THEN
            EXECUTE format('CREATE TABLE centre.%I PARTITION OF centre.event FOR VALUES FROM (%L) TO (%L)',
                           name, month, (month + interval '1 month')::date);
        END IF;
    END LOOP;
EXCEPTION WHEN lock_not_available OR check_violation OR duplicate_table OR unique_violation THEN
    RETURN;
END $$;
