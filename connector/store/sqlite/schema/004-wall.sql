-- The wall (sync-design B5): what stands for private texts, and what left for hosts.

-- n is never used again, so that a reader can follow what is added.
create table fingerprints (
  n integer primary key autoincrement,
  hash integer not null unique,
  mark integer not null,
  span integer not null,
  kind text not null
);

create table egress (
  at text not null,
  host text not null,
  entity text not null,
  record_id text,
  field text not null,
  count integer not null,
  sample_hash text not null
);
create index egress_by_time on egress (at);

create index problems_leak on problems (host) where kind = 'leak' and resolved_at is null;
