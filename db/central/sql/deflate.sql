-- Compressed batches; only where PostgreSQL's Python was allowed when the centre was made (it is a language of superusers).

-- What zlib compressed; at most 64 MiB of it.
CREATE OR REPLACE FUNCTION centre.inflated(packed bytea) RETURNS text
LANGUAGE plpython3u IMMUTABLE SET search_path = centre, pg_temp AS $$
import zlib

inflater = zlib.decompressobj()
text = inflater.decompress(packed, 64 * 1024 * 1024)
if not inflater.eof:
    plpy.error("the batch is too large", sqlstate="QM002")
return text.decode()
$$;
ALTER FUNCTION centre.inflated(bytea) OWNER TO @owner@;
REVOKE ALL ON FUNCTION centre.inflated(bytea) FROM PUBLIC;
