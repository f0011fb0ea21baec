/** What a base publishes, and what it does not. */
import type { FakeOnec } from '../hosts/onec/fake.ts';

/** Every set the base publishes but those of this name. */
export async function publishedWithout(fake: FakeOnec, hidden: string): Promise<string[]> {
  const login = Buffer.from(`${fake.user}:${fake.password}`, 'utf8').toString('base64');
  const answer = await fetch(`${fake.url}?$format=json`, { headers: { authorization: `Basic ${login}` } });
  const { value } = (await answer.json()) as { value: { name: string }[] };
  return value.map((v) => v.name).filter((name) => !name.startsWith(hidden));
}
