/** Makes what import-preview.ts works on. STORE, CSV, XLSX, LINES. */
import { fill } from './import-list.ts';
import { tell } from './process.ts';

const [store = '', csv = '', xlsx = '', lines = '0'] = process.argv.slice(2);
await fill(store, csv, xlsx, Number(lines));
tell({});
