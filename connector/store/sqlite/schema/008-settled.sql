-- What a payment settles, in the currency of the contract: 90,000 RUB that pay 1,000 EUR. Unknown until payments are read again.

alter table payments add column settled integer;
alter table payments add column settled_in text;
