-- A note its author took back: kept, with everything it said, and shown to nobody. Taking it back can itself be taken back.
alter table notes add column withdrawn_at text;
