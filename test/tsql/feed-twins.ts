/** One feed on two databases: what SQLite answers is what the server answers, for the same rows. Random; FEED_SEED replays. */
import { expect } from 'chai';
import { parseFilter } from '../../connector/server/odata/filter.ts';
import { parseSearch } from '../../connector/server/odata/shape.ts';
import type { Feed, FeedKey, FeedPageQuery, FeedSet, Mark } from '../../connector/store/feed.ts';
import { Questions, type Words } from '../odata/oracle.ts';
import { KEY } from '../odata/reader.ts';
import type { Random } from '../random.ts';

export const SEED = Number(process.env['FEED_SEED'] ?? Date.now() % 1_000_000);

/** Databases number rows as they like; what the order goes by may stand behind what was asked. */
const told = ({ set, properties }: FeedPageQuery, row: readonly unknown[]): unknown[] =>
  properties.map(({ name }, i) => (set.name === 'Problems' && name === 'Number' ? null : unnumbered(row[i]))); // prettier-ignore
const unnumbered = (value: unknown): unknown => (typeof value === 'string' ? value.replace(MADE, '-') : value);
const MADE = /^[0-9a-f]{8}-[0-9a-f]{4}(?=-8[0-9a-f]{3}-8000-)/;

export class Twins {
  readonly #known: Feed;
  readonly #asked: Feed;

  constructor(known: Feed, asked: Feed) {
    this.#known = known;
    this.#asked = asked;
  }

  get sets(): readonly FeedSet[] {
    return this.#known.sets;
  }

  #set(name: string): FeedSet {
    const set = this.sets.find((s) => s.name === name);
    if (!set) throw new Error(`no set ${name}`);
    return set;
  }

  #query(name: string, more: Partial<FeedPageQuery>): FeedPageQuery {
    const set = this.#set(name);
    return {
      key: KEY,
      set,
      where: null,
      search: [],
      properties: set.properties,
      order: [],
      after: null,
      skip: 0,
      limit: 1000,
      ...more,
    };
  }

  /** The rows, the same from both. */
  async same(name: string, more: Partial<FeedPageQuery> = {}, what = name): Promise<readonly (readonly unknown[])[]> {
    const query = this.#query(name, more);
    const [known, asked] = [await this.#known.page(query), await this.#asked.page(query)];
    expect(asked.rows.map((row) => told(query, row)), `FEED_SEED=${String(SEED)}: ${what}`).to.deep.equal(known.rows.map((row) => told(query, row))); // prettier-ignore
    expect(await this.#asked.count(query), what).to.equal(known.rows.length);
    return asked.rows;
  }

  filtered = (name: string, filter: string, key: FeedKey = KEY) =>
    this.same(name, { key, where: parseFilter(filter, this.#set(name)) }, `${name} ${filter}`);
  found = (name: string, words: string, key: FeedKey = KEY) =>
    this.same(name, { key, search: parseSearch(words, this.#set(name)) }, `${name} ${words}`);

  async random(random: Random, name: string, words: Words, count: number): Promise<void> {
    const questions = new Questions(random, words);
    for (let i = 0; i < count; i++) await this.filtered(name, (i % 3 === 0 ? questions.chain() : questions.ask()).text);
  }

  /** Each row by its key alone. */
  async keyed(name: string, key: FeedKey = KEY): Promise<void> {
    const set = this.#set(name);
    const at = set.properties.findIndex((p) => p.name === set.key);
    for (const row of (await this.#asked.page(this.#query(name, { key }))).rows) {
      const where = parseFilter(`${set.key} eq ${String(row[at])}`, set);
      expect((await this.#asked.page(this.#query(name, { key, where }))).rows, name).to.deep.equal([row]);
    }
  }

  /** By every property, up and down: each row once, page after page as in one answer. */
  async paged(name: string, key: FeedKey = KEY): Promise<void> {
    const set = this.#set(name);
    await this.same(name, { key });
    const { rows } = await this.#asked.page(this.#query(name, { key }));
    for (const property of set.properties)
      for (const isDown of [false, true]) {
        const order = [{ property, isDown }];
        const whole = (await this.#asked.page(this.#query(name, { key, order }))).rows;
        expect(whole, property.name).to.have.deep.members([...rows]);
        expect(await this.#pages(name, { key, order, limit: Math.max(1, Math.ceil(rows.length / 4)) }), property.name).to.deep.equal(whole);
      }
  } // prettier-ignore

  async #pages(name: string, more: Partial<FeedPageQuery>): Promise<(readonly unknown[])[]> {
    const rows: (readonly unknown[])[] = [];
    let after: Mark | null = null;
    do {
      const page = await this.#asked.page(this.#query(name, { ...more, after }));
      rows.push(...page.rows);
      after = page.next;
    } while (after !== null);
    return rows;
  }
}
