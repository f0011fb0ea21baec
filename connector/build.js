// @ts-check
/** npm run build: writes dist. npm ci, npm start and the tests do it by themselves. */
import { bundleProduct } from './bundle.js';

await bundleProduct();
