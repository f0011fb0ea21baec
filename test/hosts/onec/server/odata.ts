import type { LoggedRequest } from '../../kit/request-log.ts';
import { setNotFound } from '../base/errors.ts';
import type { Answer, Request } from '../odata/call.ts';
import { decode, parseOptions } from '../odata/options.ts';
import { formatOf } from '../odata/format.ts';
import { route } from '../odata/route.ts';
import { errorAnswer } from './answer.ts';
import { checkLogin } from './login.ts';
import { html, invalidUrl, notFound, statusPage, unauthorised } from './pages.ts';
import { asOnecError, type Service } from './serve.ts';

const service = 'odata/standard.odata';

/** Web server first, then login, then session, then the interface: the order in which a real publication says no. */
export function answerOdata(by: Service, logged: LoggedRequest): Answer {
  const { quirks } = by.world;
  const refused = webServerRefusal(by, logged);
  if (refused) return refused;
  if (!checkLogin(logged.headers['authorization'], by.login.user, by.login.password)) {
    return { status: 401, headers: { ...html, 'WWW-Authenticate': 'Basic realm="1C:Enterprise 8.3"' }, body: unauthorised };
  }
  const session = by.sessions.enter(logged.headers);
  if ('status' in session) return { status: session.status, headers: html, body: statusPage(session.status) };
  const path = logged.path.slice(by.base.length);
  if (path !== service && !path.startsWith(`${service}/`)) {
    session.leave();
    return { status: 404, headers: html, body: notFound };
  }
  try {
    const answer = interfaceAnswer(by, logged, path.slice(service.length));
    return { ...answer, headers: { ...answer.headers, ...session.headers } };
  } catch (error) {
    const answer = errorAnswer(asOnecError(error), requestOf(by, logged, ''), logged.headers, quirks);
    return { ...answer, headers: { ...answer.headers, ...session.headers } };
  } finally {
    session.leave();
  }
}

/** Limits of the web server in front of 1C (1c.md 2.1, 8.9). */
function webServerRefusal({ world }: Service, { url, path, body }: LoggedRequest): Answer | undefined {
  const { segmentLimit, urlLimit, bodyLimit } = world.quirks;
  if (segmentLimit > 0 && path.split('/').some((segment) => segment.length > segmentLimit))
    return { status: 400, headers: html, body: invalidUrl };
  if (urlLimit > 0 && url.length > urlLimit) return { status: 414, headers: html, body: statusPage(414) };
  if (bodyLimit > 0 && Buffer.byteLength(body) > bodyLimit) return { status: 413, headers: html, body: statusPage(413) };
  return undefined;
}

function interfaceAnswer(by: Service, logged: LoggedRequest, rest: string): Answer {
  const request = requestOf(by, logged, rest);
  if (!request) throw setNotFound(rest); // options that cannot be read have thrown before
  if (request.method !== 'GET') by.beforeWrite(logged);
  return route({ world: by.world, request, user: by.world.users.service });
}

/** The decoded request, or undefined when only its format is wanted and the query is what is wrong. */
function requestOf(by: Service, logged: LoggedRequest, rest: string): Request | undefined {
  const at = logged.url.indexOf('?');
  const root = `http://${logged.headers['host'] ?? ''}${by.base}${service}/`;
  try {
    const options = parseOptions(at < 0 ? '' : logged.url.slice(at + 1));
    const format = formatOf(options, logged.headers['accept'] ?? '');
    return {
      method: logged.method,
      path: decode(rest),
      options,
      headers: logged.headers,
      body: logged.body,
      place: { root },
      format,
    };
  } catch (error) {
    if (rest !== '') throw error;
    return undefined;
  }
}
