/** The pages Sidebook asked for, read with npm dynamics-web-api: no engine, no store. URL. */
import { DynamicsWebApi } from 'dynamics-web-api';
import { tell } from './process.ts';

const [url = ''] = process.argv.slice(2);
const serverUrl = new URL('/', url).href;
const library = new DynamicsWebApi({ serverUrl, dataApi: { version: '9.2' }, onTokenRefresh: () => Promise.resolve('bench') });
const asked = (await (await fetch(new URL('/asked', url))).json()) as [path: string, prefer: string][];

const started = performance.now();
let count = 0;
for (const [path, prefer] of asked) {
  const { pathname, searchParams: options, href } = new URL(url + path);
  const collection = pathname.split('/').at(-1) ?? '';
  const filter = options.get('$filter');
  const question = {
    collection,
    select: (options.get('$select') ?? '').split(','),
    maxPageSize: Number(/maxpagesize=(\d+)/.exec(prefer)?.[1]),
    trackChanges: prefer.includes('track-changes'),
    ...(filter === null ? {} : { filter }),
  };
  const isNext = options.has('$skiptoken') || options.has('$deltatoken');
  const { value } = await library.retrieveMultiple(question, isNext ? href : undefined);
  if (collection !== 'invoicedetails') count += value.length;
}
const seconds = (performance.now() - started) / 1000;
tell({ seconds, count });
