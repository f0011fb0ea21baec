/** A refusal with 1C's own code and both languages (1c.md 2.10). The server's locale decides which text is sent. */
export class OnecError extends Error {
  readonly status: number;
  readonly code: string;
  readonly ru: string;
  readonly en: string;

  constructor(status: number, code: number, ru: string, en: string) {
    super(ru);
    this.status = status;
    this.code = String(code);
    this.ru = ru;
    this.en = en;
  }
}

/** An exception raised by the configuration's own code: 500, code -1, a sentence for the accountant. */
export const refusal = (ru: string): OnecError => new OnecError(500, -1, ru, ru);

export const setNotFound = (name: string): OnecError =>
  new OnecError(404, 8, `Сущность "${name}" не найдена!`, `"${name}" entity is not found`);

export const instanceNotFound = (set: string): OnecError =>
  new OnecError(
    404,
    9,
    `Экземпляр сущности "${set.replace(/^[A-Za-z]+_/, '')}" не найден по переданному ключу.`,
    'Entity instance not found',
  );

export const unparsed = (value: string, type: string): OnecError =>
  new OnecError(
    400,
    1,
    `Не удалось разобрать строку '${value}' как значение типа Edm.${type}!`,
    `Failed to parse string '${value}' as a value of the Edm.${type} type!`,
  );

export const badRequest = (ru: string, en: string): OnecError => new OnecError(400, 2, ru, en);

export const badOption = (option: string): OnecError =>
  new OnecError(400, 14, `Ошибка при разборе опции запроса ${option}`, `Error parsing ${option} query option`);

export const segmentNotFound = (name: string): OnecError =>
  new OnecError(400, 6, `Сегмент пути "${name}" не найден!`, `Path segment "${name}" is not found!`);

export const internalError = (): OnecError =>
  new OnecError(500, -1, 'Произошла внутренняя ошибка OData сервиса', 'Internal OData service error');

export const methodForbidden = (method: string): OnecError =>
  new OnecError(
    405,
    19,
    `HTTP-метод ${method} запрещен в данном контексте`,
    `HTTP method ${method} is not allowed in this context`,
  );

export const noAccess = (): OnecError => new OnecError(401, 20, 'Нарушение прав доступа!', 'Access violation!');

export const notImplemented = (ru: string, en: string): OnecError => new OnecError(501, 0, ru, en);

export const wrongFunction = (name: string): OnecError =>
  new OnecError(
    400,
    21,
    `Функция "${name}" не реализована либо вызвана с неверными аргументами`,
    `Function "${name}" is not implemented`,
  );
