-- What the widgets list: by date, by term while unpaid, by number; what waits for a person, and what was answered.

create index invoices_by_date on invoices (ifnull(date, '9999'), n);
create index invoices_open on invoices (ifnull(due_date, '9999'), n, currency, total, paid, state) where state = 'issued' and paid < total;
create index invoices_aside on invoices (state, ifnull(date, '9999'), n) where state <> 'issued';
create index invoices_by_number on invoices (number);
create index counterparties_by_key on counterparties (name_key);

create index problems_asked on problems (id) where resolved_at is null and kind not in ('waiting', 'unreachable');
create index problems_in_time on problems (id) where resolved_at is null and kind in ('waiting', 'unreachable');
create index problems_by_kind on problems (kind, id, host) where resolved_at is null;
create index problems_answered on problems (id) where resolved_at is not null and answer <> 'gone';
create index proposals_open on proposals (id) where state = 'open';
