-- Price lists and offers that came as files: what each brought, which columns a source has, what a rival's names stand for.

CREATE TABLE sb.imports (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [kind] NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  competitor BIGINT NOT NULL,
  [file] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [hash] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  prices BIGINT NOT NULL,
  stock BIGINT NOT NULL,
  items BIGINT NOT NULL,
  offer_lines BIGINT NOT NULL,
  left_out BIGINT NOT NULL,
  undone_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  undone_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT imports_pk PRIMARY KEY (n),
  CONSTRAINT imports_by_id UNIQUE (id)
);
GO
CREATE INDEX imports_by_hash ON sb.imports (competitor, [hash]);
GO
-- A shape and a key are too long to be keys of a server: their hashes stand for them.
CREATE TABLE sb.import_columns (
  competitor BIGINT NOT NULL,
  shape_hash NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  shape NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [columns] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT import_columns_pk PRIMARY KEY (competitor, shape_hash)
);
GO
-- item NULL: a person said it is none of ours.
CREATE TABLE sb.import_names (
  competitor BIGINT NOT NULL,
  key_hash NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [key] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [item] BIGINT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT import_names_pk PRIMARY KEY (competitor, key_hash)
);
GO
-- New items of an import, for taking it back.
CREATE TABLE sb.import_items (
  [import] BIGINT NOT NULL,
  [item] BIGINT NOT NULL,
  CONSTRAINT import_items_pk PRIMARY KEY ([import], item)
);
