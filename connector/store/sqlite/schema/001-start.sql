-- Records, links and what belongs to them (sync-design B4). Money x10^4, price and quantity x10^6, as integers.

create table records (
  n integer primary key,
  id text not null unique,
  entity text not null,
  rev integer not null,
  stage text not null,
  fields text not null,
  changed_at text not null,
  changed_by text not null
);
create index records_by_entity on records (entity, n);

-- Match keys as 63-bit hashes (identity.ts); the text is compared again after a hit.
create table record_keys (key integer not null, record integer not null, primary key (key, record)) without rowid;
create table link_keys (key integer not null, link integer not null, primary key (key, link)) without rowid;
create index link_keys_by_link on link_keys (link);

create table links (
  id integer primary key,
  tick integer not null,
  host text not null,
  entity text not null,
  host_id text,
  record_id text,
  alias_of integer,
  confirmed integer not null,
  in_scope integer not null,
  rev integer,
  version text,
  gone_at text,
  dirty integer not null,
  retry_at text,
  base_ours text,
  base_theirs text,
  seen text,
  sent text,
  sent_at text,
  token text
);
create unique index links_by_host on links (host, entity, host_id) where host_id is not null;
-- One link per record, host and entity; duplicates tied to it (alias_of) stand beside it.
create unique index links_by_record on links (record_id, host, entity, case when alias_of is null then 0 else id end) where record_id is not null;
create index links_dirty on links (host, entity, id) where dirty = 1;
create index links_unlinked on links (host, entity, id) where record_id is null;
create index links_sent on links (host, sent_at) where sent is not null;

create table parts (host text not null, type text not null, part_id text not null, link integer not null, primary key (host, type, part_id, link)) without rowid;
create index parts_by_link on parts (link);

create table hosts (
  id text primary key,
  kind text not null,
  profile text not null,
  books integer not null,
  write integer not null default 0,
  write_by text,
  write_at text,
  paused_by text,
  state text not null default 'ok',
  traits text not null default '{}',
  mapping_hashes text not null default '{}',
  last_success_at text,
  last_failure_at text,
  last_failure text,
  last_change_at text,
  last_report text
);

create table cursors (
  host text not null,
  feed text not null,
  cursor text,
  started_at text,
  last_complete_at text,
  seen_count integer not null default 0,
  primary key (host, feed)
);

create table leases (host text primary key, holder text not null, epoch integer not null, expires_at text not null);
create table sequences (name text primary key, next integer not null);
create table settings (name text primary key, value text not null);

create table journal (
  id integer primary key,
  at text not null,
  host text,
  link integer,
  record_id text,
  unit text,
  before text,
  after text,
  cause text not null,
  plan_id text,
  by text not null
);
create index journal_by_record on journal (record_id, id);

create table problems (
  id integer primary key,
  host text not null,
  link integer,
  record_id text,
  entity text,
  unit text,
  kind text not null,
  detail text not null,
  ours text,
  theirs text,
  base text,
  since text not null,
  tries integer not null default 1,
  assignee text,
  due text,
  resolved_at text,
  resolved_by text,
  answer text,
  undo_of integer
);
create unique index problems_open on problems (host, ifnull(link, 0), ifnull(unit, ''), kind) where resolved_at is null;
create index problems_by_record on problems (record_id);
create index problems_by_link on problems (link) where resolved_at is null;

create table revisions (
  invoice text not null,
  n integer not null,
  at text not null,
  host text not null,
  units_before text not null,
  units_after text not null,
  primary key (invoice, n)
) without rowid;

create table proposals (
  id integer primary key,
  record_id text not null,
  unit text not null,
  value text not null,
  on_rev integer not null,
  by text not null,
  at text not null,
  state text not null default 'open',
  seen_equal_at text
);
create index proposals_by_record on proposals (record_id);

create table plans (
  id text primary key,
  host text,
  made_at text not null,
  steps text not null,
  totals text not null,
  refused text,
  state text not null,
  accepted_by text,
  accepted_at text
);

-- Typed projections of records, written in the record's own transaction (model.md 8).
create table counterparties (
  record_id text primary key,
  name text,
  legal_name text,
  kind text,
  tax_id text,
  branch_code text,
  country text,
  owner text,
  active integer,
  deletion_mark integer,
  stage text not null,
  name_key text
) without rowid;
create index counterparties_by_tax on counterparties (tax_id);
create index counterparties_by_name on counterparties (name);

-- n is that of the record
create table invoices (
  n integer primary key,
  record_id text not null,
  organisation text,
  counterparty text,
  number text,
  date text,
  due_date text,
  state text,
  posted integer,
  currency text,
  total integer,
  vat_total integer,
  paid integer not null default 0,
  paid_at text,
  ever_paid integer not null default 0,
  totals_differ integer not null default 0
);
create index invoices_by_counterparty on invoices (counterparty, date);
create index invoices_by_organisation on invoices (organisation, date);

create table invoice_lines (
  invoice integer not null,
  line integer not null,
  product text,
  text text,
  quantity integer,
  unit text,
  price integer,
  amount integer,
  vat_rate text,
  vat_amount integer,
  primary key (invoice, line)
) without rowid;
create index invoice_lines_by_product on invoice_lines (product) where product is not null;

create table payments (
  payment text not null,
  line integer not null,
  invoice text,
  counterparty text,
  organisation text,
  currency text,
  amount integer not null,
  date text,
  kind text,
  number text,
  reversed integer not null,
  primary key (payment, line)
) without rowid;
create index payments_by_invoice on payments (invoice) where invoice is not null;
create index payments_by_counterparty on payments (counterparty, date);

create table balances (
  record_id text primary key,
  counterparty text,
  organisation text,
  currency text,
  debt integer,
  advance integer,
  overdue integer,
  as_of text
) without rowid;
create index balances_by_counterparty on balances (counterparty);
