-- What a payment settles, in the currency of the contract: 90,000 RUB that pay 1,000 EUR. Unknown until payments are read again.

ALTER TABLE sb.payments ADD settled DECIMAL(28,10) NULL;
GO
ALTER TABLE sb.payments ADD settled_in NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL;
