-- Events from the centre to a host.

-- What the caller's office has to know and does not have: cursors as {"node#incarnation": number}, missing ones are 0.
--
-- Whole chains in their order, cut when the texts pass ``most_bytes`` (one row at least): ask again until nothing comes.
-- A chain whose cursor is older than what is kept here gives one row with the number before the first that is kept, and no
-- body: a snapshot is needed. An event that no office could read comes with an empty body: there is nothing to store.
-- Another host's events come once they were judged (fold_v1).
CREATE OR REPLACE FUNCTION centre.pull_v1(cursors json, most_bytes integer)
RETURNS TABLE (node text, incarnation integer, seq bigint, body text, salt text, person text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
#variable_conflict use_column
DECLARE
    mine node := me();
    line record;
    bytes bigint := 0;
BEGIN
    FOR line IN
        SELECT *, coalesce((cursors ->> (c.node || '#' || c.incarnation))::bigint, 0) AS at
        FROM visible_chains(mine) c ORDER BY c.node, c.incarnation
    LOOP
        CONTINUE WHEN line.at >= line.high;
        IF line.at < line.kept THEN
            RETURN QUERY SELECT line.node, line.incarnation, line.kept, NULL, NULL, NULL;
            CONTINUE;
        END IF;
        FOR node, incarnation, seq, body, salt, person IN
            SELECT t.node, t.incarnation, t.seq, t.body, t.salt, t.person FROM told(line.node, line.incarnation, line.at, line.high) t
        LOOP
            RETURN NEXT;
            bytes := bytes + octet_length(body) + octet_length(person);
            IF bytes >= most_bytes THEN
                RETURN;
            END IF;
        END LOOP;
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION centre.pull_v1(json, integer) TO @node@;

-- The chains that concern a host: its own as far as they are here, others as far as they were judged.
CREATE OR REPLACE FUNCTION centre.visible_chains(mine centre.node)
RETURNS TABLE (node text, incarnation integer, high bigint, kept bigint, hash text) LANGUAGE sql STABLE AS $$
    SELECT node, incarnation, CASE WHEN node = mine.name THEN high ELSE folded END, kept, hash
    FROM chain WHERE office = mine.office OR node = ANY (my_shared_chains())
$$;
