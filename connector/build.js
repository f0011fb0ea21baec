// @ts-check
/** npm run build: writes dist. npm ci, npm start and the tests do it by themselves. */
import { fileURLToPath } from 'node:url';
import { buildWidgets } from '../widgets/build.js';
import { bundleProduct } from './bundle.js';

await Promise.all([bundleProduct(), buildWidgets(fileURLToPath(new URL('../dist/widgets', import.meta.url)))]);
