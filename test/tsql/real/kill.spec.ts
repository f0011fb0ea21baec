/** Killed by SIGKILL again and again, its store on the server SIDEBOOK_MSSQL_URL names. */
import { parseAddress } from '../../../connector/store/mssql/address.ts';
import { openServer } from '../../../connector/store/mssql/driver.ts';
import { killed } from '../../properties/killed.ts';
import { dropped, urlWith } from '../server.ts';

const url = urlWith(`sidebook_test_${String(process.pid)}_kill`);

killed({ kills: 200, server: url });

after(() => dropped(openServer(parseAddress(url))));
