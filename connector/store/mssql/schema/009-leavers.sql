-- Links whose objects left the scope and were not weighed yet, so that a process that dies meanwhile asks about them all the same (A12).
-- Where that question stands already, whoever is outside is one of them: it is over when all are back, or a person answers.

CREATE TABLE sb.leavers (
  host NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  link BIGINT NOT NULL,
  CONSTRAINT leavers_pk PRIMARY KEY (host, link)
);
GO
INSERT INTO sb.leavers (host, link) SELECT l.host, l.id FROM sb.links AS l
  WHERE l.in_scope = 0 AND l.record_id IS NOT NULL AND l.gone_at IS NULL AND (l.token IS NULL OR SUBSTRING(l.token, 1, 1) <> N'>')
    AND l.host IN (SELECT p.host FROM sb.problems AS p WHERE p.kind = N'out-of-scope' AND p.link IS NULL AND p.slot = 0);
