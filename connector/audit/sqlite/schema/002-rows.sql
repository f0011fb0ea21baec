-- How many rows were read in an hour, and how many left in a day: what a role may take out is limited (feature X1).

alter table audit_reads add column rows integer not null default 0;

create table export_days (
  day text not null,
  actor text not null,
  rows integer not null,
  primary key (day, actor)
) without rowid;
