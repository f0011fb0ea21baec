-- What an invoice is paid counts payments in its own currency alone: amounts of two currencies were added until here.
-- Only invoices that have a payment in another currency are summed anew.

UPDATE i SET paid_at = NULL, ever_paid = 0,
    paid = COALESCE((SELECT SUM(p.amount) FROM sb.payments AS p WHERE p.invoice = i.record_id AND p.reversed = 0 AND (p.currency = i.currency OR p.currency IS NULL)), 0)
  FROM sb.invoices AS i WHERE EXISTS (SELECT 1 FROM sb.payments AS p WHERE p.invoice = i.record_id AND p.currency <> i.currency)
GO
UPDATE i SET ever_paid = 1
  FROM sb.invoices AS i WHERE EXISTS (SELECT 1 FROM sb.payments AS p WHERE p.invoice = i.record_id AND p.currency <> i.currency)
    AND EXISTS (SELECT 1 FROM (SELECT SUM(p.amount) OVER (ORDER BY p.date, p.payment, p.line ROWS UNBOUNDED PRECEDING) AS reached FROM sb.payments AS p
      WHERE p.invoice = i.record_id AND p.reversed = 0 AND (p.currency = i.currency OR p.currency IS NULL)) AS s WHERE s.reached > 0 AND s.reached >= COALESCE(i.total, 0))
GO
UPDATE i SET paid_at = (SELECT MAX(s.date) FROM (SELECT p.date, p.amount, SUM(p.amount) OVER (ORDER BY p.date, p.payment, p.line ROWS UNBOUNDED PRECEDING) AS reached FROM sb.payments AS p
      WHERE p.invoice = i.record_id AND p.reversed = 0 AND (p.currency = i.currency OR p.currency IS NULL)) AS s WHERE s.reached >= i.total AND s.reached - s.amount < i.total)
  FROM sb.invoices AS i WHERE i.paid > 0 AND i.paid >= COALESCE(i.total, 0) AND EXISTS (SELECT 1 FROM sb.payments AS p WHERE p.invoice = i.record_id AND p.currency <> i.currency)
