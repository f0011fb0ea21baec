-- What must never leave (sync-design B4, B5): the same tables as connector/private/sqlite/schema, in a schema and under a login of their own.
-- sb. is put in place by the program: the schema the configuration names. Prices and quantities: whole numbers x 10^6. Instants of facts:
-- milliseconds since 1970; of all else ISO text. No unique key rests on a column that may be NULL, none on a text without an end.

CREATE TABLE sb.competitors (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [rev] BIGINT NOT NULL,
  [name] NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  aliases NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  counterparty NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  tax_id NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NULL,
  site NVARCHAR(500) COLLATE Latin1_General_100_BIN2 NULL,
  strengths NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  weaknesses NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  answer NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  active BIGINT NOT NULL,
  name_key NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  found_by NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT competitors_pk PRIMARY KEY (n),
  CONSTRAINT competitors_by_id UNIQUE (id)
);
GO
CREATE INDEX competitors_by_name ON sb.competitors (name_key, id);
GO
CREATE TABLE sb.items (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [rev] BIGINT NOT NULL,
  [name] NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
  sku NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  product NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [unit] NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  active BIGINT NOT NULL,
  name_key NVARCHAR(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  found_by NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT items_pk PRIMARY KEY (n),
  CONSTRAINT items_by_id UNIQUE (id)
);
GO
CREATE INDEX items_by_name ON sb.items (name_key, id);
GO
CREATE INDEX items_by_product ON sb.items (product, n);
GO
CREATE TABLE sb.analogues (
  of_item BIGINT NOT NULL,
  [item] BIGINT NOT NULL,
  factor BIGINT NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT analogues_pk PRIMARY KEY (of_item, item)
);
GO
-- Every private text the wall must know, in the order it came: short ones here, once each; a note's by where it stands. hash: of the text, which is
-- too long to be a key. is_name: of a company or of goods, which stand in names and lines of our own as well.
CREATE TABLE sb.texts (
  n BIGINT NOT NULL,
  [hash] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [text] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  note_text BIGINT NULL,
  is_name BIGINT NOT NULL,
  CONSTRAINT texts_pk PRIMARY KEY (n),
  CONSTRAINT texts_by_hash UNIQUE (hash)
);
GO
-- Append-only. live: nothing newer corrects or withdraws it. terms, region, evidence: rows of texts; region 0 = none. replaces_key: the row it
-- takes the place of, or minus its own number: servers differ in what two NULLs are to a unique key.
CREATE TABLE sb.prices (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [item] BIGINT NOT NULL,
  competitor BIGINT NOT NULL,
  [live] BIGINT NOT NULL,
  [region] BIGINT NOT NULL,
  observed_at BIGINT NOT NULL,
  [price] BIGINT NOT NULL,
  currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
  vat_included BIGINT NOT NULL,
  vat_rate NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
  [unit] NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  pack_factor BIGINT NOT NULL,
  min_quantity BIGINT NULL,
  terms BIGINT NULL,
  [source] NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  evidence BIGINT NULL,
  confidence NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  replaces BIGINT NULL,
  replaces_key BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  [import] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] BIGINT NOT NULL,
  CONSTRAINT prices_pk PRIMARY KEY (n),
  CONSTRAINT prices_by_id UNIQUE (id),
  CONSTRAINT prices_replaced UNIQUE (replaces_key)
);
GO
CREATE INDEX prices_by_item ON sb.prices (item, live, competitor, region, observed_at, n);
GO
CREATE INDEX prices_by_history ON sb.prices (item, observed_at, n);
GO
CREATE INDEX prices_by_replaces ON sb.prices (replaces);
GO
CREATE INDEX prices_by_import ON sb.prices (import);
GO
CREATE TABLE sb.stock (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [item] BIGINT NOT NULL,
  competitor BIGINT NOT NULL,
  [live] BIGINT NOT NULL,
  [region] BIGINT NOT NULL,
  observed_at BIGINT NOT NULL,
  [least] BIGINT NOT NULL,
  [most] BIGINT NULL,
  lead_days BIGINT NULL,
  [source] NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  evidence BIGINT NULL,
  confidence NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  replaces BIGINT NULL,
  replaces_key BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  [import] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] BIGINT NOT NULL,
  CONSTRAINT stock_pk PRIMARY KEY (n),
  CONSTRAINT stock_by_id UNIQUE (id),
  CONSTRAINT stock_replaced UNIQUE (replaces_key)
);
GO
CREATE INDEX stock_by_item ON sb.stock (item, live, competitor, region, observed_at, n);
GO
CREATE INDEX stock_by_history ON sb.stock (item, observed_at, n);
GO
CREATE INDEX stock_by_replaces ON sb.stock (replaces);
GO
CREATE INDEX stock_by_import ON sb.stock (import);
GO
CREATE TABLE sb.offers (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [rev] BIGINT NOT NULL,
  competitor BIGINT NOT NULL,
  counterparty NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  invoice NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [number] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [date] NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  valid_until NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
  currency NVARCHAR(3) COLLATE Latin1_General_100_BIN2 NOT NULL,
  vat_included BIGINT NOT NULL,
  terms NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  evidence NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  outcome NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  won_by BIGINT NULL,
  why NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  [import] NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT offers_pk PRIMARY KEY (n),
  CONSTRAINT offers_by_id UNIQUE (id)
);
GO
CREATE INDEX offers_by_date ON sb.offers (date, n);
GO
CREATE INDEX offers_by_competitor ON sb.offers (competitor, date, n);
GO
CREATE INDEX offers_by_counterparty ON sb.offers (counterparty, date, n);
GO
CREATE INDEX offers_by_import ON sb.offers (import);
GO
CREATE TABLE sb.offer_lines (
  [offer] BIGINT NOT NULL,
  [line] BIGINT NOT NULL,
  [item] BIGINT NULL,
  [text] NVARCHAR(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
  quantity BIGINT NOT NULL,
  [unit] NVARCHAR(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [price] BIGINT NOT NULL,
  CONSTRAINT offer_lines_pk PRIMARY KEY (offer, line)
);
GO
CREATE INDEX offer_lines_by_item ON sb.offer_lines (item);
GO
-- n is the order notes were first written in: newest first is n downwards.
CREATE TABLE sb.notes (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [rev] BIGINT NOT NULL,
  about_entity NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NULL,
  about_record NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  [kind] NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  text_n BIGINT NOT NULL,
  participants NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  pinned BIGINT NOT NULL,
  [private] BIGINT NOT NULL,
  [due] NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NULL,
  assignee NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  done_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  owner NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  team NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  first_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT notes_pk PRIMARY KEY (n),
  CONSTRAINT notes_by_id UNIQUE (id)
);
GO
CREATE INDEX notes_by_record ON sb.notes (about_record, n);
GO
CREATE INDEX notes_by_kind ON sb.notes (kind, n);
GO
CREATE INDEX notes_by_pin ON sb.notes (pinned, n);
GO
CREATE INDEX notes_due ON sb.notes (assignee, due, n);
GO
CREATE INDEX notes_of_team_due ON sb.notes (team, due, n);
GO
CREATE INDEX notes_by_owner ON sb.notes (owner, n);
GO
-- Texts are added, never changed.
CREATE TABLE sb.note_texts (
  n BIGINT NOT NULL,
  [note] BIGINT NOT NULL,
  [rev] BIGINT NOT NULL,
  [text] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT note_texts_pk PRIMARY KEY (n)
);
GO
CREATE INDEX note_texts_of ON sb.note_texts (note, rev);
GO
-- The search, as in SQLite: stems, who may read the note, sixty notes a row: bit b of block k is note 60 k + b. word_counts: how many notes a
-- word is in, for each such reader.
CREATE TABLE sb.words (
  n BIGINT NOT NULL,
  [word] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT words_pk PRIMARY KEY (n),
  CONSTRAINT words_by_word UNIQUE (word)
);
GO
CREATE TABLE sb.readers (
  n BIGINT NOT NULL,
  [reader] NVARCHAR(420) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT readers_pk PRIMARY KEY (n),
  CONSTRAINT readers_by_reader UNIQUE (reader)
);
GO
CREATE TABLE sb.note_words (
  [word] BIGINT NOT NULL,
  [reader] BIGINT NOT NULL,
  [block] BIGINT NOT NULL,
  [bits] BIGINT NOT NULL,
  CONSTRAINT note_words_pk PRIMARY KEY (word, reader, block)
);
GO
CREATE TABLE sb.word_counts (
  [word] BIGINT NOT NULL,
  [reader] BIGINT NOT NULL,
  [notes] BIGINT NOT NULL,
  CONSTRAINT word_counts_pk PRIMARY KEY (word, reader)
);
GO
CREATE TABLE sb.handovers (
  n BIGINT NOT NULL,
  from_user NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  to_user NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [notes] BIGINT NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT handovers_pk PRIMARY KEY (n)
);
GO
-- Of the schema itself: what a move that is not over leaves.
CREATE TABLE sb.settings (
  name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT settings_pk PRIMARY KEY (name)
);
