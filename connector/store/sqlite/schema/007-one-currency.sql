-- What an invoice is paid counts payments in its own currency alone: amounts of two currencies were added until here.
-- Only invoices that have a payment in another currency are summed anew.

update invoices as i set paid_at = null, ever_paid = 0,
    paid = ifnull((select sum(p.amount) from payments p where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null)), 0)
  where exists (select 1 from payments p where p.invoice = i.record_id and p.currency <> i.currency);

update invoices as i set ever_paid = 1
  where exists (select 1 from payments p where p.invoice = i.record_id and p.currency <> i.currency)
    and exists (select 1 from (select sum(p.amount) over (order by p.date, p.payment, p.line) as reached from payments p
      where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null)) where reached > 0 and reached >= ifnull(i.total, 0));

update invoices as i set paid_at = (select max(date) from (select p.date, p.amount, sum(p.amount) over (order by p.date, p.payment, p.line) as reached from payments p
      where p.invoice = i.record_id and p.reversed = 0 and (p.currency = i.currency or p.currency is null)) where reached >= i.total and reached - amount < i.total)
  where i.paid > 0 and i.paid >= ifnull(i.total, 0) and exists (select 1 from payments p where p.invoice = i.record_id and p.currency <> i.currency);
