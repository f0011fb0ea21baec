-- Why a row corrects or withdraws another one: a row of texts.
ALTER TABLE sb.prices ADD reason BIGINT NULL;
GO
ALTER TABLE sb.stock ADD reason BIGINT NULL;
GO
-- What a price was seen on, as a file: its bytes once (base64, which every database keeps alike), whatever prices it belongs to.
CREATE TABLE sb.evidence_files (
  n BIGINT NOT NULL,
  hash NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  bytes NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT evidence_files_pk PRIMARY KEY (n),
  CONSTRAINT evidence_files_by_hash UNIQUE (hash)
);
GO
CREATE TABLE sb.price_files (
  price BIGINT NOT NULL,
  [file] BIGINT NOT NULL,
  name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT price_files_pk PRIMARY KEY (price)
);
