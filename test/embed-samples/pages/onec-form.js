/* The module of the form, step by step as in 1c/processor/SidebookPanel/Forms/Форма/Ext/Form/Module.bsl. 1C reaches into the document
   from outside; a browser lets nobody do that, so a few lines are put behind the page that pass calls in and answers out. */
const field = document.getElementById('field');
const widget = new URLSearchParams(location.search).get('widget') || 'counterparty';
window.navigated = [];
window.events = [];

const server = (call, body = '') => fetch('/1c/' + call, { method: 'POST', body }).then((r) => r.text());
const reach = `<script>(function () {
  function tell(kind, value) { parent.postMessage({ kind: kind, value: value }, '*'); }
  addEventListener('message', function (e) { var answer = Sidebook1C[e.data.call](e.data.text); if (e.data.call === 'pull') tell('pulled', answer); });
  document.addEventListener('click', function (e) { if (e.eventData1C) tell('clicked', ''); }, true);
  addEventListener('load', function () { tell('complete', ''); });
})();</${'script'}>`;

const bridge = (call, text = '') => field.contentWindow.postMessage({ call, text }, '*');
window.bridge = bridge;

async function show(name) {
  bridge('start', await server('start', name));
}

async function perform({ event, params }) {
  window.events.push(event);
  if (event === 'token-needed') bridge('setToken', await server('token'));
  else if (event === 'navigate' && params.widget) await show(params.widget);
  else if (event === 'navigate') window.navigated.push(params.entity);
}

addEventListener('message', (e) => {
  if (e.source !== field.contentWindow) return;
  if (e.data.kind === 'complete') void show(widget);
  else if (e.data.kind === 'clicked') bridge('pull');
  else for (const one of JSON.parse(e.data.value)) void perform(one);
});

setInterval(() => bridge('pull'), 1000);
server('page').then((text) => {
  field.srcdoc = text + reach;
});
