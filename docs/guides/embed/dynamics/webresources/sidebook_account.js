/* Form library of the account form. OnLoad: Sidebook.accountOnLoad, "Pass execution context as first parameter" ticked. */
var Sidebook = window.Sidebook || {};
window.Sidebook = Sidebook;

/** @param {any} context The execution context of OnLoad. */
Sidebook.accountOnLoad = function (context) {
  var form = context.getFormContext();
  var show = function () {
    var control = form.getControl('WebResource_sidebook');
    if (!control) return; // not on this form
    control.getContentWindow().then(function (panel) {
      if (panel && panel.setClientApiContext) panel.setClientApiContext(window.Xrm, form, { widget: 'counterparty' });
    });
  };
  show();
  form.data.entity.addOnPostSave(show); // a new record has its id only now
  form.ui.tabs.forEach(function (tab) {
    tab.addTabStateChange(show); // the frame may have been loaded again
  });
};
