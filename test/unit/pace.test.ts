import { expect } from 'chai';
import type { HostError } from '../../connector/hosts/host.ts';
import { Pace } from '../../connector/hosts/pace.ts';

/** A clock that moves only when everyone who sleeps is let go. */
function bed() {
  let at = 0;
  const asleep: { until: number; wake: () => void }[] = [];
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => new Date(at),
    sleep: (ms: number) => new Promise<void>((wake) => void asleep.push({ until: at + ms, wake })),
    pass: async (ms: number) => {
      await turn();
      at += ms;
      for (const s of asleep.splice(0)) if (s.until <= at) s.wake(); else asleep.push(s); // prettier-ignore
      await turn();
    },
  };
}

describe('the pace a host asks for', () => {
  it('holds everyone who asks, not only the first', async () => {
    const world = bed();
    const pace = new Pace(world, 'crm');
    const gone: string[] = [];
    pace.busy(7000);
    for (const who of ['a', 'b', 'c']) void pace.ready().then(() => gone.push(who));
    await world.pass(6999);
    expect(gone).to.deep.equal([]);
    await world.pass(1);
    expect(gone).to.deep.equal(['a', 'b', 'c']);
  });

  it('waits on when the wish grew meanwhile, and is not shortened by a smaller one', async () => {
    const world = bed();
    const pace = new Pace(world, 'crm');
    let gone = false;
    pace.busy(5000);
    void pace.ready().then(() => (gone = true));
    await world.pass(4000);
    pace.busy(9000);
    pace.busy(10);
    await world.pass(8999);
    expect(gone).to.equal(false);
    await world.pass(1);
    expect(gone).to.equal(true);
  });

  it('ends what asks while it is long, asked again or not, and is over in its time', async () => {
    const world = bed();
    const pace = new Pace(world, 'crm');
    const code = (): Promise<unknown> => pace.ready().then(() => null, (error: unknown) => (error as HostError).code); // prettier-ignore
    pace.busy(3_600_000);
    expect([await code(), await code()]).to.deep.equal(['too-many-requests', 'too-many-requests']);
    await world.pass(3_600_000);
    expect(await code()).to.equal(null);
  });

  it('is a day at most, and none a clock put back could stretch', async () => {
    const world = bed();
    const pace = new Pace(world, 'crm');
    pace.busy(Infinity);
    await world.pass(24 * 3_600_000);
    await pace.ready();
    pace.busy(3_600_000);
    await world.pass(-48 * 3_600_000);
    await world.pass(3_600_000);
    await pace.ready();
    pace.busy(3_600_000);
    await world.pass(-3_600_000);
    await world.pass(3_600_000);
    await pace.ready();
  });

  it('holds nobody when the time is over', async () => {
    const world = bed();
    const pace = new Pace(world, 'crm');
    pace.busy(10);
    await world.pass(10);
    await pace.ready();
  });
});
