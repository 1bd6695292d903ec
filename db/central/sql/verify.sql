-- Whether both sides still hold the same, and how to put it right where they do not.

-- The events of a chain in ranges of ``step``: how many there are, and the SHA-256 of the SHA-256 of each stored text, one
-- after another. Everything is computed anew from the texts.
CREATE OR REPLACE FUNCTION centre.ranges_v1(node text, incarnation integer, first bigint, last bigint, step integer)
RETURNS TABLE (first bigint, count integer, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
    SELECT $3 + (e.seq - $3) / $5 * $5, count(*)::integer, hash_of(string_agg(hash_of(e.body), '' ORDER BY e.seq))
    FROM visible_chains(me()) c JOIN event e USING (node, incarnation)
    WHERE c.node = $1 AND c.incarnation = $2 AND e.seq BETWEEN $3 AND least($4, c.high)
    GROUP BY (e.seq - $3) / $5 ORDER BY 1
$$;
GRANT EXECUTE ON FUNCTION centre.ranges_v1(text, integer, bigint, bigint, integer) TO @node@;

-- Put the caller's events right that are damaged or missing here; answers how many were.
--
-- What is sent proves itself: it follows from the event before ``first``, and is believed as far as it leads to a hash that
-- is known here.
CREATE OR REPLACE FUNCTION centre.mend_v1(incarnation integer, first bigint, words text[], packed text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    mine node := me();
    line chain;
    proved bigint;
    good record;
    mended integer := 0;
BEGIN
    -- A chain that is not here has nothing to put right, and is not made: its number would count as used for good.
    SELECT * INTO line FROM chain c WHERE c.node = mine.name AND c.incarnation = mend_v1.incarnation FOR UPDATE;
    IF NOT FOUND OR first < 1 OR first > line.high THEN
        RETURN 0;
    END IF;
    SELECT max(u.n) INTO proved FROM unpacked(hash_at(line, first - 1), words, packed) u
    WHERE u.hash = hash_at(line, first + u.n - 1);
    FOR good IN
        SELECT u.*, first + u.n - 1 AS seq, e.hash IS NULL AS missing
        FROM unpacked(hash_at(line, first - 1), words, packed) u
        LEFT JOIN event e ON e.node = line.node AND e.incarnation = line.incarnation AND e.seq = first + u.n - 1
        WHERE u.n <= proved AND first + u.n - 1 > line.kept AND (u.body, u.hash) IS DISTINCT FROM (e.body, e.hash)
    LOOP
        IF good.missing THEN
            INSERT INTO event (office, node, incarnation, seq, of, hash, body, salt, person)
            VALUES (line.office, line.node, line.incarnation, good.seq, good.of, good.hash, good.body, good.salt, good.person);
        ELSE
            UPDATE event e SET of = good.of, hash = good.hash, body = good.body
            WHERE e.node = line.node AND e.incarnation = line.incarnation AND e.seq = good.seq;
        END IF;
        mended := mended + 1;
    END LOOP;
    RETURN mended;
END $$;
GRANT EXECUTE ON FUNCTION centre.mend_v1(integer, bigint, text[], text) TO @node@;
