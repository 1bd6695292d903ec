-- What db/sync/wire.py packs, as events again. See there for the form.

-- The packed text with the words put back where it refers to them.
--
-- A small batch may not swell in here: nothing but a plain reference stands for a word (format knows widths as well), and
-- what could become more than 256 MiB is refused.
CREATE OR REPLACE FUNCTION centre.spelt_out(words text[], packed text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    marks bigint := octet_length(packed) - octet_length(replace(packed, '%', ''));
    longest bigint := (SELECT max(octet_length(word)) FROM unnest(words) AS word);
BEGIN
    IF cardinality(words) = 0 THEN
        RETURN packed;
    END IF;
    IF octet_length(packed) + marks * coalesce(longest, 0) > 256 * 1024 * 1024
        OR packed !~ '^(?:[^%]|%%|%\d{1,5}\$s)*$' THEN
        RAISE EXCEPTION 'the batch is too large' USING ERRCODE = 'QM002';
    END IF;
    RETURN format(packed, VARIADIC words);
END $$;

-- The lines of a batch: what stands before and after the hash of the previous event in each body (nothing after it where the
-- body came word for word), and the personal values.
CREATE OR REPLACE FUNCTION centre.lines_of(words text[], packed text)
RETURNS TABLE (n bigint, of text, before text, after text, salt text, person text) LANGUAGE sql STABLE AS $$
    SELECT n,
        left(CASE WHEN tail = '' THEN centre.subject_of(head) ELSE of END, 200),
        CASE WHEN tail = '' THEN head ELSE head || ',"of":"' || of || '","person":"' || CASE
            WHEN person = '' THEN person_hash ELSE centre.person_hash(salt, person) END || '","prev":"' END,
        CASE WHEN tail <> '' THEN '",' || tail END,
        salt, person
    FROM (
        SELECT n, split_part(line, E'\t', 1) AS head, split_part(line, E'\t', 2) AS of,
            split_part(line, E'\t', 3) AS tail, split_part(line, E'\t', 4) AS person_hash,
            split_part(line, E'\t', 5) AS salt, split_part(line, E'\t', 6) AS person
        FROM string_to_table(centre.spelt_out(words, packed), E'\n') WITH ORDINALITY AS lines (line, n)
        OFFSET 0 -- so that each field is cut out once, however often it is used
    ) AS fields
$$;

-- The events of a batch whose first follows the hash ``previous``, in their order; each holds the hash of the one before.
CREATE OR REPLACE FUNCTION centre.unpacked(previous text, words text[], packed text)
RETURNS TABLE (n bigint, of text, hash text, body text, salt text, person text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    before text;
    after text;
BEGIN
    hash := previous;
    FOR n, of, before, after, salt, person IN SELECT * FROM lines_of(words, packed) AS l ORDER BY l.n LOOP
        body := coalesce(before || (hash || after), before);
        hash := hash_of(body);
        RETURN NEXT;
    END LOOP;
END $$;

-- What an event that came word for word is about; empty where that cannot be read.
CREATE OR REPLACE FUNCTION centre.subject_of(body text) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(body::json ->> 'of', '');
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN '';
END $$;
