/** Killed by SIGKILL again and again, its store on the server SIDEBOOK_MSSQL_URL names. SIDEBOOK_KILLS says how often. */
import { killed } from '../../properties/killed.ts';
import { dropped, ownSchema, serverIn, urlWith } from '../server.ts';

const schema = ownSchema('kill');

killed({ kills: Number(process.env['SIDEBOOK_KILLS'] ?? 200), server: urlWith(schema) });

after(() => dropped(serverIn(schema)));
