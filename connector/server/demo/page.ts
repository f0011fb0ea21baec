/** The page of the demo and its policy: what a strict host would allow, and the text of 1C by the hashes of what is in it. */
import { createHash } from 'node:crypto';
import type { Response } from 'express';

/**
 * 1C reaches into the document from outside; a browser lets nobody into an opaque origin, so these lines pass calls in and events out.
 */
const REACH = `<script>(function () {
  function tell(kind, value) { parent.postMessage({ kind: kind, value: value }, '*'); }
  addEventListener('message', function (e) {
    if (e.source !== parent || !Sidebook1C[e.data.call]) return;
    var answer = Sidebook1C[e.data.call](e.data.text);
    if (e.data.call === 'pull') tell('pulled', answer);
  });
  document.addEventListener('click', function (e) { if (e.eventData1C) tell('clicked', ''); }, true);
  addEventListener('load', function () { tell('complete', ''); });
})();</script>`;

/** 1c.html as the field shows it. */
export const onecText = (html: string): string => html + REACH;

/** A text document has the policy of the page that holds it: its inline script and style are let in one by one. */
export interface Hashes {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}
export function hashesOf(html: string): Hashes {
  const of = (tag: string): string[] =>
    [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, text]) => hash(text ?? ''));
  return { scripts: of('script'), styles: of('style') };
}
const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

interface Page {
  readonly own: string;
  readonly other: string;
  readonly nonce: string;
  readonly hashes: Hashes;
}

export function sendPage(res: Response, { own, other, nonce, hashes }: Page): void {
  const policy = {
    'default-src': ["'none'"], 'script-src': ["'self'", other, ...hashes.scripts], 'style-src': ["'self'", ...hashes.styles], 'img-src': ["'self'", 'data:'],
    'connect-src': [own], 'frame-src': [other], 'base-uri': ["'none'"], 'form-action': ["'none'"], 'frame-ancestors': ["'none'"],
  }; // prettier-ignore
  const text = Object.entries(policy).map(([name, values]) => `${name} ${values.join(' ')}`);
  res
    .set({ 'Content-Security-Policy': text.join('; '), 'Cache-Control': 'no-store' })
    .type('html')
    .send(html(other, nonce));
}

const html = (other: string, nonce: string): string => `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Sidebook · demo</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/demo/page.css"><meta name="demo-nonce" content="${nonce}">
<script async src="${other}/embed/v1/loader.js"></script><script type="module" src="/demo/page.js"></script></head>
<body><div id="demo"></div><noscript>JavaScript is off. · JavaScript выключен.</noscript></body></html>
`;
