-- What was raised to the lead. A cause is raised once; each message goes out by each way once, and is tried again until it does.
-- Only ids and times: what a message says is written when it leaves.
create table escalation_messages (n integer primary key, id text not null unique, kind text not null, at text not null);
create table escalations (
  cause text primary key,
  message integer not null references escalation_messages (n)
) without rowid;
create index escalations_by_message on escalations (message);
create table escalation_ways (
  message integer not null references escalation_messages (n),
  way text not null,
  sent_at text,
  tries integer not null default 0,
  next_at text not null,
  failure text,
  primary key (message, way)
) without rowid;
create index escalation_ways_open on escalation_ways (next_at) where sent_at is null;
