-- A payment that two bases show, each its copy of one document, counts once in what an invoice is paid: it counted twice until here.
-- Only invoices that have such a payment are summed anew.

update invoices as i set paid_at = null, ever_paid = 0,
    paid = ifnull((select sum(case when p.currency <> i.currency then p.settled else p.amount end) from payments p where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null or i.currency is null or p.settled_in = i.currency)
        and not exists (select 1 from payments as q where q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment and q.reversed = 0 and (q.currency = i.currency or q.currency is null or i.currency is null or q.settled_in = i.currency))), 0)
  where exists (select 1 from payments as p join payments as q on q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment
      where p.invoice = i.record_id and p.reversed = 0 and q.reversed = 0);

update invoices as i set ever_paid = 1
  where exists (select 1 from payments as p join payments as q on q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment
      where p.invoice = i.record_id and p.reversed = 0 and q.reversed = 0)
    and exists (select 1 from (select sum(case when p.currency <> i.currency then p.settled else p.amount end) over (order by p.date, p.payment, p.line) as reached from payments p
      where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null or i.currency is null or p.settled_in = i.currency)
        and not exists (select 1 from payments as q where q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment and q.reversed = 0 and (q.currency = i.currency or q.currency is null or i.currency is null or q.settled_in = i.currency))) where reached > 0 and reached >= ifnull(i.total, 0));

update invoices as i set paid_at = (select max(date) from (select p.date, case when p.currency <> i.currency then p.settled else p.amount end as counted, sum(case when p.currency <> i.currency then p.settled else p.amount end) over (order by p.date, p.payment, p.line) as reached from payments p
      where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null or i.currency is null or p.settled_in = i.currency)
        and not exists (select 1 from payments as q where q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment and q.reversed = 0 and (q.currency = i.currency or q.currency is null or i.currency is null or q.settled_in = i.currency))) where reached >= i.total and reached - counted < i.total)
  where i.paid > 0 and i.paid >= ifnull(i.total, 0) and exists (select 1 from payments as p join payments as q on q.invoice = p.invoice and q.number = p.number and q.date = p.date and q.kind = p.kind and q.organisation = p.organisation and q.payment < p.payment
      where p.invoice = i.record_id and p.reversed = 0 and q.reversed = 0);
