-- Who may embed widgets and ask the API. Secrets of keys are files beside the store, never rows (widgets.md 5).

create table clients (
  id text primary key,
  title text not null,
  origins text not null default '[]',
  allow_null_origin integer not null default 0,
  allow_all integer not null default 0,
  auto_create_users integer not null default 0,
  host_roles text not null default '{}',
  shells text not null default '[]',
  added_at text not null,
  revoked_at text
);

create table client_keys (
  kid text primary key,
  client text not null references clients (id),
  added_at text not null,
  revoked_at text
);
create index client_keys_by_client on client_keys (client);

-- roles: null = as the host says with each token
create table users (
  client text not null references clients (id),
  host_user text not null,
  name text not null,
  roles text,
  added_at text not null,
  revoked_at text,
  primary key (client, host_user)
) without rowid;

create table revoked_tokens (jti text primary key, client text not null, revoked_at text not null) without rowid;

-- Answers of changes, for callers that ask twice; status null = still at work, or it died at it.
create table idempotency (
  actor text not null,
  key text not null,
  request text not null,
  status integer,
  answer text,
  at text not null,
  primary key (actor, key)
) without rowid;
create index idempotency_by_time on idempotency (at);
