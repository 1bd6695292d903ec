-- The events of a chain as they are handed out.

-- The events after the number ``after`` up to ``high``, in their order: without its text where no office could read it,
-- without personal values where they are not those that the event vouches for.
CREATE OR REPLACE FUNCTION centre.told(of_node text, of_incarnation integer, after bigint, high bigint)
RETURNS TABLE (node text, incarnation integer, seq bigint, of text, body text, salt text, person text)
LANGUAGE sql STABLE AS $$
    SELECT e.node, e.incarnation, e.seq, e.of,
        CASE WHEN q.code IN ('text', 'place', 'clock', 'size', 'values', 'sent-again') THEN '' ELSE e.body END,
        CASE WHEN q.code IS NULL THEN e.salt ELSE '' END,
        CASE WHEN q.code IS NULL THEN e.person ELSE '' END
    FROM event e
    LEFT JOIN quarantine q ON q.node = e.node AND q.incarnation = e.incarnation AND q.seq = e.seq AND q.released_at IS NULL
    WHERE e.node = of_node AND e.incarnation = of_incarnation AND e.seq > after AND e.seq <= high
    ORDER BY e.seq
$$;
