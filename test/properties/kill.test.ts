import { killed } from './killed.ts';

killed({ kills: 200 });
