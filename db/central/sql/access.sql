-- The second wall, behind the functions: no role has a right on any table, and every row of an office is bound to it.

ALTER TABLE centre.chain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE centre.event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE centre.dossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE centre.quarantine ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- What says who somebody is cannot ask who somebody is: closed to all but the functions.
ALTER TABLE centre.office ENABLE ROW LEVEL SECURITY;
ALTER TABLE centre.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE centre.back_office ENABLE ROW LEVEL SECURITY;
ALTER TABLE centre.reader ENABLE ROW LEVEL SECURITY;
ALTER TABLE centre.request ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS own ON centre.chain;
CREATE POLICY own ON centre.chain
    USING (office = ANY ((SELECT centre.my_offices())::text[])
           OR node = ANY ((SELECT centre.my_shared_chains())::text[])
           OR (SELECT centre.is_owner()))
    WITH CHECK (office = ANY ((SELECT centre.my_offices())::text[]) OR (SELECT centre.is_owner()));

DROP POLICY IF EXISTS own ON centre.event;
CREATE POLICY own ON centre.event
    USING (office = ANY ((SELECT centre.my_offices())::text[])
           OR node = ANY ((SELECT centre.my_shared_chains())::text[])
           OR (SELECT centre.is_owner()))
    WITH CHECK (office = ANY ((SELECT centre.my_offices())::text[]) OR (SELECT centre.is_owner()));

DROP POLICY IF EXISTS own ON centre.dossier;
CREATE POLICY own ON centre.dossier
    USING (office = ANY ((SELECT centre.my_offices())::text[]) OR (SELECT centre.is_owner()));

DROP POLICY IF EXISTS own ON centre.quarantine;
CREATE POLICY own ON centre.quarantine
    USING (office = ANY ((SELECT centre.my_offices())::text[]) OR (SELECT centre.is_owner()));

REVOKE ALL ON ALL TABLES IN SCHEMA centre FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA centre FROM PUBLIC;
GRANT USAGE ON SCHEMA centre TO @node@, @back@, @reader@;
