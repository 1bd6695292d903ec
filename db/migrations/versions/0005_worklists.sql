CREATE INDEX worklist_apologised ON dossier (due_at, position, agency) WHERE state IN (2, 4, 6) AND json_extract(detail, '$.apologised_at') IS NOT NULL;

CREATE INDEX worklist_at_agency ON dossier (position, agency) WHERE ((state = 4 AND ifnull(json_extract(detail, '$.papers_at'), '') <> 'counter') OR (state IN (5, 6) AND json_extract(detail, '$.papers_at') = 'agency'));

CREATE INDEX worklist_attention ON dossier (position, agency) WHERE attention <> '' AND state IS NOT NULL AND state <> 11;

CREATE INDEX worklist_due ON dossier (due_at, position, agency) WHERE state IN (2, 4, 6);

CREATE INDEX worklist_overdue ON dossier (due_at, position, agency) WHERE state IN (2, 4, 6) AND json_extract(detail, '$.apologised_at') IS NULL;

CREATE INDEX worklist_posted ON dossier (position, agency) WHERE state = 9 AND json_extract(detail, '$.posting') IS NOT NULL AND json_extract(detail, '$.delivered_at') IS NULL;

CREATE INDEX worklist_supplement ON dossier (position, agency) WHERE state = 5;

CREATE INDEX worklist_to_accept ON dossier (position, agency) WHERE state = 1;

CREATE INDEX worklist_to_collect ON dossier (position, agency) WHERE state = 9 AND ifnull(json_extract(detail, '$.return_by_post'), 0) = 0 AND json_extract(detail, '$.posting') IS NULL;

CREATE INDEX worklist_to_hand_over ON dossier (position, agency) WHERE (state = 2 OR (state = 4 AND json_extract(detail, '$.papers_at') = 'counter'));

CREATE INDEX worklist_to_post ON dossier (position, agency) WHERE state = 9 AND ifnull(json_extract(detail, '$.return_by_post'), 0) = 1 AND json_extract(detail, '$.posting') IS NULL;

CREATE INDEX worklist_unpaid ON dossier (position, agency) WHERE state IN (2, 4, 5, 6, 9, 10) AND ifnull(json_extract(detail, '$.fee'), 0) + ifnull(json_extract(detail, '$.charged'), 0) > ifnull(json_extract(detail, '$.fee_paid'), 0) + ifnull(json_extract(detail, '$.paid'), 0);
