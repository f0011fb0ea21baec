/** Web pages that come instead of OData answers (1c.md 2.10). */
const page = (title: string, text: string): string =>
  `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">\r\n<HTML><HEAD><TITLE>${title}</TITLE>\r\n<META HTTP-EQUIV="Content-Type" Content="text/html; charset=utf-8"></HEAD>\r\n<BODY>${text}</BODY></HTML>\r\n`;

export const html = { 'Content-Type': 'text/html; charset=utf-8' };

/** IIS refuses a request line it cannot take. */
export const invalidUrl = page(
  'Bad Request',
  '<h2>Bad Request - Invalid URL</h2>\r\n<hr><p>HTTP Error 400. The request URL is invalid.</p>',
);

/** IIS 401.5: the login was not understood, e.g. cp1251 bytes. */
export const unauthorised = page(
  '401 - Unauthorized',
  '<h2>401 - Unauthorized: Access is denied due to invalid credentials.</h2><h3>HTTP Error 401.5 - Unauthorized</h3><p>Authorization failed by an ISAPI/CGI application.</p>',
);

/** 1C's own error page; during authentication trouble it may come with status 200. */
export const applicationError = page(
  '1C:Enterprise 8 application error',
  '<h1>1C:Enterprise 8 application error:</h1><p>Ошибка соединения с сервером 1С:Предприятия 8.3<br>by reason:<br>Идентификация пользователя не выполнена</p>',
);

/** Exclusive mode: the configuration is being updated. */
export const exclusiveMode = page(
  '1C:Enterprise 8 application error',
  '<h1>1C:Enterprise 8 application error:</h1><p>Начало сеанса с информационной базой запрещено.<br>by reason:<br>Выполняется обновление информационной базы</p>',
);

export const statusPage = (status: number): string => page(`${status}`, `<h2>HTTP Error ${status}</h2>`);

export const notFound = page('404 - File or directory not found.', '<h2>404 - File or directory not found.</h2>');

/** The application server's own exception chain. */
export const exceptionJson = JSON.stringify({
  exception: {
    clsid: 'f3cbb1a5-8c4f-4c0e-9a51-1e3a8b7c2d10',
    encoding: 'utf-8',
    descr: 'Ошибка при выполнении запроса к серверу 1С:Предприятия',
    inner: {
      descr: 'Ошибка СУБД',
      inner: { descr: 'server_addr=tcp://1c:1560 descr=Сервер 1С:Предприятия не обнаружен', inner: null },
    },
  },
});

/** A transient refusal that a repeated request may get past. */
export const lockConflict =
  'Конфликт блокировок при выполнении транзакции: Превышено максимальное время ожидания предоставления блокировки';
