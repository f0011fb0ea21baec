-- Who may read the OData feed. Of the secret only its hash is kept: it is 32 random bytes, so nobody guesses it from that.

CREATE TABLE sb.feed_keys (
  id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  class NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
  sets NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  organisations NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  owner NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  role NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NULL,
  [user] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NULL,
  hash NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  added_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  revoked_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT feed_keys_pk PRIMARY KEY (id)
);
