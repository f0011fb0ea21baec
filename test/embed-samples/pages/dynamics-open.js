/* What Dynamics does when a form opens. */
const library = window.Sidebook;
const context = { getFormContext: () => formContext };
if (record.table === 'invoice') library.invoiceOnLoad(context);
else library.accountOnLoad(context);
