/** Classes of engines: from what their user agents really say. */
import { expect } from 'chai';
import { engineOf } from '../../../widgets/shells/report.ts';

describe('class of the engine', () => {
  const agents = {
    '1c': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/605.1.15 (KHTML, like Gecko) V8WebKit/605.1 1CV8',
    chromium: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/147.0.0.0 Safari/537.36',
    gecko: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    webkit:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    other: 'Mozilla/4.0 (compatible; MSIE 7.0)',
  };
  for (const [engine, agent] of Object.entries(agents)) it(engine, () => void expect(engineOf(agent)).to.equal(engine));
});
