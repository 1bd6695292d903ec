-- Who asks: always the role that logged in, never anything that a session may set for itself.

-- Whether the session belongs to the centre's administrator.
CREATE OR REPLACE FUNCTION centre.is_owner() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
BEGIN
    RETURN pg_has_role(session_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'centre'), 'member');
END $$;

-- The host that asks; an error where the login is none or was revoked.
CREATE OR REPLACE FUNCTION centre.me() RETURNS centre.node
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
DECLARE
    mine node;
BEGIN
    SELECT * INTO mine FROM node WHERE role = session_user AND revoked_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this login is no host of an office' USING ERRCODE = 'QM001';
    END IF;
    RETURN mine;
END $$;

-- The offices whose events and dossiers the session may meet: a host's own, a back office's or reader's by its row.
-- It is asked by every statement on a guarded table, hence plpgsql, which keeps its plans.
CREATE OR REPLACE FUNCTION centre.my_offices() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
DECLARE
    own text := (SELECT office FROM node WHERE role = session_user AND revoked_at IS NULL);
BEGIN
    IF own IS NOT NULL THEN
        RETURN ARRAY[own];
    END IF;
    RETURN ARRAY(
        SELECT o.code FROM office o JOIN back_office b ON b.role = session_user
        WHERE b.office IN ('', o.code) AND b.province IN ('', o.province)
        UNION
        SELECT o.code FROM office o JOIN reader r ON r.role = session_user
        WHERE r.province IN ('', o.province));
END $$;

-- The shared chains (catalogue, holidays, staff of the province) that concern the session's office.
CREATE OR REPLACE FUNCTION centre.my_shared_chains() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
BEGIN
    RETURN ARRAY['@catalogue', '@holidays'] || ARRAY(
        SELECT '@staff:' || o.province FROM node n JOIN office o ON o.code = n.office
        WHERE n.role = session_user AND n.revoked_at IS NULL);
END $$;
