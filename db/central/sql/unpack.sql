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

DROP FUNCTION IF EXISTS centre.lines_of(text[], text);

-- The events of a batch whose first follows the hash ``previous``, in their order; each holds the hash of the one before.
CREATE OR REPLACE FUNCTION centre.unpacked(previous text, words text[], packed text)
RETURNS TABLE (n bigint, of text, hash text, body text, salt text, person text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    field text[];
BEGIN
    hash := previous;
    FOR n, field IN
        SELECT l.n, string_to_array(l.line, E'\t')
        FROM string_to_table(spelt_out(words, packed), E'\n') WITH ORDINALITY AS l (line, n) ORDER BY l.n
    LOOP
        salt := coalesce(field[5], '');
        person := coalesce(field[6], '');
        IF field[3] <> '' THEN
            of := left(field[2], 200);
            body := concat(field[1], ',"of":"', field[2], '","person":"',
                CASE WHEN person = '' THEN field[4] ELSE person_hash(salt, person) END, '","prev":"', hash, '",', field[3]);
        ELSE
            body := coalesce(field[1], '');
            of := left(subject_of(body), 200);
        END IF;
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
