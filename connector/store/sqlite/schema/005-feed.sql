-- Who may read the OData feed. Of the secret only its hash is kept: it is 32 random bytes, so nobody guesses it from that.

create table feed_keys (
  id text primary key,
  name text not null,
  class text not null,
  sets text,
  organisations text,
  owner text,
  role text,
  user text,
  hash text not null,
  added_at text not null,
  revoked_at text
);
