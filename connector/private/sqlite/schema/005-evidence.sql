-- Why a row corrects or withdraws another one: a row of texts.
alter table prices add column reason integer;
alter table stock add column reason integer;
-- What a price was seen on, as a file: its bytes once (base64, which every database keeps alike), whatever prices it belongs to.
create table evidence_files (
  n integer primary key,
  hash text not null unique,
  bytes text not null,
  by text not null,
  at text not null
);
create table price_files (
  price integer primary key references prices (n),
  file integer not null references evidence_files (n),
  name text not null
);
