-- A note its author took back: kept, with everything it said, and shown to nobody. Taking it back can itself be taken back.

ALTER TABLE sb.notes ADD withdrawn_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL;
