-- Whose rows a person sees. team: a person's group here; person: which one of the books' people they are (the owner of counterparties);
-- granted: an accountant who may read what never leaves.

alter table users add column team text;
alter table users add column person text;
alter table users add column granted integer not null default 0;

create index counterparties_by_owner on counterparties (owner);

-- Price lists of hosts, by product: what the price panel of an invoice asks for each of its lines.
create index records_price_of on records (json_extract(fields, '$.product')) where entity = 'price';
