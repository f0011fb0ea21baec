-- Whose rows a person sees. team: a person's group here; person: which one of the books' people they are (the owner of counterparties);
-- granted: an accountant who may read what never leaves.

ALTER TABLE sb.users ADD team NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sb.users ADD person NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL;
GO
ALTER TABLE sb.users ADD granted INT NOT NULL DEFAULT 0;
GO
CREATE INDEX counterparties_by_owner ON sb.counterparties (owner);
