-- Events from a host to the centre.

-- Take a batch of events of the caller's chain, the first of which has the number ``first`` and follows the hash ``previous``.
--
-- Answers {"status", "high"}: ``ok`` (received up to high), ``hole`` (events between high and first are missing), ``fork``
-- (the centre has other events after high), ``old`` (the host writes under a newer incarnation by now, which is ``high``).
-- What is sent again is recognised by its hash. The content is judged later, by fold_v1: nothing here refuses it.
CREATE OR REPLACE FUNCTION centre.push_v1(
    incarnation integer, first bigint, previous text, words text[], packed text
) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    mine node := me();
    newest integer := newest_incarnation(mine);
    line chain;
    other bigint;
    added bigint;
BEGIN
    IF incarnation < newest THEN
        RETURN json_build_object('status', 'old', 'high', newest);
    ELSIF incarnation - 1000 > newest THEN
        -- Nothing is restored that often; a host that counts up to the end could never be enrolled again.
        RAISE EXCEPTION 'no host has had that many incarnations' USING ERRCODE = 'QM002';
    END IF;
    line := locked_chain(mine.name, incarnation, mine.office, '');
    IF first > line.high + 1 OR first < 1 THEN
        RETURN json_build_object('status', 'hole', 'high', line.high);
    END IF;
    IF previous IS DISTINCT FROM hash_at(line, first - 1) THEN
        RETURN json_build_object('status', 'fork', 'high', greatest(first - 2, 0));
    END IF;
    IF first <= line.high THEN
        SELECT min(e.seq) INTO other FROM unpacked(previous, words, packed) u JOIN event e
        ON e.node = line.node AND e.incarnation = line.incarnation AND e.seq = first + u.n - 1 AND e.hash <> u.hash;
        IF other IS NOT NULL THEN
            RETURN json_build_object('status', 'fork', 'high', other - 1);
        END IF;
    END IF;
    INSERT INTO event (office, node, incarnation, seq, of, hash, body, salt, person)
    SELECT line.office, line.node, line.incarnation, first + u.n - 1, u.of, u.hash, u.body, u.salt, u.person
    FROM unpacked(previous, words, packed) u
    WHERE first + u.n - 1 > line.high;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF added > 0 THEN
        UPDATE chain c SET high = line.high + added, hash = hash_at(line, line.high + added)
        WHERE c.node = line.node AND c.incarnation = line.incarnation;
    END IF;
    RETURN json_build_object('status', 'ok', 'high', line.high + added);
END $$;
GRANT EXECUTE ON FUNCTION centre.push_v1(integer, bigint, text, text[], text) TO @node@;

-- The hash of a chain's event with the number ``at``, empty before the first.
CREATE OR REPLACE FUNCTION centre.hash_at(line centre.chain, at bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF at = 0 OR at = line.high THEN
        RETURN CASE at WHEN 0 THEN '' ELSE line.hash END;
    END IF;
    RETURN (SELECT e.hash FROM event e WHERE e.node = line.node AND e.incarnation = line.incarnation AND e.seq = at);
END $$;
