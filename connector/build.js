// @ts-check
/** npm run build: writes dist. npm ci, npm start and the tests do it by themselves. */
import { fileURLToPath } from 'node:url';
import { buildWidgets } from '../widgets/build.js';
import { buildDemoPage } from '../widgets/demo/build.js';
import { bundleProduct } from './bundle.js';

/** @param {string} name */
const dist = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));

await Promise.all([bundleProduct(), buildWidgets(dist('widgets')), buildDemoPage(dist('demo'))]);
