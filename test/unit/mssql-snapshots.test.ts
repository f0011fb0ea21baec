/** SNAPSHOT isolation is switched on where it is off; of processes that start together only one gets through with it, and all may go on. */
import { expect } from 'chai';
import { allowSnapshots } from '../../connector/store/mssql/snapshots.ts';
import { TsqlError, type Tsql, type TsqlServer } from '../../connector/store/mssql/tsql.ts';
import { rejection } from '../suites/store/bench.ts';

const OFF = new TsqlError('no-snapshot', 'snapshots are off', 3952);

describe('snapshots of a SQL Server', () => {
  /** `looks`: does each look go through? `alters`: is the statement let through that switches them on? */
  function server(looks: readonly boolean[], alters: boolean): { readonly it: TsqlServer; readonly said: string[] } {
    const [left, said] = [[...looks], [] as string[]];
    const t: Tsql = { rows: async () => [], run: async (sql) => (said.push(sql), alters ? 0 : Promise.reject(new TsqlError('other', 'a lock could not be placed', 5061))) }; // prettier-ignore
    const transaction = async <T>(_kind: string, work: (t: Tsql) => Promise<T>): Promise<T> => {
      if (left.shift() !== true) throw OFF;
      return work(t);
    };
    return { it: { ...t, name: 's', schema: 'x', transaction, close: async () => undefined }, said };
  }

  it('are left as they are where they are on', async () => {
    const { it: on, said } = server([true], true);
    await allowSnapshots(on);
    expect(said).to.deep.equal([]);
  });

  it('are switched on where they are off, or were meanwhile by somebody else', async () => {
    for (const alters of [true, false]) {
      const { it: off, said } = server([false, true], alters);
      await allowSnapshots(off);
      expect(said.join()).to.contain('ALLOW_SNAPSHOT_ISOLATION ON');
    }
  });

  it('stay off where nobody may, which is told as that', async () => {
    expect(await rejection(allowSnapshots(server([false, false], false).it))).to.include({ kind: 'no-snapshot', number: 3952 });
  });
});
