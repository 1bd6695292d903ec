-- A login can lift its own time-outs and sit on a lock: whoever comes next ends such sessions.

-- End what holds a transaction open for longer than ``longest`` under a login of this centre; answers how many.
--
-- It needs pg_signal_backend and pg_read_all_stats, which the fence grants; without them it ends nothing.
CREATE OR REPLACE FUNCTION centre.end_stuck_sessions(longest interval DEFAULT '3 minutes') RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = centre, pg_temp AS $$
BEGIN
    IF NOT pg_has_role('pg_signal_backend', 'usage') THEN
        RETURN 0;
    END IF;
    RETURN (
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - longest
            AND usename IN (SELECT role FROM node UNION SELECT role FROM back_office UNION SELECT role FROM reader)
    );
END $$;
