/** Heavy work in the page of a story, as text for the page: mounting and destroying, and a table of ten thousand rows. */

/** (n) => the story's widget, shown with its data and taken away n times. */
export const MOUNT_CYCLES = `async (cycles) => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { mount, createApi, createTokens } = await import(data.page);
  const { default: widget } = await import(data.script);
  const root = document.getElementById('root');
  for (let i = 0; i < cycles; i++) {
    const api = createApi({ base: data.api, tokens: createTokens(() => Promise.resolve('t')), newKey: () => 'k' });
    await new Promise((shown) => {
      window.sidebook = mount(root, { widget, entity: data.story.entity, api, catalogues: data.catalogues, lang: data.lang, theme: 'auto', emit: (name) => name === 'ready' && setTimeout(shown, 0) });
    });
    window.sidebook.destroy();
  }
}`;

/** (parts) => a table as the invoices have it, of ten thousand rows, in place of the widget. */
export const TEN_THOUSAND = `async (parts) => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const { mount, createApi, createTokens, jsx } = await import(data.page);
  const { Grid } = await import(parts);
  window.sidebook.destroy();
  const rows = Array.from({ length: 10000 }, (_, i) => ({ id: String(i), number: 'СЧ-' + i, due: '2026-11-30', left: String(i) + '00,00', state: 'Выставлен' }));
  const columns = [
    { key: 'number', label: 'Номер', cell: (row) => row.number },
    { key: 'due', label: 'Срок', cell: (row) => row.due, width: '6em' },
    { key: 'left', label: 'Остаток', cell: (row) => row.left, width: '8em', align: 'end' },
    { key: 'state', label: 'Статус', cell: (row) => row.state, width: '7em', second: true },
  ];
  const View = () => jsx(Grid, { label: 'Счета', columns, rows, rowKey: (row) => row.id });
  const api = createApi({ base: data.api, tokens: createTokens(() => Promise.resolve('t')), newKey: () => 'k' });
  window.sidebook = mount(document.getElementById('root'), { widget: { name: 'invoices', View }, entity: null, api, catalogues: data.catalogues, lang: data.lang, theme: data.theme });
}`;
