-- Who may embed widgets and ask the API. Secrets of keys are files beside the configuration, never rows (widgets.md 5).

CREATE TABLE sb.clients (
  id NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  title NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  origins NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  allow_null_origin INT NOT NULL,
  allow_all INT NOT NULL,
  auto_create_users INT NOT NULL,
  host_roles NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  shells NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  added_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  revoked_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT clients_pk PRIMARY KEY (id)
);
GO
CREATE TABLE sb.client_keys (
  n BIGINT IDENTITY(1,1) NOT NULL,
  kid NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  client NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  added_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  revoked_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT client_keys_pk PRIMARY KEY (kid)
);
GO
CREATE INDEX client_keys_by_client ON sb.client_keys (client);
GO
-- roles: NULL = as the host says with each token
CREATE TABLE sb.users (
  client NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  host_user NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  roles NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  added_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  revoked_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NULL,
  CONSTRAINT users_pk PRIMARY KEY (client, host_user)
);
GO
CREATE TABLE sb.revoked_tokens (
  jti NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  client NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  revoked_at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT revoked_tokens_pk PRIMARY KEY (jti)
);
GO
-- Answers of changes, for callers that ask twice; status NULL = still at work, or it died at it.
CREATE TABLE sb.idempotency (
  actor NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  [key] NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  request NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NOT NULL,
  status INT NULL,
  answer NVARCHAR(MAX) COLLATE Latin1_General_100_BIN2 NULL,
  at NVARCHAR(40) COLLATE Latin1_General_100_BIN2 NOT NULL,
  CONSTRAINT idempotency_pk PRIMARY KEY (actor, [key])
);
GO
CREATE INDEX idempotency_by_time ON sb.idempotency (at);
