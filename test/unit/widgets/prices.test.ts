/** What the competitor panel makes of a clipboard and of a history, without a browser. */
import { expect } from 'chai';
import { htmlRows } from '../../../widgets/prices/paste.ts';
import { stepsOf } from '../../../widgets/prices/steps.ts';
import { signed } from '../../../widgets/prices/percent.ts';
import type { PriceHistory } from '../../../connector/server/contract/prices.ts';

describe('rows of a clipboard', () => {
  const EXCEL = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td{color:red}</style></head><body><!--StartFragment-->
<table><tr height=20><td x:num="12.5">12,50</td><td>Болт<br>М8&nbsp;&amp; гайка</td></tr><tr><td colspan=2>A&lt;B</td><td><img src="file:///x"></td></tr></table><!--EndFragment-->`; // prettier-ignore

  it('are read from the HTML of Excel: cells, spans, entities; styles, comments and pictures fall away', () => {
    expect(htmlRows(EXCEL)).to.equal('12,50\tБолт М8 & гайка\nA<B\t\t');
  });

  it('are none where there is no table, and hostile HTML is only text', () => {
    expect(htmlRows('<p>x</p>')).to.equal(null);
    expect(htmlRows('<table><tr><td><script>alert(1)</script><td>&#x3c;b&#62;&#0;')).to.equal('\t<b>');
  });
});

describe('a history as steps', () => {
  const row = (seenAt: string, value: string | null, state: 'live' | 'corrected' = 'live'): PriceHistory['rows'][number] => ({
    id: seenAt, competitor: 'c', price: value ?? '1', currency: 'RUB', vatIncluded: true, unit: 'шт', value, seenAt: `${seenAt}T00:00:00Z`, source: 'site', by: 'я', file: null, reason: null, changedBy: null, state,
  }); // prettier-ignore

  it('goes along until a price changes and then up or down; what gave way or cannot be compared is left out', () => {
    const rows = [
      row('2026-03-01', '20'),
      row('2026-02-15', '200', 'corrected'),
      row('2026-02-01', null),
      row('2026-01-01', '10'),
    ];
    const steps = stepsOf(rows, 108, 58);
    expect(steps).to.include({ path: 'M4 54H104V4H104', first: '10', last: '20', least: '10', most: '20' });
  });

  it('of one price is a line, of none nothing', () => {
    expect(stepsOf([row('2026-01-01', '10')], 108, 58)?.path).to.equal('M54 29H104');
    expect(stepsOf([row('2026-01-01', null)], 108, 58)).to.equal(null);
  });
});

describe('a difference in percent', () => {
  const format = { number: (text: string) => text.replace('.', ',') };
  it('says plus where we are dearer, and one place behind the comma', () => {
    const said = ['4.23', '-3.13', '0', '12'].map((percent) => signed(percent, { format }));
    expect(said).to.deep.equal(['+4,2\u00a0%', '-3,1\u00a0%', '0\u00a0%', '+12\u00a0%']);
  });
});
