/** A story broken on purpose: each check finds its own fault, and none of them in the story as it is. */
import { expect } from 'chai';
import { CHECKS } from './checks.ts';
import { openStory } from './harness.ts';
import { storySite } from './story-site.ts';

const HEAD = 'document.querySelector(".sb h2")';
const BUTTONS = '[...document.querySelectorAll(".sb .sb-button")]';
/** What is done to the page, and words of what must be found. */
const FAULTS: readonly (readonly [keyof typeof CHECKS, string, string])[] = [
  ['axe', `${HEAD}.style.color = '#eeeeee'`, 'color-contrast'],
  ['axe', `${BUTTONS}[0].setAttribute('aria-label', ' '); ${BUTTONS}[0].removeAttribute('title')`, 'button-name'],
  ['pageOverflow', `document.querySelector('.sb-widget').style.width = '900px'`, '900 px wide'],
  ['clipped', `${HEAD}.style.cssText = 'width:40px;overflow:hidden;white-space:nowrap'`, 'cut: H2'],
  [
    'clipped',
    `document.querySelector('.sb-line dt').style.cssText = 'flex:none;width:20px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'`,
    'cut: DT',
  ],
  ['clipped', `${HEAD}.style.cssText = 'height:9px;overflow:hidden'`, 'cut below: H2'],
  ['clipped', `document.querySelector('.sb-line dt').style.cssText = 'flex:none;width:30px;overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1'`, 'cut below: DT'], // prettier-ignore
  ['smallTargets', `${BUTTONS}[0].style.cssText = 'width:20px;height:20px;min-width:0;min-height:0;padding:0'`, 'small: BUTTON'],
  ['reducedMotion', `${BUTTONS}[0].style.transition = 'opacity 1s'`, 'moves: BUTTON'],
  ['textSpacing', `${HEAD}.style.cssText = 'overflow:hidden;height:' + ${HEAD}.offsetHeight + 'px'`, 'spaced: cut below: H2'],
  ['largeText', `${HEAD}.style.cssText = 'overflow:hidden;height:' + ${HEAD}.offsetHeight + 'px'`, '200 %: cut below: H2'],
  ['focusRing', `${BUTTONS}.forEach((el) => el.style.setProperty('outline', 'none', 'important'))`, 'no focus ring: BUTTON'],
  ['tabOrder', `${BUTTONS}.at(-1).style.order = '-1'`, 'the focus goes back to'],
];

describe('a story broken on purpose', function () {
  this.timeout(60_000);
  const site = storySite();

  it('as it is, no check finds anything', async () => {
    const { page, close } = await openStory(site, 'counterparty', 'ready');
    for (const [name, check] of Object.entries(CHECKS)) expect(await check(page), name).to.deep.equal([]);
    await close();
  });

  FAULTS.forEach(([check, fault, words], i) => {
    it(`${check} finds fault ${String(i + 1)}: ${words}`, async () => {
      const { page, close } = await openStory(site, 'counterparty', 'ready');
      await page.evaluate(fault);
      const found = await CHECKS[check](page);
      expect(found).not.to.deep.equal([]);
      expect(found.join('\n')).to.contain(words);
      await close();
    });
  });
});
