/** The plan as one self-contained page an accountant can read, print and sign. No script, nothing loaded from anywhere. */
import { ENTITY_ORDER } from '../model.ts';
import { count, entityName, fieldValue, moment, money, titleIn } from './format.ts';
import type { Reader } from './lang.ts';
import type { Names } from './names.ts';
import { changedLabel, doesLabel, whyLabel, type ShownPlan } from './plan-words.ts';
import { say, type Sentence } from './sentences.ts';

/** Every text passes here: names come from people and hosts, our own words from whoever imported them last. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const STYLE = `body{font:14px/1.45 system-ui,sans-serif;color:#1a1a1a;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.b{color:#666}.held{background:#fff6e0}.sign{margin-top:3rem;display:flex;gap:3rem}.sign div{border-top:1px solid #333;padding-top:.3rem;min-width:14rem}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}`;

const words = (io: Reader, name: Sentence): string => escapeHtml(say(io, name));

export function planPage(io: Reader, plans: readonly ShownPlan[], names: Names): string {
  const title = words(io, 'page.title');
  const body = plans.map((p) => onePlan(io, p, names)).join('\n');
  const sign = `<div class="sign"><div>${words(io, 'page.accepted-by')}</div><div>${words(io, 'page.date')}</div></div>`;
  return `<!doctype html>\n<html lang="${io.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>\n<body><h1>${title}</h1>\n${body}\n${sign}\n</body></html>\n`;
}

function onePlan(io: Reader, p: ShownPlan, names: Names): string {
  const head = `<h2>${escapeHtml(p.host)} · ${escapeHtml(moment(io.lang, p.madeAt))}</h2><p>${words(io, 'page.plan')} <code>${escapeHtml(p.id)}</code></p>`;
  return head + totals(io, p, names) + steps(io, p, names);
}

function totals(io: Reader, p: ShownPlan, names: Names): string {
  const rows = Object.entries(p.totals).flatMap(([host, entities]) =>
    ENTITY_ORDER.filter((e) => e in entities).flatMap((entity) =>
      Object.entries(entities[entity] ?? {}).map(([does, x]) => {
        const sums = Object.entries(x.sums).map(([c, sum]) => escapeHtml(money(io.lang, sum, names.of(c)))).join('<br>'); // prettier-ignore
        return `<tr${does === 'hold' ? ' class="held"' : ''}><td>${escapeHtml(host)}</td><td>${escapeHtml(entityName(io.lang, entity))}</td><td>${escapeHtml(doesLabel(io, does as 'create'))}</td><td class="n">${count(io.lang, x.count)}</td><td class="n">${sums}</td></tr>`;
      }),
    ),
  );
  const heads = [
    words(io, 'page.base'),
    words(io, 'page.kind'),
    words(io, 'page.what'),
    words(io, 'page.count'),
    words(io, 'page.sum'),
  ];
  return `<table><thead><tr>${heads.map((h, i) => `<th${i > 2 ? ' class="n"' : ''}>${h}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function steps(io: Reader, p: ShownPlan, names: Names): string {
  const listed = p.steps.filter((s) => s.does !== 'adopt');
  if (listed.length === 0) return '';
  const rows = listed.map((s) => {
    const changes = s.changes.map(
      (c) =>
        `${escapeHtml(changedLabel(io, s.entity, c))}: <span class="b">${escapeHtml(fieldValue(io.lang, s.entity, c.field, c.before, names.of))}</span> → ${escapeHtml(fieldValue(io.lang, s.entity, c.field, c.after, names.of))}`,
    );
    const sum = s.sum === null ? '' : escapeHtml(money(io.lang, s.sum, names.of(s.currency)));
    return `<tr${s.hold === null ? '' : ' class="held"'}><td>${escapeHtml(s.host)}</td><td>${escapeHtml(titleIn(io.lang, s.entity, s.title))}</td><td>${escapeHtml(doesLabel(io, s.does))}<br><span class="b">${escapeHtml(whyLabel(io, s.why))}</span></td><td>${changes.join('<br>')}</td><td class="n">${sum}</td></tr>`;
  });
  const heads = [
    words(io, 'page.base'),
    words(io, 'page.record'),
    words(io, 'page.what'),
    words(io, 'page.change'),
    words(io, 'page.sum'),
  ];
  return `<h2>${words(io, 'page.steps')}</h2><table><thead><tr>${heads.map((h, i) => `<th${i > 3 ? ' class="n"' : ''}>${h}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
