-- As push_v1; ``packed`` are the lines of a batch without words, compressed by zlib. Only beside deflate.sql.
CREATE OR REPLACE FUNCTION centre.push_z_v1(incarnation integer, first bigint, previous text, packed bytea) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = centre, pg_temp AS $$
BEGIN
    RETURN push_v1(incarnation, first, previous, '{}', inflated(packed));
END $$;
ALTER FUNCTION centre.push_z_v1(integer, bigint, text, bytea) OWNER TO @owner@;
REVOKE ALL ON FUNCTION centre.push_z_v1(integer, bigint, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION centre.push_z_v1(integer, bigint, text, bytea) TO @node@;
