/* Form library of the invoice form. OnLoad: Sidebook.invoiceOnLoad, "Pass execution context as first parameter" ticked. */
var Sidebook = window.Sidebook || {};
window.Sidebook = Sidebook;

/** @param {any} context The execution context of OnLoad. */
Sidebook.invoiceOnLoad = function (context) {
  var form = context.getFormContext();
  var show = function () {
    var control = form.getControl('WebResource_sidebook');
    if (!control) return; // not on this form
    control.getContentWindow().then(function (panel) {
      if (panel && panel.setClientApiContext)
        panel.setClientApiContext(window.Xrm, form, { widget: 'invoices', customerColumn: 'customerid' });
    });
  };
  show();
  form.data.entity.addOnPostSave(show);
  var customer = form.getAttribute('customerid');
  if (customer) customer.addOnChange(show); // another customer: the invoices of that one
  form.ui.tabs.forEach(function (tab) {
    tab.addTabStateChange(show);
  });
};
