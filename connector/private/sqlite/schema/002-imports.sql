-- Price lists and offers that came as files: what each brought, which columns a source has, what a rival's names stand for.
-- `columns` and `key` are made by connector/import and not looked into here.

create table imports (
  n integer primary key,
  id text not null unique,
  kind text not null,
  competitor integer not null references competitors (n),
  file text not null,
  hash text not null,
  prices integer not null,
  stock integer not null,
  items integer not null,
  offer_lines integer not null,
  left_out integer not null,
  undone_at text,
  undone_by text,
  by text not null,
  at text not null
);
create index imports_by_hash on imports (competitor, hash);

create table import_columns (
  competitor integer not null references competitors (n),
  shape text not null,
  columns text not null,
  by text not null,
  at text not null,
  primary key (competitor, shape)
) without rowid;

-- item NULL: a person said it is none of ours.
create table import_names (
  competitor integer not null references competitors (n),
  key text not null,
  item integer references items (n),
  by text not null,
  at text not null,
  primary key (competitor, key)
) without rowid;

-- New items of an import, for taking it back.
create table import_items (
  import integer not null references imports (n),
  item integer not null references items (n),
  primary key (import, item)
) without rowid;

create index prices_by_import on prices (import) where import is not null;
create index stock_by_import on stock (import) where import is not null;
