-- Which values rows take, as db/shapes.py has it: what an office could not read from its rows is not folded.

-- Whether an event holds values that all programs read alike, none in more than 20 others, and that its stream's rows take.
CREATE OR REPLACE FUNCTION centre.fits_rows(told jsonb, person jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN NOT (
        is_wild(told -> 'data') OR is_wild(person)
        OR does_not_fit(told ->> 'stream', told #> '{data,set}')
        OR does_not_fit(told ->> 'stream', person)
        OR does_not_fit(told ->> 'stream', (
            SELECT jsonb_object_agg(key, jsonb_build_array(value)) FROM jsonb_each(told #> '{data,add}'))));
END $$;

-- Whether numbers are too large for some programs, or values stand too deep in values.
CREATE OR REPLACE FUNCTION centre.is_wild(given jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN coalesce(
        given @? '$.** ? (@.type() == "number" && (@ > 9007199254740992 || @ < -9007199254740992))'
        OR given @? '$.**{21}', false);
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
