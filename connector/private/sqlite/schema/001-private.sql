-- What must never leave (sync-design B4, B5): competitors, prices, stock, offers, notes. A file of its own; no row refers to the shared store
-- but by record id. Prices and quantities: integers x 10^6. Instants of facts: milliseconds since 1970; of all else: ISO text.

create table competitors (
  n integer primary key,
  id text not null unique,
  rev integer not null,
  name text not null,
  aliases text not null default '[]',
  counterparty text,
  tax_id text,
  site text,
  strengths text,
  weaknesses text,
  answer text,
  active integer not null,
  name_key text not null,
  found_by text not null,
  by text not null,
  at text not null
);
create index competitors_by_name on competitors (name_key, id);

create table items (
  n integer primary key,
  id text not null unique,
  rev integer not null,
  name text not null,
  sku text,
  product text,
  unit text not null,
  active integer not null,
  name_key text not null,
  found_by text not null,
  by text not null,
  at text not null
);
create index items_by_name on items (name_key, id);
create index items_by_product on items (product, n) where product is not null;

create table analogues (
  of_item integer not null references items (n),
  item integer not null references items (n),
  factor integer not null,
  by text not null,
  at text not null,
  primary key (of_item, item)
) without rowid;

-- Every private text the wall must know, in the order it came: short ones here, once each; a note's by where it stands.
create table texts (
  n integer primary key,
  text text unique,
  note_text integer
);

-- Append-only. `live`: nothing newer corrects or withdraws it. terms, region, evidence: rows of texts; region 0 = none.
create table prices (
  n integer primary key,
  id text not null unique,
  item integer not null,
  competitor integer not null,
  live integer not null,
  region integer not null,
  observed_at integer not null,
  price integer not null,
  currency text not null,
  vat_included integer not null,
  vat_rate text,
  unit text not null,
  pack_factor integer not null,
  min_quantity integer,
  terms integer,
  source text not null,
  evidence integer,
  confidence text not null,
  replaces integer,
  withdrawn integer not null,
  import text,
  by text not null,
  at integer not null
);
create index prices_by_item on prices (item, live, competitor, region, observed_at);
create unique index prices_replaced on prices (replaces) where replaces is not null;

create table stock (
  n integer primary key,
  id text not null unique,
  item integer not null,
  competitor integer not null,
  live integer not null,
  region integer not null,
  observed_at integer not null,
  least integer not null,
  most integer,
  lead_days integer,
  source text not null,
  evidence integer,
  confidence text not null,
  replaces integer,
  withdrawn integer not null,
  import text,
  by text not null,
  at integer not null
);
create index stock_by_item on stock (item, live, competitor, region, observed_at);
create unique index stock_replaced on stock (replaces) where replaces is not null;

create table offers (
  n integer primary key,
  id text not null unique,
  rev integer not null,
  competitor integer not null references competitors (n),
  counterparty text,
  invoice text,
  number text,
  date text not null,
  valid_until text,
  currency text not null,
  vat_included integer not null,
  terms text,
  evidence text,
  outcome text not null,
  won_by integer references competitors (n),
  why text,
  import text,
  by text not null,
  at text not null
);
create index offers_by_date on offers (date, n);
create index offers_by_competitor on offers (competitor, date, n);
create index offers_by_counterparty on offers (counterparty, date, n) where counterparty is not null;

create table offer_lines (
  offer integer not null references offers (n),
  line integer not null,
  item integer references items (n),
  text text not null,
  quantity integer not null,
  unit text not null,
  price integer not null,
  primary key (offer, line)
) without rowid;

-- n is the order notes were first written in: newest first is n downwards.
create table notes (
  n integer primary key,
  id text not null unique,
  rev integer not null,
  about_entity text,
  about_record text,
  kind text not null,
  text_n integer not null,
  participants text not null default '[]',
  pinned integer not null,
  private integer not null,
  due text,
  assignee text,
  done_at text,
  owner text not null,
  team text,
  first_at text not null,
  by text not null,
  at text not null
);
create index notes_by_record on notes (about_record, n);
create index notes_by_kind on notes (kind, n);
create index notes_by_pin on notes (pinned, n);
create index notes_due on notes (assignee, due, n) where due is not null and done_at is null;
create index notes_of_team_due on notes (team, due, n) where due is not null and done_at is null;
create index notes_by_owner on notes (owner, n);

-- Texts are added, never changed.
create table note_texts (
  n integer primary key,
  note integer not null references notes (n),
  rev integer not null,
  text text not null,
  by text not null,
  at text not null
);
create index note_texts_of on note_texts (note, rev);

-- The search: stems (stems.ts), who may read the note (note-words.ts), sixty notes a row: bit b of block k is note 60 k + b. Words in one
-- row in five are a handful of rows for the thousands of notes they are in. word_counts: how many notes a word is in, for each such reader.
create table words (
  n integer primary key,
  word text not null unique
);
create table note_words (
  word integer not null,
  reader integer not null,
  block integer not null,
  bits integer not null,
  primary key (word, reader, block)
) without rowid;
create table readers (
  n integer primary key,
  reader text not null unique
);
create table word_counts (
  word integer not null,
  reader integer not null,
  notes integer not null,
  primary key (word, reader)
) without rowid;

create table handovers (
  n integer primary key,
  from_user text not null,
  to_user text not null,
  notes integer not null,
  by text not null,
  at text not null
);
