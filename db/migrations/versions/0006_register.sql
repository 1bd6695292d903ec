CREATE INDEX dossier_book ON dossier (json_extract(detail, '$.book'), json_extract(detail, '$.book_number'), position, agency);

CREATE TABLE register (
    id TEXT NOT NULL,
    last TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
