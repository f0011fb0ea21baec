-- Links whose objects left the scope and were not weighed yet, so that a process that dies meanwhile asks about them all the same (A12).
-- Where that question stands already, whoever is outside is one of them: it is over when all are back, or a person answers.

create table leavers (host text not null, link integer not null, primary key (host, link)) without rowid;

insert into leavers (host, link) select host, id from links
  where in_scope = 0 and record_id is not null and gone_at is null and (token is null or token not like '>%')
    and host in (select host from problems where kind = 'out-of-scope' and link is null and resolved_at is null);
