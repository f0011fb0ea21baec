-- What was raised to the lead. A cause is raised once; each message goes out by each way once, and is tried again until it does.
-- Only ids and times: what a message says is written when it leaves.

CREATE TABLE sb.escalation_messages (
  n BIGINT NOT NULL,
  id NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [kind] NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [at] NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT escalation_messages_pk PRIMARY KEY (n),
  CONSTRAINT escalation_messages_by_id UNIQUE (id)
);
GO
CREATE TABLE sb.escalations (
  cause NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  message BIGINT NOT NULL,
  CONSTRAINT escalations_pk PRIMARY KEY (cause)
);
GO
CREATE INDEX escalations_by_message ON sb.escalations (message);
GO
CREATE TABLE sb.escalation_ways (
  message BIGINT NOT NULL,
  way NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  sent_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  next_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  failure NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT escalation_ways_pk PRIMARY KEY (message, way)
);
GO
CREATE INDEX escalation_ways_open ON sb.escalation_ways (sent_at, next_at);
