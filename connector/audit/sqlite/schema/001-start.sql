-- The audit (docs/decisions/audit-chain.md): a chain of digests that is never changed, and beside it what may be erased.
-- Without rowid n stands in the row itself, and no column may be null (a null can be written in two ways): so no byte of a row can
-- change without the chain noticing.

-- subject: '' = none; seal: sha256 of the salt and the value; digest: sha256 of all other columns, the digest of the row before among them
create table audit (
  n integer not null primary key,
  at text not null,
  actor text not null,
  what text not null,
  subject text not null,
  seal text not null,
  digest text not null,
  previous text not null
) without rowid;
create index audit_by_time on audit (at);

-- The salt goes with the value: without it nobody can try values against the seal.
create table audit_values (
  n integer not null primary key,
  salt text not null,
  value text not null
) without rowid;

-- Reads of the hour that runs; once it is over they become one row of the chain for each principal and class.
create table audit_reads (
  hour text not null,
  actor text not null,
  what text not null,
  count integer not null,
  primary key (hour, actor, what)
) without rowid;
