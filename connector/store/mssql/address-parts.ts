/** What the forms of an address have in common. */

/** What is wrong with the text; never the text itself, which holds a password. */
export class AddressWrong extends Error {
  readonly part: string;
  constructor(part: string) {
    super(`the address of the SQL Server is wrong: ${part}`);
    this.part = part;
  }
}

/** The parts by one name each, whatever the text called them; texts as they were given. */
export type AddressParts = Readonly<Partial<Record<'server' | 'port' | 'instance' | 'database' | 'user' | 'password' | 'encrypt' | 'trust' | 'schema', string>>>; // prettier-ignore
