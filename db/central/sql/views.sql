-- What readers and back offices may look at: counts, and dossiers without anything that identifies a person.

DROP VIEW IF EXISTS centre.office_overview, centre.agency_overview, centre.dossier_overview, centre.scope;

-- Days decided here once, before moments did.
DROP FUNCTION IF EXISTS centre.day_of(text);

-- What the session may read: a province, an office, an agency; empty is everything. The administrator reads all.
CREATE VIEW centre.scope AS
    SELECT province, ''::text AS office, agency FROM centre.reader WHERE role = session_user
    UNION ALL
    SELECT province, office, agency FROM centre.back_office WHERE role = session_user
    UNION ALL
    SELECT '', '', '' WHERE centre.is_owner();

-- Whether a dossier is late, as counter/rules/deadlines.py says: the end, or now while it is under way, is after the due
-- moment (QĐ 766/QĐ-TTg, index 2.1). While papers are awaited the request for them stands for the end, and a second request
-- counts as late. Moments are texts that sort.
CREATE OR REPLACE FUNCTION centre.is_late(state smallint, due_at text, finished_at text, detail jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce(due_at IS NOT NULL AND (finished_at IS NOT NULL OR state NOT IN (@final_states@)) AND (
        CASE jsonb_typeof(detail -> 'requests') WHEN 'array' THEN jsonb_array_length(detail -> 'requests') > 1 ELSE false END
        OR due_at < coalesce(finished_at,
            CASE state WHEN @state.supplement@ THEN detail #>> '{requests,-1,at}' END, centre.instant(now()))), false)
$$;

-- Dossiers without personal values.
CREATE VIEW centre.dossier_overview WITH (security_barrier) AS
    SELECT o.province, d.office, d.code, d.detail ->> 'procedure_code' AS procedure_code,
        d.detail ->> 'procedure_name' AS procedure_name, d.agency, d.state, d.attention,
        d.received_at, d.due_at, d.finished_at, d.state IN (@states_under_way@) AS in_progress,
        centre.is_late(d.state, d.due_at, d.finished_at, d.detail) AS late
    FROM centre.dossier d JOIN centre.office o ON o.code = d.office
    WHERE d.state IS NOT NULL AND EXISTS (
        SELECT FROM centre.scope s
        WHERE s.province IN ('', o.province) AND s.office IN ('', d.office) AND s.agency IN ('', d.agency));

-- A province's offices: what they received, have under way and are late with, and how far the centre follows them.
CREATE VIEW centre.office_overview WITH (security_barrier) AS
    SELECT o.province, o.code AS office, o.name, coalesce(d.received, 0) AS received,
        coalesce(d.in_progress, 0) AS in_progress, coalesce(d.overdue, 0) AS overdue,
        coalesce(n.hosts, 0) AS hosts, n.seen_at, coalesce(n.backlog, 0) AS backlog, coalesce(n.app, '') AS app,
        (SELECT count(*) FROM centre.quarantine q WHERE q.office = o.code AND q.code <> 'sent-again'
            AND q.released_at IS NULL) AS quarantined,
        (SELECT coalesce(sum(c.high - c.folded), 0)::bigint FROM centre.chain c WHERE c.office = o.code) AS unfolded
    FROM centre.office o
    LEFT JOIN (
        SELECT office, count(*) AS received, count(*) FILTER (WHERE state IN (@states_under_way@)) AS in_progress,
            count(*) FILTER (WHERE state IN (@states_under_way@)
                             AND centre.is_late(state, due_at, finished_at, detail)) AS overdue
        FROM centre.dossier WHERE state IS NOT NULL AND state NOT IN (@not_received@) GROUP BY office
    ) d ON d.office = o.code
    LEFT JOIN (
        SELECT office, count(*) AS hosts, max(seen_at) AS seen_at, sum(backlog)::bigint AS backlog,
            string_agg(DISTINCT app, ', ' ORDER BY app) FILTER (WHERE app <> '') AS app
        FROM centre.node WHERE revoked_at IS NULL GROUP BY office
    ) n ON n.office = o.code
    WHERE EXISTS (
        SELECT FROM centre.scope s
        WHERE s.agency = '' AND s.province IN ('', o.province) AND s.office IN ('', o.code));

-- What each agency has in each province: a vertical agency's own view.
CREATE VIEW centre.agency_overview WITH (security_barrier) AS
    SELECT d.agency, d.province, count(DISTINCT d.office) AS offices, count(*) AS received,
        count(*) FILTER (WHERE d.in_progress) AS in_progress,
        count(*) FILTER (WHERE d.in_progress AND d.late) AS overdue,
        count(*) FILTER (WHERE d.finished_at IS NOT NULL) AS finished,
        count(*) FILTER (WHERE d.finished_at IS NOT NULL AND d.late) AS finished_late
    FROM centre.dossier_overview d WHERE d.state NOT IN (@not_received@) GROUP BY d.agency, d.province;

-- Functions inside a view run with the rights of whoever looks at it.
GRANT EXECUTE ON FUNCTION centre.is_owner(), centre.my_offices(), centre.my_shared_chains(), centre.instant(timestamptz),
    centre.is_late(smallint, text, text, jsonb)
    TO @reader@, @back@;
GRANT SELECT ON centre.office_overview, centre.agency_overview, centre.dossier_overview TO @reader@, @back@;
