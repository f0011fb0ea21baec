/** Who called, and how: what hints tell people to type, and whose command the audit tells of. */
import { expect } from 'chai';
import { accountOf, calledAs } from '../../connector/cli/caller.ts';

describe('the program is called', () => {
  for (const [where, env, program, name] of [
    ['by npx in a checkout', { npm_command: 'exec' }, '/home/a/sidebook/node_modules/.bin/sidebook', 'npx sidebook'],
    ['by npm start', { npm_command: 'start' }, '/home/a/sidebook/connector/cli/sidebook.js', 'npx sidebook'],
    ['as the file of a checkout', {}, '/home/a/sidebook/connector/cli/sidebook.js', 'npx sidebook'],
    ['as an installed command', {}, '/usr/local/bin/sidebook', 'sidebook'],
    ['as an installed command of Windows', {}, 'C:\\npm\\node_modules\\sidebook\\connector\\cli\\sidebook.js', 'sidebook'],
  ] as const)
    it(`${name}: ${where}`, () => {
      expect(calledAs(env, program)).to.equal(name);
    });
});

describe('the account', () => {
  it('is the one of the environment, else that of the system', () => {
    const system = (): string => 'root';
    const named = [{ USER: 'anna' }, { LOGNAME: 'boris' }, { USERNAME: 'vera' }, { USER: '' }, {}].map((env) =>
      accountOf(env, system),
    );
    expect(named).to.deep.equal(['anna', 'boris', 'vera', 'root', 'root']);
  });

  it('is unknown only where the system has no name either', () => {
    expect(accountOf({}, () => '')).to.equal('unknown');
  });
});
