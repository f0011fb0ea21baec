/* A Dynamics form as far as the sample uses it. The address says what is open: ?table=account&id={…}&customer={…}&lcid=1049 */
/* exported formContext */
const asked = new URLSearchParams(location.search);
const record = { table: asked.get('table') || 'account', id: asked.get('id') || '', customer: asked.get('customer') };
window.opened = [];

window.Xrm = {
  Utility: { getGlobalContext: () => ({ userSettings: { languageId: Number(asked.get('lcid') || 1049) } }) },
  Navigation: {
    openForm: (options) => window.opened.push(options),
    openConfirmDialog: ({ text }) => Promise.resolve({ confirmed: confirm(text) }),
  },
  WebApi: {
    online: {
      execute: (request) =>
        fetch('/api/data/v9.2/' + request.getMetadata().operationName, { method: 'POST', body: request.Entity }),
    },
  },
};

const saved = [];
const formContext = {
  getControl: (name) => ({ getContentWindow: () => loaded(document.getElementById(name)) }),
  getAttribute: () => ({
    getValue: () => (record.customer ? [{ id: record.customer, entityType: 'account' }] : null),
    addOnChange: () => undefined,
  }),
  data: { entity: { getId: () => record.id, getEntityName: () => record.table, addOnPostSave: (f) => saved.push(f) } },
  ui: { tabs: { forEach: () => undefined } },
};

/** The window of the web resource, once its scripts ran. */
function loaded(frame) {
  if (frame.contentWindow.setClientApiContext) return Promise.resolve(frame.contentWindow);
  return new Promise((resolve) => frame.addEventListener('load', () => resolve(frame.contentWindow), { once: true }));
}

/** What "Save" of a new record does. */
window.saveRecord = (id) => {
  record.id = id;
  saved.forEach((f) => f());
};
