-- Which values rows take, as db/domain/schema.py has it: what an office could not read from its rows is not folded.

-- Whether an event holds values that all programs read alike, none in more than 20 others, and that its stream's rows take.
CREATE OR REPLACE FUNCTION centre.fits_rows(told jsonb, person jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN NOT (
        is_wild(told -> 'data') OR is_wild(person)
        OR does_not_fit(told ->> 'stream', told #> '{data,set}')
        OR does_not_fit(told ->> 'stream', person)
        OR told @? '$.data.sum.* ? (@.type() != "number" || @.floor() != @)'
        OR does_not_fit(told ->> 'stream', told #> '{data,sum}')
        OR breaks_kind(told ->> 'stream', told ->> 'kind', told -> 'data')
        OR does_not_fit(told ->> 'stream', (
            SELECT jsonb_object_agg(key, jsonb_build_array(value)) FROM jsonb_each(told #> '{data,add}'))));
END $$;

-- Whether numbers are too large for some programs, or values stand too deep in values.
CREATE OR REPLACE FUNCTION centre.is_wild(given jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(
        given @? '$.** ? (@.type() == "number" && (@ > 9007199254740992 || @ < -9007199254740992))'
        OR given @? '$.**{@too_deep@}', false);
END $$;

-- Whether an object has a value that the rows of a stream do not take; names that they do not know are passed over.
CREATE OR REPLACE FUNCTION centre.does_not_fit(stream text, given jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF given IS NULL OR given = '{}' THEN
        RETURN false;
    END IF;
    RETURN coalesce(CASE stream
@invalid_values@
        ELSE false END, true);
END $$;

-- Whether the ``data`` of an event lacks what its kind needs, or has a fact of the wrong type.
CREATE OR REPLACE FUNCTION centre.breaks_kind(stream text, kind text, data jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(CASE stream || ' ' || kind
@invalid_kinds@
        ELSE false END, true);
END $$;

-- Whether a text or a list is longer than it may be.
CREATE OR REPLACE FUNCTION centre.is_long(given jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(
        given @? 'strict $.** ? (@.type() == "array" && @.size() > @longest_list@)'
        OR EXISTS (SELECT FROM jsonb_path_query(given, 'strict $.** ? (@.type() == "string")') AS text (value)
                   WHERE length(value #>> '{}') > @longest_text@), false);
END $$;
