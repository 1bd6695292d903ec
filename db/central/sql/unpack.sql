-- What db/sync/wire.py packs, as events again. See there for the form.

-- The packed text with the words put back where it refers to them.
--
-- A small batch may not grow without bounds in here: the session is ended where it could reach 64 MiB.
CREATE OR REPLACE FUNCTION centre.spelt_out(words text[], packed text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    longest integer := (SELECT max(octet_length(word)) FROM unnest(words) AS word);
    references_to integer := octet_length(packed) - octet_length(replace(packed, E'\x01', ''));
BEGIN
    IF longest IS NULL THEN
        RETURN packed;
    END IF;
    IF octet_length(packed) + longest::bigint * references_to > 64 * 1024 * 1024 THEN
        RAISE EXCEPTION 'the batch is too large' USING ERRCODE = 'QM002';
    END IF;
    RETURN (
        SELECT string_agg(CASE WHEN n = 1 THEN piece ELSE word || substr(piece, 2) END, '' ORDER BY n)
        FROM string_to_table(packed, E'\x01') WITH ORDINALITY AS pieces (piece, n)
        LEFT JOIN unnest(words) WITH ORDINALITY AS dictionary (word, number) ON number = ascii(piece) - 32 AND n > 1
    );
END $$;

-- The lines of a batch: what stands before and after the hash of the previous event in each body, and the personal values.
CREATE OR REPLACE FUNCTION centre.lines_of(words text[], packed text)
RETURNS TABLE (n bigint, of text, before text, after text, salt text, person text) LANGUAGE sql STABLE AS $$
    SELECT n, of,
        CASE WHEN tail = '' THEN head ELSE head || ',"of":"' || of || '","person":"' || CASE
            WHEN person = '' THEN person_hash ELSE centre.person_hash(salt, person) END || '","prev":"' END,
        CASE WHEN tail = '' THEN '' ELSE '",' || tail END,
        salt, person
    FROM (
        SELECT n, split_part(line, E'\t', 1) AS head, split_part(line, E'\t', 2) AS of,
            split_part(line, E'\t', 3) AS tail, split_part(line, E'\t', 4) AS person_hash,
            split_part(line, E'\t', 5) AS salt, split_part(line, E'\t', 6) AS person
        FROM string_to_table(centre.spelt_out(words, packed), E'\n') WITH ORDINALITY AS lines (line, n)
    ) AS fields
$$;

-- The events of a batch whose first follows the hash ``previous``, in their order; each holds the hash of the one before.
CREATE OR REPLACE FUNCTION centre.unpacked(previous text, words text[], packed text)
RETURNS TABLE (n bigint, of text, hash text, body text, salt text, person text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    line record;
BEGIN
    hash := previous;
    FOR line IN SELECT * FROM lines_of(words, packed) AS l ORDER BY l.n LOOP
        n := line.n;
        body := CASE WHEN line.after = '' THEN line.before ELSE line.before || hash || line.after END;
        of := left(CASE WHEN line.after = '' THEN subject_of(body) ELSE line.of END, 200);
        hash := hash_of(body);
        salt := line.salt;
        person := line.person;
        RETURN NEXT;
    END LOOP;
END $$;

-- What an event that came word for word is about; empty where that cannot be read.
CREATE OR REPLACE FUNCTION centre.subject_of(body text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(body::json ->> 'of', '');
EXCEPTION WHEN data_exception THEN
    RETURN '';
END $$;
