-- The wall (sync-design B5): what stands for private texts, and what left for hosts.

-- n is never used again, so that a reader can follow what is added.
CREATE TABLE sb.fingerprints (
  n BIGINT IDENTITY(1,1) NOT NULL,
  hash BIGINT NOT NULL,
  mark BIGINT NOT NULL,
  span BIGINT NOT NULL,
  kind NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT fingerprints_pk PRIMARY KEY (n),
  CONSTRAINT fingerprints_by_hash UNIQUE (hash)
);
GO
CREATE TABLE sb.egress (
  n BIGINT IDENTITY(1,1) NOT NULL,
  at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  entity NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  field NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [count] BIGINT NOT NULL,
  sample_hash NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT egress_pk PRIMARY KEY (n)
);
GO
CREATE INDEX egress_by_time ON sb.egress (at);
