-- What a new host needs to work, without the years that are over.

-- How far each chain is that concerns the caller's office: where its host goes on with pull_v1 after the snapshot.
CREATE OR REPLACE FUNCTION centre.snapshot_chains_v1()
RETURNS TABLE (node text, incarnation integer, high bigint, hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
    SELECT v.node, v.incarnation, v.high, hash_at(c, v.high)
    FROM visible_chains(me()) v JOIN chain c USING (node, incarnation)
    ORDER BY v.node, v.incarnation
$$;
GRANT EXECUTE ON FUNCTION centre.snapshot_chains_v1() TO @node@;

-- A page of the events that a new host needs, after the given place ('', 0, 0 at first), cut when the texts pass
-- ``most_bytes`` (one row at least): ask again after the last row until nothing comes.
CREATE OR REPLACE FUNCTION centre.snapshot_v1(after_node text, after_incarnation integer, after_seq bigint, most_bytes integer)
RETURNS TABLE (node text, incarnation integer, seq bigint, body text, salt text, person text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
#variable_conflict use_column
DECLARE
    mine node := me();
    settled text[] := ARRAY(SELECT settled_streams(mine.office));
    line record;
    bytes bigint := 0;
BEGIN
    FOR line IN
        SELECT *, CASE WHEN (c.node, c.incarnation) = (after_node, after_incarnation) THEN after_seq ELSE 0 END AS at
        FROM visible_chains(mine) c
        WHERE (c.node, c.incarnation) >= (after_node, after_incarnation) ORDER BY c.node, c.incarnation
    LOOP
        FOR node, incarnation, seq, body, salt, person IN
            SELECT t.node, t.incarnation, t.seq, t.body, t.salt, t.person
            FROM told(line.node, line.incarnation, line.at, line.high) t
            WHERE t.body <> '' AND t.of NOT IN (SELECT unnest(settled))
            ORDER BY t.seq
        LOOP
            RETURN NEXT;
            bytes := bytes + octet_length(body) + octet_length(person);
            IF bytes >= most_bytes THEN
                RETURN;
            END IF;
        END LOOP;
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION centre.snapshot_v1(text, integer, bigint, integer) TO @node@;

-- What a new host can do without: dossiers in a final state that nobody touched for 3 days, and closed shifts.
CREATE OR REPLACE FUNCTION centre.settled_streams(of_office text) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT id FROM dossier
    WHERE office = of_office AND state IS NOT NULL AND state IN (@final_states@)
      AND last < lpad(to_hex(hlc_of(now() - interval '3 days')), 16, '0')
    UNION ALL
    SELECT e.of FROM (
        SELECT of, body FROM event
        WHERE office = of_office AND of NOT IN (SELECT id FROM dossier WHERE office = of_office)
        OFFSET 0 -- so that only these few are read through
    ) AS e
    WHERE e.body LIKE '%"kind":"@kind.shift_closed@","node":%' AND read_json(e.body) ->> 'kind' = '@kind.shift_closed@'
$$;

-- What the caller's node number gave out, so that its next host does not give it out again: the last dossier code of each
-- day of the last 4 (by all of the code before its last hyphen), and the last line of each register book and series of forms.
CREATE OR REPLACE FUNCTION centre.numbers_v1()
RETURNS TABLE (code text, book text, book_number integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
    WITH received AS MATERIALIZED (
        SELECT read_json(e.body) AS told FROM event e
        WHERE e.node = (me()).name AND e.body LIKE '%"kind":"@kind.received@","node":%'
    ), forms AS (
        SELECT told #>> '{data,form_book}' AS book,
            left(substring(told #>> '{data,form_number}' FROM '^\d+$'), 9)::integer AS book_number
        FROM (SELECT read_json(e.body) AS told FROM event e
              WHERE e.node = (me()).name AND e.body LIKE '%"form_book":"%') AS numbered
    ), given_out AS (
        SELECT told ->> 'at' AS at, told #>> '{data,set,code}' AS code, told #>> '{data,set,book}' AS book,
            left(substring(told #>> '{data,set,book_number}' FROM '^\d+$'), 9)::integer AS book_number
        FROM received WHERE told ->> 'kind' = '@kind.received@'
    )
    (SELECT DISTINCT ON (regexp_replace(code, '[^-]*$', '')) code, '', 0 FROM given_out
     WHERE code <> '' AND at > instant(now() - interval '4 days')
     ORDER BY regexp_replace(code, '[^-]*$', ''), length(code) DESC, code DESC)
    UNION ALL
    SELECT '', book, max(book_number) FROM (
        SELECT book, book_number FROM given_out UNION ALL SELECT book, book_number FROM forms
    ) AS lines WHERE book <> '' AND book_number > 0 GROUP BY book
$$;
GRANT EXECUTE ON FUNCTION centre.numbers_v1() TO @node@;
