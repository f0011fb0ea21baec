const panel = document.querySelector('sidebook-frame');
panel.tokenProvider = () => fetch('/sidebook-token', { method: 'POST' }).then((r) => r.text());
panel.addEventListener('sidebook:navigate', ({ detail: { entity, widget, action = '' } }) => {
  if (!widget) location.assign('/open/' + encodeURIComponent(entity));
  else if (!panel.isDirty() || confirm('В панели есть несохранённое. Потерять его?'))
    Object.entries({ action, widget }).forEach((one) => panel.setAttribute(...one));
});
