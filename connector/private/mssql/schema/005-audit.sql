-- The audit (docs/decisions/audit-chain.md) beside what it tells of, so that both are committed together: a chain of digests that is never
-- changed, and what may be erased. On SQLite it is a file of its own.

-- subject: '' = none; seal: sha256 of the salt and the value; digest: sha256 of all other columns, the digest of the row before among them
CREATE TABLE sb.audit (
  n BIGINT NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  actor NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  what NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  subject NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  seal NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  digest NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  previous NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT audit_pk PRIMARY KEY (n)
);
GO
CREATE INDEX audit_by_time ON sb.audit ([at]);
GO
-- The salt goes with the value: without it nobody can try values against the seal.
CREATE TABLE sb.audit_values (
  n BIGINT NOT NULL,
  salt NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  value NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT audit_values_pk PRIMARY KEY (n)
);
GO
-- Reads of the hour that runs; once it is over they become one row of the chain for each principal and class.
CREATE TABLE sb.audit_reads (
  [hour] NVARCHAR(13) COLLATE Latin1_General_100_BIN2 NOT NULL,
  actor NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  what NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [count] BIGINT NOT NULL,
  [rows] BIGINT NOT NULL,
  CONSTRAINT audit_reads_pk PRIMARY KEY ([hour], actor, what)
);
GO
CREATE TABLE sb.export_days (
  [day] NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  actor NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [rows] BIGINT NOT NULL,
  CONSTRAINT export_days_pk PRIMARY KEY ([day], actor)
);
GO
-- Whoever writes to the chain takes this turn: its rows follow one another.
INSERT INTO sb.locks (name, turns) VALUES (N'audit', 0);
