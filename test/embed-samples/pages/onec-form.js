/* The module of the form, step by step as in 1c/processor/SidebookPanel/Forms/Форма/Ext/Form/Module.bsl. 1C reaches into the document
   from outside; a browser lets nobody do that, so a few lines are put behind the page that pass calls in and answers out. */
const field = document.getElementById('field');
let widget = new URLSearchParams(location.search).get('widget') || 'counterparty';
let answered = () => undefined;
window.navigated = [];
window.events = [];

const server = (call, body = '') => fetch('/1c/' + call, { method: 'POST', body }).then((r) => r.text());
const reach = `<script>(function () {
  function tell(kind, value) { parent.postMessage({ kind: kind, value: value }, '*'); }
  addEventListener('message', function (e) { var answer = Sidebook1C[e.data.call](e.data.text); if (e.data.call === 'pull') tell('pulled', answer); if (e.data.call === 'isDirty') tell('dirty', answer); });
  document.addEventListener('click', function (e) { if (e.eventData1C) tell('clicked', ''); }, true);
  addEventListener('load', function () { tell('complete', ''); });
})();</${'script'}>`;

const bridge = (call, text = '') => field.contentWindow.postMessage({ call, text }, '*');
window.bridge = bridge;

const isDirty = () =>
  new Promise((resolve) => {
    answered = (text) => resolve(text === 'true');
    bridge('isDirty');
  });

/** ПанельДокументСформирован: a second one does not wipe out what is typed. */
async function complete() {
  if (!(await isDirty())) await start();
}

async function start(action = '') {
  bridge('start', await server('start', `${widget} ${action}`));
}

/** ПоказатьВиджет: the same one stays as it is while something is typed, about another one it asks. */
async function show(name, action) {
  if ((await isDirty()) && (name === widget || !confirm('В панели есть несохранённое. Показать другую и потерять его?'))) return;
  widget = name;
  await start(action);
}
window.show = show;
window.complete = complete;

async function perform({ event, params }) {
  window.events.push(event);
  if (event === 'token-needed') bridge('setToken', await server('token'));
  else if (event === 'navigate' && params.widget) await show(params.widget, params.action);
  else if (event === 'navigate') window.navigated.push(params.entity);
}

addEventListener('message', (e) => {
  if (e.source !== field.contentWindow) return;
  if (e.data.kind === 'complete') void complete();
  else if (e.data.kind === 'dirty') answered(e.data.value);
  else if (e.data.kind === 'clicked') bridge('pull');
  else for (const one of JSON.parse(e.data.value)) void perform(one);
});

setInterval(() => bridge('pull'), 1000);
server('page').then((text) => {
  field.srcdoc = text + reach;
});
