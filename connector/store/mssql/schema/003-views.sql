-- What the widgets list: by date, by term, by number; what waits for a person.

CREATE INDEX invoices_by_date ON sb.invoices (by_date, n);
GO
CREATE INDEX invoices_by_state ON sb.invoices (state, by_due, n);
GO
CREATE INDEX invoices_by_number ON sb.invoices (number);
GO
CREATE INDEX counterparties_by_key ON sb.counterparties (name_key);
GO
CREATE INDEX problems_by_kind ON sb.problems (slot, kind, id);
GO
CREATE INDEX proposals_by_state ON sb.proposals (state, id);
