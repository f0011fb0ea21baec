/** Each cause there is at the least (widgets.md 6), worded as the server does. */
import type { Cause } from '../../connector/server/contract/shared.ts';

const cause = (code: string, who: Cause['who'], text: string, next: string, retryAt: string | null = null): Cause => ({ code, who, text, next, retryAt }); // prettier-ignore

export const CAUSES: Cause[] = [
  cause('bad-credentials', 'admin', '1С:УТ не пускает: имя или пароль не подходят.', 'Проверьте пользователя обмена.'),
  cause(
    'not-published',
    'admin',
    'Справочник «Контрагенты» не опубликован в OData.',
    'Включите его в состав стандартного интерфейса.',
  ),
  cause('lock-conflict', 'itself', 'Объект сейчас правит другой пользователь.', 'Ничего не потеряно.', '2026-11-21T09:50:00Z'),
  cause('host-refused', 'accountant', '1С:УТ не приняла поле «КПП»: должно быть 9 знаков.', 'Исправьте КПП в карточке.'),
  cause(
    'stale',
    'itself',
    'Запись изменили, пока она отправлялась.',
    'Она будет прочитана и отправлена снова.',
    '2026-11-21T09:46:00Z',
  ),
  cause('too-many-requests', 'itself', 'Dynamics ограничил частоту запросов.', 'Ничего не потеряно.', '2026-11-21T09:46:00Z'),
  cause('no-right', 'admin', 'У пользователя обмена нет права на запись счетов.', 'Добавьте ему роль.'),
  cause('object-gone', 'accountant', 'Запись в базе удалена.', 'Ответьте в списке проблем.'),
  cause('duplicate', 'accountant', 'В базе два контрагента с одним ИНН и КПП.', 'Ответьте в списке проблем.'),
  cause('field-gone', 'admin', 'Поле «КПП» в базе переименовано или удалено.', 'Поправьте таблицу соответствий.'),
  cause('tls', 'admin', 'Сертификату базы нельзя доверять: срок истёк 19.11.2026.', 'Обновите сертификат.'),
  cause('host-slow', 'itself', 'База не ответила за 60 секунд.', 'Попытка повторится сама.', '2026-11-21T10:00:00Z'),
  cause('store-busy', 'itself', 'База Sidebook занята.', 'Попытка повторится сама.', '2026-11-21T09:46:00Z'),
  cause('clock-skew', 'admin', 'Часы 1С:УТ спешат на 3 минуты.', 'Включите на сервере синхронизацию времени.'),
];
