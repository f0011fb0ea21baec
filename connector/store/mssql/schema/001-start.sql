-- Records, links and what belongs to them (sync-design B4); the same tables as connector/store/sqlite/schema.
-- sb. is put in place by the program: the schema the configuration names. GO parts batches.
-- Every text is compared by its code points (BIN2): ids are opaque, 'a' is not 'A', and a server refuses to put texts of two collations together
-- (451), whichever is the database's own.
-- No unique index rests on a column that may be NULL and none is filtered: SQL Server and Babelfish count NULLs differently.

CREATE TABLE sb.records (
  n BIGINT IDENTITY(1,1) NOT NULL,
  id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  entity NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  rev BIGINT NOT NULL,
  stage NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  fields NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  changed_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  changed_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT records_pk PRIMARY KEY (n),
  CONSTRAINT records_by_id UNIQUE (id)
);
GO
CREATE INDEX records_by_entity ON sb.records (entity, n);
GO
-- Match keys as 63-bit hashes (identity.ts); the text is compared again after a hit.
CREATE TABLE sb.record_keys (
  [key] BIGINT NOT NULL,
  record BIGINT NOT NULL,
  CONSTRAINT record_keys_pk PRIMARY KEY ([key], record)
);
GO
CREATE INDEX record_keys_by_record ON sb.record_keys (record);
GO
CREATE TABLE sb.link_keys (
  [key] BIGINT NOT NULL,
  link BIGINT NOT NULL,
  CONSTRAINT link_keys_pk PRIMARY KEY ([key], link)
);
GO
CREATE INDEX link_keys_by_link ON sb.link_keys (link);
GO
-- host_key and record_key stand for host_id and record_id in the unique keys: 'h' and the id, or 'n' and the number of the link
-- where there is none. slot: 0, or the number of the link where it is a duplicate tied to another one (alias_of).
CREATE TABLE sb.links (
  id BIGINT NOT NULL,
  tick BIGINT NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  entity NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host_id NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NULL,
  host_key NVARCHAR(402) COLLATE Latin1_General_100_BIN2 NOT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  record_key NVARCHAR(66) COLLATE Latin1_General_100_BIN2 NOT NULL,
  alias_of BIGINT NULL,
  slot BIGINT NOT NULL,
  confirmed INT NOT NULL,
  in_scope INT NOT NULL,
  rev BIGINT NULL,
  version NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  gone_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  dirty INT NOT NULL,
  retry_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  base_ours NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  base_theirs NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  [seen] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  [sent] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  sent_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  [token] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT links_pk PRIMARY KEY (id),
  CONSTRAINT links_by_host UNIQUE (host, entity, host_key),
  CONSTRAINT links_by_record UNIQUE (record_key, host, entity, slot)
);
GO
CREATE INDEX links_dirty ON sb.links (host, entity, dirty, id);
GO
CREATE INDEX links_of_record ON sb.links (record_id, host);
GO
CREATE INDEX links_sent ON sb.links (host, sent_at);
GO
CREATE TABLE sb.parts (
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [type] NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  part_id NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  link BIGINT NOT NULL,
  CONSTRAINT parts_pk PRIMARY KEY (host, type, part_id, link)
);
GO
CREATE INDEX parts_by_link ON sb.parts (link);
GO
CREATE TABLE sb.hosts (
  id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  kind NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  profile NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  books INT NOT NULL,
  [write] INT NOT NULL,
  write_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  write_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  paused_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  state NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  traits NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  mapping_hashes NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  last_success_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  last_failure_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  last_failure NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  last_change_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  last_report NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT hosts_pk PRIMARY KEY (id)
);
GO
CREATE TABLE sb.cursors (
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  feed NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [cursor] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  started_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  last_complete_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  seen_count BIGINT NOT NULL,
  CONSTRAINT cursors_pk PRIMARY KEY (host, feed)
);
GO
CREATE TABLE sb.leases (
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  holder NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  epoch BIGINT NOT NULL,
  expires_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT leases_pk PRIMARY KEY (host)
);
GO
CREATE TABLE sb.sequences (
  name NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [next] BIGINT NOT NULL,
  CONSTRAINT sequences_pk PRIMARY KEY (name)
);
GO
CREATE TABLE sb.settings (
  name NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT settings_pk PRIMARY KEY (name)
);
GO
CREATE TABLE sb.journal (
  id BIGINT IDENTITY(1,1) NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  link BIGINT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  unit NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NULL,
  [before] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  [after] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  cause NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  plan_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT journal_pk PRIMARY KEY (id)
);
GO
CREATE INDEX journal_by_record ON sb.journal (record_id, id);
GO
-- slot: 0 while open, else the number of the row: one open problem of a kind, any number of closed ones.
CREATE TABLE sb.problems (
  id BIGINT IDENTITY(1,1) NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  link BIGINT NULL,
  link_key BIGINT NOT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  entity NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NULL,
  unit NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NULL,
  unit_key NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  kind NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  detail NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  ours NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  theirs NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  base NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  since NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  tries BIGINT NOT NULL,
  assignee NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  due NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  resolved_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  resolved_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  answer NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  slot BIGINT NOT NULL,
  undo_of BIGINT NULL,
  CONSTRAINT problems_pk PRIMARY KEY (id),
  CONSTRAINT problems_open UNIQUE (host, link_key, unit_key, kind, slot)
);
GO
CREATE INDEX problems_by_record ON sb.problems (record_id);
GO
CREATE INDEX problems_by_link ON sb.problems (link_key, slot);
GO
CREATE TABLE sb.revisions (
  invoice NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  n BIGINT NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  units_before NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  units_after NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT revisions_pk PRIMARY KEY (invoice, n)
);
GO
CREATE TABLE sb.proposals (
  id BIGINT IDENTITY(1,1) NOT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  unit NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [value] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  on_rev BIGINT NOT NULL,
  [by] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  state NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  seen_equal_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT proposals_pk PRIMARY KEY (id)
);
GO
CREATE INDEX proposals_by_record ON sb.proposals (record_id);
GO
CREATE TABLE sb.plans (
  id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  made_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  steps NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  totals NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  refused NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  state NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  accepted_by NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  accepted_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT plans_pk PRIMARY KEY (id)
);
GO
CREATE INDEX plans_by_host ON sb.plans (host, made_at);
GO
-- Typed projections of records, written in the record's own transaction (model.md 8). Texts a search compares stand folded
-- beside them (fold: lower case, ё = е), so that no server's idea of case is asked.
CREATE TABLE sb.counterparties (
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  legal_name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  kind NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  tax_id NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  branch_code NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  country NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  owner NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  active INT NULL,
  deletion_mark INT NULL,
  stage NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name_key NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  folded NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT counterparties_pk PRIMARY KEY (record_id)
);
GO
CREATE INDEX counterparties_by_tax ON sb.counterparties (tax_id);
GO
-- n is that of the record
CREATE TABLE sb.invoices (
  n BIGINT NOT NULL,
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  organisation NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  counterparty NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  [number] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  [date] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  due_date NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  state NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NULL,
  posted INT NULL,
  currency NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  total DECIMAL(28,10) NULL,
  vat_total DECIMAL(28,10) NULL,
  paid DECIMAL(28,10) NOT NULL,
  paid_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  ever_paid INT NOT NULL,
  totals_differ INT NOT NULL,
  by_date NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  by_due NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  folded NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT invoices_pk PRIMARY KEY (n)
);
GO
CREATE INDEX invoices_by_record ON sb.invoices (record_id);
GO
CREATE INDEX invoices_by_counterparty ON sb.invoices (counterparty, by_date);
GO
CREATE INDEX invoices_by_organisation ON sb.invoices (organisation, date);
GO
CREATE TABLE sb.invoice_lines (
  invoice BIGINT NOT NULL,
  [line] INT NOT NULL,
  product NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  [text] NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  quantity DECIMAL(28,10) NULL,
  unit NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  price DECIMAL(28,10) NULL,
  amount DECIMAL(28,10) NULL,
  vat_rate NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  vat_amount DECIMAL(28,10) NULL,
  folded NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT invoice_lines_pk PRIMARY KEY (invoice, line)
);
GO
CREATE INDEX invoice_lines_by_product ON sb.invoice_lines (product);
GO
CREATE TABLE sb.payments (
  payment NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [line] INT NOT NULL,
  invoice NVARCHAR(420) COLLATE Latin1_General_100_BIN2 NULL,
  counterparty NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  organisation NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  currency NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  amount DECIMAL(28,10) NOT NULL,
  [date] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  kind NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NULL,
  [number] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  reversed INT NOT NULL,
  CONSTRAINT payments_pk PRIMARY KEY (payment, line)
);
GO
CREATE INDEX payments_by_invoice ON sb.payments (invoice);
GO
CREATE INDEX payments_by_counterparty ON sb.payments (counterparty, date);
GO
CREATE TABLE sb.balances (
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  counterparty NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  organisation NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  currency NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  debt DECIMAL(28,10) NULL,
  advance DECIMAL(28,10) NULL,
  overdue DECIMAL(28,10) NULL,
  as_of NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT balances_pk PRIMARY KEY (record_id)
);
GO
CREATE INDEX balances_by_counterparty ON sb.balances (counterparty);
GO
-- Goods by what they are looked for (folded), prices by what they are for: no text is read out of JSON by a server.
CREATE TABLE sb.goods (
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  sku NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  code NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  deletion_mark INT NOT NULL,
  CONSTRAINT goods_pk PRIMARY KEY (record_id)
);
GO
CREATE TABLE sb.prices (
  record_id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  product NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT prices_pk PRIMARY KEY (record_id)
);
GO
CREATE INDEX prices_by_product ON sb.prices (product);
