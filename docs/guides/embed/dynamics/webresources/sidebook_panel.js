/* Loaded by sidebook.html. The form script (sidebook_account.js, sidebook_invoice.js) hands Xrm and the form over; nothing here
   looks at the parent window. May be called again (another tab, a reloaded frame, a saved record): the last call holds. */
/* exported setClientApiContext */
var sidebookPanel = { Xrm: null, form: null, entity: null };

var SIDEBOOK_LOCALES = { 1033: 'en', 1049: 'ru', 2057: 'en', 1058: 'uk', 1059: 'be', 1087: 'kk', 1031: 'de' };

/** "{6A1E…}" -> "6a1e…" */
function sidebookId(id) {
  return String(id || '')
    .replace(/[{}]/g, '')
    .toLowerCase();
}

/** The object the panel is about: the record itself, or the customer of an invoice. Null: not there yet. */
function sidebookEntity(host, form, customerColumn) {
  if (!customerColumn) {
    var own = sidebookId(form.data.entity.getId());
    return own ? host + ':' + form.data.entity.getEntityName() + ':' + own : null;
  }
  var attribute = form.getAttribute(customerColumn);
  var value = attribute && attribute.getValue();
  return value && value[0] ? host + ':' + value[0].entityType + ':' + sidebookId(value[0].id) : null;
}

/** The Custom API signs a token for this object; the secret never leaves the server. */
function sidebookToken(Xrm, entity) {
  var request = {
    Entity: entity,
    getMetadata: function () {
      return {
        boundParameter: null,
        operationName: 'sidebook_GetEmbedToken',
        operationType: 1,
        parameterTypes: { Entity: { typeName: 'Edm.String', structuralProperty: 1 } },
      };
    },
  };
  return Xrm.WebApi.online
    .execute(request)
    .then(function (response) {
      if (!response.ok) throw new Error('sidebook_GetEmbedToken: ' + response.status);
      return response.json();
    })
    .then(function (answer) {
      return answer.token;
    });
}

/** Asks before another widget takes the place of one that holds something typed. */
function sidebookLeave(element, show) {
  if (!element.isDirty()) return show();
  var russian = element.getAttribute('lang') === 'ru';
  var text = russian ? 'В панели есть несохранённое. Потерять его?' : 'The panel holds unsaved input. Lose it?';
  return sidebookPanel.Xrm.Navigation.openConfirmDialog({ text: text }).then(function (answer) {
    if (answer.confirmed) show();
  });
}

/** Another widget about the same object is shown here; another object of this organisation is opened in its own form. */
function sidebookOnNavigate(event) {
  var element = event.currentTarget;
  if (event.detail.widget && event.detail.entity === sidebookPanel.entity) {
    sidebookLeave(element, function () {
      element.setAttribute('action', event.detail.action || '');
      element.setAttribute('widget', event.detail.widget);
    });
    return;
  }
  var parts = event.detail.entity.split(':');
  if (parts.length !== 3 || parts[0] !== element.getAttribute('client')) return; // of another system
  sidebookPanel.Xrm.Navigation.openForm({ entityName: parts[1], entityId: parts[2] });
}

function sidebookShow(element, entity, russian) {
  var hint = document.getElementById('hint');
  element.hidden = !entity;
  hint.hidden = Boolean(entity);
  hint.textContent = russian ? 'Сначала сохраните запись.' : 'Save the record first.';
  if (entity) element.setAttribute('entity-id', entity);
  else element.removeAttribute('entity-id');
}

/**
 * @param options {widget: 'counterparty' | 'invoices', customerColumn?: name of the lookup that holds the customer}
 */
function setClientApiContext(Xrm, form, options) {
  var element = document.getElementById('panel');
  var isFirst = sidebookPanel.Xrm === null;
  sidebookPanel.Xrm = Xrm;
  sidebookPanel.form = form;

  var locale = SIDEBOOK_LOCALES[Xrm.Utility.getGlobalContext().userSettings.languageId] || 'en';
  element.setAttribute('lang', locale);
  var entity = sidebookEntity(element.getAttribute('client'), form, options.customerColumn);
  // The same object once more, after a save or another tab: what is shown, and perhaps typed, stays.
  if (isFirst || entity !== sidebookPanel.entity) element.setAttribute('widget', options.widget);
  sidebookPanel.entity = entity;
  element.tokenProvider = function () {
    return sidebookToken(sidebookPanel.Xrm, sidebookPanel.entity);
  };
  sidebookShow(element, sidebookPanel.entity, locale === 'ru');
  if (isFirst) element.addEventListener('sidebook:navigate', sidebookOnNavigate);
}
