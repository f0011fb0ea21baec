/**
 * The catalogue: every code a person can meet, in Russian and English - what was tried, what came instead, what to do next (P4).
 * Codes are stable; docs/reference/errors.md is generated from this table. {name} stands for a detail of the occurrence.
 */
export type Lang = 'ru' | 'en';

interface Text {
  readonly what: string;
  readonly next: string;
}

interface Entry {
  readonly ru: Text;
  readonly en: Text;
}

const e = (enWhat: string, enNext: string, ruWhat: string, ruNext: string): Entry => ({
  en: { what: enWhat, next: enNext },
  ru: { what: ruWhat, next: ruNext },
});

export const CATALOGUE = {
  // Reaching a host ---------------------------------------------------------------------------------------------------
  'host-unreachable': e(
    'No connection to {host}: nobody answers at its address.', 'Check that the web server and the base are running and that the address in the configuration is right. Sidebook tries again by itself.',
    'Нет связи с {host}: по адресу никто не отвечает.', 'Проверьте, что веб-сервер и база запущены и адрес в настройках верен. Sidebook повторит сам.'),
  'unknown-host': e(
    'The server name in the address of {host} is not known.', 'Correct the address in the configuration, or the name in the DNS.',
    'Имя сервера в адресе {host} не найдено.', 'Исправьте адрес в настройках или запись DNS.'),
  'tls-untrusted': e(
    'The certificate of {host} is not trusted.', 'Install the certificate authority on this machine (NODE_EXTRA_CA_CERTS), or renew the certificate.',
    'Сертификату {host} нет доверия.', 'Установите центр сертификации на этой машине (NODE_EXTRA_CA_CERTS) или обновите сертификат.'),
  'host-slow': e(
    '{host} did not answer in time.', 'A cold base takes a minute; Sidebook tries again. If it stays so, look at the load of the 1C server.',
    '{host} не ответил вовремя.', 'Холодной базе нужна минута; Sidebook повторит. Если так и останется, проверьте загрузку сервера 1С.'),
  'connection-cut': e(
    '{host} broke off its answer.', 'Sidebook tries again. If it happens often, look for a proxy or antivirus that cuts long answers.',
    '{host} оборвал ответ.', 'Sidebook повторит. Если это часто, ищите прокси или антивирус, обрывающий длинные ответы.'),
  'host-updating': e(
    '{host} answers with a page instead of data: the base is being updated or is in exclusive mode.', 'Wait until the update is over; nothing is lost.',
    '{host} отвечает страницей вместо данных: база обновляется или открыта монопольно.', 'Дождитесь конца обновления, ничего не потеряно.'),
  'html-instead-of-json': e(
    'A page came from {host} instead of data ({set}).', 'Usually a login page or a proxy: check user, password and the path of the publication.',
    'Вместо данных от {host} пришла страница ({set}).', 'Обычно это страница входа или прокси: проверьте пользователя, пароль и путь публикации.'),
  'json-cut': e(
    'The answer of {host} ends in the middle ({set}).', 'Nothing of it was used. Sidebook asks again; if it stays so, look for a size limit on the web server.',
    'Ответ {host} обрывается на середине ({set}).', 'Он не использован. Sidebook спросит снова; если повторяется, ищите ограничение размера на веб-сервере.'),
  'not-understood': e(
    'An answer of {host} could not be understood ({set}).', 'Nothing of it was used. Send the support package of "sidebook doctor" if it stays.',
    'Ответ {host} не удалось понять ({set}).', 'Он не использован. Если повторяется, пришлите вывод «sidebook doctor».'),
  'host-exception': e(
    'The application server of {host} reported an exception.', 'Sidebook tries again. If it stays, the event log of 1C says more.',
    'Сервер приложений {host} сообщил об исключении.', 'Sidebook повторит. Если остаётся, подробности в журнале регистрации 1С.'),
  'no-session': e(
    '{host} has no session or licence free for Sidebook.', 'End a session, or add a licence. Sidebook tries again.',
    'У {host} нет свободного сеанса или лицензии для Sidebook.', 'Завершите лишний сеанс или добавьте лицензию. Sidebook повторит.'),
  'too-many-requests': e(
    '{host} asks for fewer requests.', 'Sidebook waits as long as it was told to.',
    '{host} просит реже обращаться.', 'Sidebook подождёт столько, сколько просят.'),
  'lock-conflict': e(
    '{host} did not write: the data is locked by somebody.', 'Nothing was stored; Sidebook tries again.',
    '{host} не записал: данные заблокированы другим пользователем.', 'Ничего не записано; Sidebook повторит.'),
  'wrong-password': e(
    '{host} does not accept the user or the password.', 'Correct user and password (environment or file); Cyrillic is sent as UTF-8.',
    '{host} не принимает пользователя или пароль.', 'Исправьте пользователя и пароль (окружение или файл); кириллица идёт в UTF-8.'),
  'no-right': e(
    'The user of Sidebook has no right to read {set} of {host}, or restrictions hide rows.', 'Give the right in 1C, or set "allowedOnly": true; what is hidden is then never taken for deleted.',
    'У пользователя Sidebook нет права читать {set} в {host}, или строки скрыты ограничениями.', 'Дайте право в 1С или поставьте "allowedOnly": true; скрытое не будет считаться удалённым.'),
  'no-such-base': e(
    'There is no OData interface at the address of {host}.', 'Check the publication: default.vrd needs <standardOdata enable="true"/>, the path ends in /odata/standard.odata/.',
    'По адресу {host} нет интерфейса OData.', 'Проверьте публикацию: в default.vrd нужен <standardOdata enable="true"/>, путь кончается на /odata/standard.odata/.'),
  'not-published': e(
    '{set} is not published by {host}.', 'Add it to the composition of the OData interface; "sidebook init" prints the lines of 1C code.',
    '{set} не опубликован в {host}.', 'Добавьте его в состав интерфейса OData; «sidebook init» печатает нужный код 1С.'),
  'not-mapped': e(
    '{host} was asked for {entity} without a mapping.', 'Add the mapping to the pack or the configuration.',
    'У {host} спросили {entity} без отображения.', 'Добавьте отображение в набор или настройки.'),
  'property-vanished': e(
    'A mapped field is no longer in {set} of {host}: the configuration was changed.', 'Run "sidebook mappings check"; it names the field. Nothing of this kind is written until then.',
    'Поля отображения больше нет в {set} ({host}): конфигурация изменилась.', 'Выполните «sidebook mappings check», он назовёт поле. До этого ничего такого не пишется.'),
  'property-absent': e(
    '{host} left {property} out of {entity} {object}.', 'An absent field is not an empty one, so nothing was taken over. Check the mapping against the base.',
    '{host} не прислал {property} у {entity} {object}.', 'Отсутствующее поле не пустое, поэтому ничего не взято. Сверьте отображение с базой.'),
  'property-unclear': e(
    '{host} shows {property} of {entity} {object} in a form that cannot be read.', 'Nothing was taken over from it. Look at the object in {host}; if it is in order there, check the mapping against the base.',
    '{host} показывает {property} у {entity} {object} в виде, который не прочесть.', 'Из него ничего не взято. Посмотрите объект в {host}; если там всё верно, сверьте отображение с базой.'),
  'node-unclear': e(
    'The exchange plan {set} of {host} has {count} nodes that could be ours.', 'Name the code of the node in the configuration ("node").',
    'В плане обмена {set} ({host}) {count} узлов могут быть нашими.', 'Укажите код узла в настройках ("node").'),
  'cursor-lost': e(
    '{host} forgot how far its changes had been read.', 'Everything is looked at again; nothing is lost.',
    '{host} забыл, до какого места прочитаны изменения.', 'Всё будет просмотрено заново, ничего не потеряно.'),
  'lease-lost': e(
    'Another Sidebook took over {host}.', 'A short overlap while restarting is normal. If it stays, two installations share one store.',
    'Работу с {host} принял другой Sidebook.', 'Короткое совпадение при перезапуске нормально. Если остаётся, с одной базой работают две установки.'),
  // Writing -----------------------------------------------------------------------------------------------------------
  'records-busy': e('Records of {entity} were changed here again and again while a list of {host} was stored.', 'Nothing is lost: the list is read again in a few minutes.', 'Записи ({entity}) здесь всё время менялись, пока записывался список {host}.', 'Ничего не потеряно: список скоро будет прочитан снова.'),
  stale: e('The object was changed in {host} meanwhile.', 'It is read again and merged.', 'Объект тем временем изменили в {host}.', 'Он будет прочитан и объединён.'),
  'host-refused': e('{host} refused to write: "{sentence}"', 'Correct the cause there or here, then retry.', '{host} отказался записать: «{sentence}»', 'Устраните причину там или здесь и повторите.'),
  'host-internal': e('{host} failed inside while writing: "{sentence}"', 'Nothing was stored. Retry; if it stays, the event log of 1C says more.', 'Внутренняя ошибка {host} при записи: «{sentence}»', 'Ничего не записано. Повторите; если остаётся, смотрите журнал регистрации 1С.'),
  'request-refused': e('{host} did not accept the request: "{sentence}"', 'The mapping asks for something this base does not know; run "sidebook mappings check".', '{host} не принял запрос: «{sentence}»', 'Отображение просит то, чего база не знает; выполните «sidebook mappings check».'),
  'period-closed': e('The period is closed in {host}: "{sentence}"', 'Ask the accountant to open it, or change the date; then retry.', 'Период закрыт в {host}: «{sentence}»', 'Попросите бухгалтера открыть период или измените дату, затем повторите.'),
  'object-gone': e('The object is no longer in {host}.', 'See the problem "vanished" of the record.', 'Объекта больше нет в {host}.', 'Смотрите вопрос «исчез» у записи.'),
  'key-exists': e('{host} already has an object with this key.', 'It is looked up and linked.', 'В {host} уже есть объект с таким ключом.', 'Он будет найден и связан.'),
  'action-unknown': e('{host} has no action {action} for {set}.', 'Correct the mapping.', 'У {host} нет действия {action} для {set}.', 'Исправьте отображение.'),
  'act-refused': e('Stored in {host}, but not posted: "{sentence}"', 'Correct the cause in {host} and post there, or retry.', 'В {host} записано, но не проведено: «{sentence}»', 'Устраните причину в {host} и проведите там, или повторите.'),
  'seconds-lost': e('{host} does not keep the seconds of a date, so an invoice could not be recognised after a lost answer.', 'Name a marker field in the mapping of invoices ("marker").', '{host} не хранит секунды даты: счёт нельзя узнать после потерянного ответа.', 'Укажите поле-маркер в отображении счетов ("marker").'),
  'field-too-long': e('{field} has {length} characters, {host} holds {max}.', 'Shorten it, or choose "long": "shorten" in the mapping.', '{field}: {length} знаков, {host} хранит {max}.', 'Сократите или поставьте "long": "shorten" в отображении.'),
  'bad-number': e('{field} is no number {host} can hold.', 'Correct the value.', '{field}: такое число {host} не хранит.', 'Исправьте значение.'),
  altered: e('{host} stored something else than was sent: {fields}.', 'Choose which value holds: ours is sent again, theirs is taken over.', '{host} записал не то, что послано: {fields}.', 'Выберите верное: наше пошлём снова, их примем.'),
  'unknown-outcome': e('{host} never said what became of a write.', 'Look in {host}: choose ours or theirs, or name the object that was made.', '{host} не сообщил, чем кончилась запись.', 'Посмотрите в {host}: выберите наше или их, или укажите созданный объект.'),
  oscillating: e('This value was sent to {host} three times and came back changed each time.', 'Two systems fight over it: choose one value, then give the field one owner in the mapping.', 'Значение трижды отправлено в {host} и каждый раз возвращалось другим.', 'За поле спорят две системы: выберите значение и назначьте полю одного владельца.'),
  // Meeting and merging -------------------------------------------------------------------------------------------------
  conflict: e('Changed on both sides.', 'Choose ours, theirs, or type the right value.', 'Изменено с обеих сторон.', 'Выберите наше, их или введите верное.'),
  'first-conflict': e('Both sides are filled and differ, and were never agreed.', 'Choose ours, theirs, or type the right value.', 'Обе стороны заполнены по-разному и ещё не сверялись.', 'Выберите наше, их или введите верное.'),
  marked: e('Marked for deletion in {host}.', 'Keep it, or deactivate it here and elsewhere. Nothing moves before you answer.', 'Помечено на удаление в {host}.', 'Оставьте или сделайте недействующим здесь и в других системах. До ответа ничего не изменится.'),
  vanished: e('No longer in {host}: deleted there.', 'Keep it here, deactivate it, or create it there again.', 'Больше нет в {host}: удалено там.', 'Оставьте здесь, сделайте недействующим или создайте там снова.'),
  ambiguous: e('It is not certain which of ours this object of {host} is: {candidates}', 'Say which it is, or that it stands alone. Nothing is created until then.', 'Не ясно, какой из наших записей соответствует объект {host}: {candidates}', 'Укажите, какой, или что это отдельный. До этого ничего не создаётся.'),
  duplicate: e('{host} has a second object with the same numbers.', 'Say that it is the same (it is then only read), or that it stands apart. Merging is done in {host}.', 'В {host} есть второй объект с теми же номерами.', 'Укажите, что это тот же (он будет только читаться), или отдельный. Объединяют в самом {host}.'),
  'several-there': e('{host} has {count} objects this record could be: {ids}', 'Say which it is.', 'В {host} {count} объекта, которые могут быть этой записью: {ids}', 'Укажите, какой.'),
  'taken-there': e('The object of {host} with these numbers already stands for another record.', 'One of our two records is a duplicate: decide which one stays.', 'Объект {host} с этими номерами уже связан с другой записью.', 'Одна из двух наших записей лишняя: решите, какая остаётся.'),
  'perhaps-there': e('{host} has something very near to this record ({reason}): {ids}', 'Say that it is the same, or that it stands apart; only then it is created.', 'В {host} есть очень похожее ({reason}): {ids}', 'Укажите, что это то же самое, или отдельное; только тогда создадим.'),
  'unmapped-value': e('The value "{value}" of {field} has no row in the mapping.', 'Add it to the table of the mapping. It is not guessed.', 'Для значения «{value}» поля {field} нет строки в отображении.', 'Добавьте её в таблицу отображения. Мы не угадываем.'),
  'totals-differ': e('The sums of the invoice do not agree with its lines, so it was not sent.', 'Correct quantity, price or VAT of the lines.', 'Суммы счёта не сходятся со строками, поэтому он не отправлен.', 'Исправьте количество, цену или НДС в строках.'),
  frozen: e('The invoice was posted in {host} while it was being written.', 'Both versions are shown; the books decide. Correct it in {host} if needed.', 'Счёт провели в {host} во время записи.', 'Показаны обе версии; решает бухгалтерия. При необходимости исправьте в {host}.'),
  'reference-waiting': e('It refers to {entity} {name}, which is not in {host} yet.', 'It is sent as soon as that one is there.', 'Ждёт: {entity} {name}. В {host} этого пока нет.', 'Уйдёт само, как только появится.'),
  'reference-unmatched': e('It refers to {entity} that is not matched yet.', 'Answer the question about that one first.', 'Ждёт: {entity}. Сопоставления пока нет.', 'Сначала ответьте на вопрос об этой записи.'),
  'reference-gone': e('It refers to {entity} that is not in {host}.', 'Correct the reference in {host}, or create it again.', 'Ссылка ведёт в никуда: {entity}. В {host} этого нет.', 'Исправьте ссылку в {host} или создайте запись снова.'),
  'reference-outside': e('It belongs to {entity} {name}, which is outside the scope of {host}.', 'Widen the scope, or leave it as it is.', 'Вне охвата {host}: {entity} {name}.', 'Расширьте охват или оставьте как есть.'),
  'host-restored': e('Known objects of {host} are gone, or its messages went back: it looks restored from a backup.', 'Nothing is written to {host} until you say who is right: the host or the module.', 'Известные объекты {host} пропали или номера сообщений ушли назад: похоже на восстановление из копии.', 'В {host} ничего не пишем, пока вы не скажете, кто прав: база или модуль.'),
  'store-restored': e('Our own store was put back from a backup.', 'Everything is read again and nothing is written until you say: the hosts are right.', 'Наше хранилище восстановлено из копии.', 'Всё читается заново и ничего не пишется, пока вы не скажете: базы правы.'),
  // Plan, switches, people ----------------------------------------------------------------------------------------------
  'too-many-writes': e('The plan would write {count} objects of {host} at once.', 'Look at it: sidebook plan --show {plan}; accept it: sidebook sync --accept {plan}', 'План записал бы сразу {count} объектов в {host}.', 'Посмотрите: sidebook plan --show {plan}; примите: sidebook sync --accept {plan}'),
  'too-many-deactivations': e('The plan would deactivate {count} objects at once.', 'Look at it: sidebook plan --show {plan}; accept it: sidebook sync --accept {plan}', 'План сделал бы недействующими сразу {count} объектов.', 'Посмотрите: sidebook plan --show {plan}; примите: sidebook sync --accept {plan}'),
  'too-many-leave-scope': e('{count} objects would leave the scope at once.', 'Check the scope in the configuration; accept it: sidebook sync --accept {plan}', 'Сразу {count} объектов вышли бы из охвата.', 'Проверьте охват в настройках; примите: sidebook sync --accept {plan}'),
  'write-off': e('Writing is switched off.', 'Switch it on: sidebook write on --by NAME', 'Запись выключена.', 'Включите: sidebook write on --by ИМЯ'),
  'write-off-host': e('Writing to {host} is switched off.', 'Switch it on: sidebook write on {host} --by NAME', 'Запись в {host} выключена.', 'Включите: sidebook write on {host} --by ИМЯ'),
  paused: e('{host} is paused.', 'Go on: sidebook resume {host}', '{host} приостановлен.', 'Продолжить: sidebook resume {host}'),
  restored: e('{host} is suspected to be restored from a backup and is only read.', 'Answer the problem "restored".', '{host}, возможно, восстановлен из копии и только читается.', 'Ответьте на вопрос «восстановлено».'),
  'invoice-posted': e('The invoice is posted: its {unit} belongs to the books.', 'Keep your change as a proposal (--propose), or ask the accountant to change it in 1C.', 'Счёт проведён: {unit} решает бухгалтерия.', 'Оставьте правку предложением (--propose) или попросите бухгалтера изменить в 1С.'),
  'field-not-yours': e('{unit} is decided by the accounting system.', 'Change it there; it arrives here by itself.', '{unit} определяет учётная система.', 'Измените там, сюда придёт само.'),
  'field-unknown': e('There is no field {field}.', 'The names of the fields: docs/reference/mapping-format.md', 'Поля {field} нет.', 'Имена полей: docs/reference/mapping-format.md'),
  'nothing-unpaid': e('“{name}” has no unpaid invoice in 1C.', 'Issue one first, then pay it.', 'У «{name}» нет неоплаченных счетов в 1С.', 'Сначала выставьте счёт, потом оплачивайте.'),
  'record-unknown': e('There is no record {id}.', 'List them: sidebook counterparty list, sidebook invoice list', 'Записи {id} нет.', 'Список: sidebook counterparty list, sidebook invoice list'),
  'record-moved': e('The record was changed meanwhile (now revision {rev}).', 'Look at it again, then repeat your change.', 'Запись тем временем изменили (теперь ревизия {rev}).', 'Посмотрите снова и повторите правку.'),
  'not-a-draft': e('Only a draft can be issued.', 'Change an issued invoice instead.', 'Выставить можно только черновик.', 'Выставленный счёт можно изменить.'),
  'host-issues': e('Invoices of this organisation are issued in {host} only: there they rest on an order.', 'Make the order and its invoice in {host}; it appears here within minutes.', 'Счета этой организации выставляются только в {host}: там они опираются на заказ.', 'Оформите заказ и счёт в {host}; здесь он появится через несколько минут.'),
  'not-complete': e('The invoice lacks: {fields}.', 'Fill them in, then issue it.', 'В счёте не заполнено: {fields}.', 'Заполните и выставьте.'),
  'problem-unknown': e('There is no problem {id}.', 'List them: sidebook problems', 'Вопроса {id} нет.', 'Список: sidebook problems'),
  'problem-moved': e('The values have changed since the question was shown, so your answer was not applied.', 'Look at it again: sidebook problems show {id}', 'Значения изменились с тех пор, как вопрос показали; ответ не применён.', 'Посмотрите снова: sidebook problems show {id}'),
  'posted-meanwhile': e('{host} posted the invoice while an edit of ours was on its way: the posted document was changed.', 'Compare both versions. If the accountant\'s is right, correct it in {host}; then answer keep.', 'В {host} счёт провели, пока наша правка была в пути: проведённый документ изменён.', 'Сравните обе версии. Если верна версия бухгалтера, исправьте документ в {host}; затем ответьте keep.'),
  'answer-unfit': e('This answer does not fit the question.', 'The answers that fit: sidebook problems show {id}', 'Такой ответ к вопросу не подходит.', 'Подходящие ответы: sidebook problems show {id}'),
  'undo-unfit': e('The answer to question {id} cannot be taken back: it did not choose a value.', 'Say what holds now on the record itself: sidebook counterparty set, sidebook invoice set.', 'Ответ на вопрос {id} взять назад нельзя: он не выбирал значение.', 'Укажите верное в самой записи: sidebook counterparty set, sidebook invoice set.'),
  'month-unclear': e('{month} is no month.', 'Write it as 2026-03.', '{month} - не месяц.', 'Напишите так: 2026-03.'),
  'plan-unknown': e('There is no plan {plan}.', 'Make one: sidebook plan', 'Плана {plan} нет.', 'Составьте: sidebook plan'),
  // Widgets: what the API answers -------------------------------------------------------------------------------------------
  'never-read': e('{host} has not been read to the end yet.', 'Wait for the first load; it goes on by itself.', '{host} ещё не прочитана до конца.', 'Дождитесь первой загрузки, она идёт сама.'),
  'data-late': e('The data of {host} is late.', 'It is read again by itself; if it stays so, tell the administrator.', 'Данные {host} запаздывают.', 'Они перечитаются сами; если так и останется, сообщите администратору.'),
  'entity-unknown': e('{entity} is no kind of object Sidebook shows.', 'Name a counterparty or an invoice.', 'Объекты {entity} Sidebook не показывает.', 'Укажите контрагента или счёт.'),
  'input-needed': e('is needed', 'Fill it in.', 'нужно заполнить', 'Заполните.'),
  'input-number': e('is no number', 'Write it as 1234,50.', 'не число', 'Напишите так: 1234,50.'),
  'input-date': e('is no date', 'Write it as 2026-03-31.', 'не дата', 'Напишите так: 2026-03-31.'),
  'input-long': e('is too long', 'Shorten it.', 'слишком длинно', 'Сократите.'),
  'input-choice': e('is none of the values there are', 'Choose one of the list.', 'нет такого значения', 'Выберите из списка.'),
  'no-home': e('No base is named for invoices of this organisation.', 'The administrator names it in the configuration (issueIn).', 'Не указано, в какой базе выставлять счета этой организации.', 'Администратор укажет её в настройках (issueIn).'),
  'plan-moved': e('The plan is not the one to accept any more: it was accepted, or is out of date.', 'Make the plan anew.', 'Этот план уже не принять: он принят или устарел.', 'Составьте план заново.'),
  'proposal-closed': e('This proposal is closed already.', 'Refresh the list.', 'Это предложение уже закрыто.', 'Обновите список.'),
  // Configuration and store ---------------------------------------------------------------------------------------------
  'config-missing': e('There is no {file}.', 'Make one: sidebook init, or run the demo: npm start', 'Нет файла {file}.', 'Создайте: sidebook init, или запустите демо: npm start'),
  'config-invalid': e('{file}, line {line}: {path}: {problem}', 'Correct the line; every key is explained in docs/reference/configuration.md', '{file}, строка {line}: {path}: {problem}', 'Исправьте строку; ключи описаны в docs/reference/configuration.md'),
  'host-unknown': e('The configuration has no host {host}.', 'Known: {known}', 'В настройках нет базы {host}.', 'Есть: {known}'),
  'mapping-refused': e('The mapping of {entity} for {host} cannot be used: {detail}', 'Correct it; "sidebook mappings check" shows everything at once. Only this kind is stopped.', 'Отображение {entity} для {host} нельзя использовать: {detail}', 'Исправьте; «sidebook mappings check» покажет всё сразу. Остановлен только этот вид.'),
  // Mappings: findings of "mappings check" and doctor; {there} is set.property ---------------------------------------------
  'mapping-invalid': e('The mapping file is wrong: {detail}', 'Its shape: docs/reference/mapping-format.md', 'Ошибка в файле отображения: {detail}', 'Его форма: docs/reference/mapping-format.md'),
  'field-twice': e('The field is mapped twice.', 'Leave one of the two entries.', 'Поле отображено дважды.', 'Оставьте одну запись из двух.'),
  'field-private': e('This is a word of the private store; it must never leave.', 'Take the field out of the mapping.', 'Это слово закрытого хранилища, оно не должно уходить.', 'Уберите поле из отображения.'),
  'table-unknown': e('The mapping has no table {detail}.', 'Add it under "lookups", or correct the name.', 'В отображении нет таблицы {detail}.', 'Добавьте её в "lookups" или исправьте имя.'),
  'unit-two-directions': e('Fields that only make sense together go two ways: {detail}', 'Give all of them one direction.', 'Поля, имеющие смысл только вместе, идут в разные стороны: {detail}', 'Задайте им одно направление.'),
  'set-missing': e('{there} is not published.', 'Add it to the composition of the OData interface; "sidebook init" prints the lines of 1C code.', '{there} не опубликован.', 'Добавьте его в состав интерфейса OData; «sidebook init» печатает нужный код 1С.'),
  'set-wanted': e('{there} is not published; what rests on it stays unknown.', 'Add it to the composition of the OData interface if debt, due dates or closed periods matter here.', '{there} не опубликован, и то, что на нём основано, остаётся неизвестным.', 'Добавьте его в состав интерфейса OData, если важны долги, сроки оплаты или закрытые периоды.'),
  'property-missing': e('{there} {detail} is not there.', 'Name another property in the configuration ("host"), or leave the field out ("omit").', '{there} {detail} нет.', 'Назовите другое свойство в настройках ("host") или уберите поле ("omit").'),
  'property-left-out': e('{there} {detail} is not there; the field is left out.', 'Nothing to do: not every release of the configuration has it.', '{there} {detail} нет, поле пропущено.', 'Ничего не нужно: оно есть не во всех релизах конфигурации.'),
  unproven: e('Names no base seen so far shows, only concluded from others: {names}', 'If one of them is missing here, the base may call it otherwise.', 'Имена, которых пока не показала ни одна база, выведены по другим: {names}', 'Если какого-то здесь нет, в базе он может называться иначе.'),
  'type-differs': e('{there} has another type now: {detail}', 'Name a property that fits in the configuration ("host"), or leave the field out ("omit").', 'У {there} теперь другой тип: {detail}', 'Назовите подходящее свойство в настройках ("host") или уберите поле ("omit").'),
  'metadata-unreadable': e('{file} is not the $metadata of a 1C base.', 'Save it from the address of the base, …/odata/standard.odata/$metadata, and name that file.', '{file} - это не $metadata базы 1С.', 'Сохраните его по адресу базы, …/odata/standard.odata/$metadata, и укажите этот файл.'),
  'sqlite-missing': e('No SQLite driver loads here: {reasons}', 'Use Node 22.16 or later (it has one built in), or install build tools and run "npm ci" again.', 'Драйвер SQLite не загружается: {reasons}', 'Возьмите Node 22.16 или новее (там есть встроенный) или поставьте средства сборки и повторите «npm ci».'),
  'store-newer': e('The store was written by a newer Sidebook (schema {found}, known {known}).', 'Update Sidebook, or use the copy made before the update.', 'Хранилище записано более новым Sidebook (схема {found}, известна {known}).', 'Обновите Sidebook или возьмите копию, сделанную до обновления.'),
  'store-full': e('The disk of the store is full.', 'Make room; nothing that was stored is lost, and Sidebook goes on by itself.', 'На диске хранилища нет места.', 'Освободите место; записанное не потеряно, Sidebook продолжит сам.'),
  'store-busy': e('Another process holds the store.', 'Stop the other Sidebook that uses {file}.', 'Хранилище занято другим процессом.', 'Остановите другой Sidebook с файлом {file}.'),
  'port-taken': e('Port {port} is taken.', 'Another one is used; nothing to do.', 'Порт {port} занят.', 'Взят другой, делать ничего не нужно.'),
  'flow-silent': e('{host}: no success for {minutes} min although there is something to do.', 'Look at the cause: sidebook doctor', '{host}: {minutes} мин без успеха, хотя есть что делать.', 'Причину покажет: sidebook doctor'),
  // Server: tokens, requests, clients -------------------------------------------------------------------------------------
  'token-missing': e('The request carries no token.', 'Ask your administrator to set up the panel: docs/guides/embed.', 'В запросе нет токена.', 'Попросите администратора настроить панель: docs/guides/embed.'),
  'token-bad': e('The access of this panel was not accepted.', 'Open the form again. If it stays so, the administrator looks at client and key: sidebook client list, sidebook key list.', 'Доступ этой панели не принят.', 'Откройте форму заново. Если не помогло, администратор проверит клиента и ключ: sidebook client list, sidebook key list.'),
  'token-expired': e('The access of this panel has expired.', 'It is renewed by itself; if not, press "Renew access" or open the form again.', 'Доступ этой панели истёк.', 'Он обновится сам; если нет, нажмите «Обновить доступ» или откройте форму заново.'),
  'token-clock': e('The clock of the host is ahead of the server by {seconds} s.', 'The administrator sets both clocks by a time server; up to 60 s is accepted.', 'Часы базы спешат относительно сервера на {seconds} с.', 'Администратор сверит часы обеих машин с сервером времени; допускается до 60 с.'),
  'origin-refused': e('Pages of this address may not use the access of this panel.', 'The administrator adds the address to the client: sidebook client add CLIENT --origin ADDRESS', 'Страницам с этого адреса доступ этой панели не разрешён.', 'Администратор добавит адрес клиенту: sidebook client add КЛИЕНТ --origin АДРЕС'),
  'not-allowed': e('You may not see or do this.', 'If you need it, ask your administrator for the role.', 'Это вам не разрешено.', 'Если это нужно, попросите роль у администратора.'),
  invalid_scope: e('The scope of the token is not right: {entity}', 'Name objects as host:type:id; "*" needs a client with --all.', 'Область токена указана неверно: {entity}', 'Называйте объекты как база:тип:id; для "*" клиенту нужен --all.'),
  bad_client: e('Client and secret do not fit.', 'Check both; a new key: sidebook key add CLIENT', 'Клиент и секрет не подходят.', 'Проверьте оба; новый ключ: sidebook key add КЛИЕНТ'),
  role_or_widget_not_allowed: e('None of the roles sent may see the widget asked for.', 'Map the role: sidebook client add CLIENT --role "NAME=accountant"', 'Ни одна из переданных ролей не может видеть этот виджет.', 'Сопоставьте роль: sidebook client add КЛИЕНТ --role "ИМЯ=accountant"'),
  unknown_user: e('This user of the host is not known here, or was locked.', 'Add the user: sidebook user add CLIENT USER, or let them be added by themselves: sidebook client add CLIENT --auto-users', 'Этот пользователь базы здесь не заведён или отключён.', 'Добавьте его: sidebook user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ, или разрешите заводить автоматически: sidebook client add КЛИЕНТ --auto-users'),
  'body-too-large': e('The request is larger than {limit} kB.', 'Send less at once.', 'Запрос больше {limit} КБ.', 'Отправьте частями.'),
  'body-malformed': e('The request is not JSON.', 'Send application/json in UTF-8.', 'Запрос не является JSON.', 'Отправляйте application/json в UTF-8.'),
  'input-wrong': e('Some of the input is not right.', 'Correct the marked fields.', 'Часть введённого неверна.', 'Исправьте отмеченные поля.'),
  'input-field': e('not what is expected here', 'Correct it.', 'здесь ожидается другое', 'Исправьте.'),
  'address-unknown': e('There is nothing at this address.', 'The addresses: docs/reference/http-api.md', 'По этому адресу ничего нет.', 'Адреса: docs/reference/http-api.md'),
  'method-wrong': e('This address does not take {method}.', 'It takes: {allowed}', 'Этот адрес не принимает {method}.', 'Он принимает: {allowed}'),
  'too-often': e('Too many requests in a short time.', 'It goes on by itself in {seconds} s.', 'Слишком много запросов за короткое время.', 'Продолжится само через {seconds} с.'),
  'key-needed': e('The change carries no Idempotency-Key.', 'Send one, a new one for each change.', 'У изменения нет Idempotency-Key.', 'Передайте его, новый для каждого изменения.'),
  'key-reused': e('The same Idempotency-Key came with another request.', 'Send a new key for each change.', 'Тот же Idempotency-Key пришёл с другим запросом.', 'Для каждого изменения нужен новый ключ.'),
  'key-running': e('The same change is still being made, or was broken off.', 'Look at the record before you repeat it.', 'Это изменение ещё выполняется или прервалось.', 'Посмотрите на запись, прежде чем повторять.'),
  'match-needed': e('The change does not say which state it was made on (If-Match).', 'Load the record again and repeat the change.', 'Изменение не говорит, к какому состоянию относится (If-Match).', 'Загрузите запись снова и повторите правку.'),
  'cannot-listen': e('The server cannot listen on {address}: {reason}.', 'Stop what uses the port, or set another: "server": {"listen": {"port": 8018}}', 'Сервер не может принимать соединения на {address}: {reason}.', 'Остановите того, кто занял порт, или задайте другой: "server": {"listen": {"port": 8018}}'),
  'tls-unusable': e('The certificate cannot be used: {file}: {reason}', 'Check "server": {"tls": …}: file, key and password must belong together.', 'Сертификат нельзя использовать: {file}: {reason}', 'Проверьте "server": {"tls": …}: файл, ключ и пароль должны подходить друг к другу.'),
  'client-unknown': e('There is no client {client}.', 'Known: {known}. A new one: sidebook client add {client}', 'Клиента {client} нет.', 'Есть: {known}. Завести: sidebook client add {client}'),
  'client-name': e('{client} cannot be the name of a client.', 'Lower-case Latin letters, digits and hyphens, at most 31.', '{client} не может быть именем клиента.', 'Строчные латинские буквы, цифры и дефис, до 31 знака.'),
  'origin-wrong': e('{origin} is not an origin.', 'Like https://crm.example, without a path; http only for localhost.', '{origin} - это не адрес страницы-хозяина.', 'Например, https://crm.example, без пути; http только для localhost.'),
  'role-wrong': e('{role} names none of our roles.', 'HOST ROLE=ours; ours are {known}', '{role}: такой нашей роли нет.', 'РОЛЬ БАЗЫ=наша; наши: {known}'),
  'user-unknown': e('Client {client} has no user {user}.', 'List them: sidebook user list {client}', 'У клиента {client} нет пользователя {user}.', 'Список: sidebook user list {client}'),
  'keys-full': e('Client {client} has {count} keys already.', 'Revoke the older one: sidebook key revoke {client} {kid}', 'У клиента {client} уже {count} ключа.', 'Отзовите старый: sidebook key revoke {client} {kid}'),
  'key-unknown': e('Client {client} has no key {kid}.', 'List them: sidebook key list {client}', 'У клиента {client} нет ключа {kid}.', 'Список: sidebook key list {client}'),
  // doctor: findings that are well ---------------------------------------------------------------------------------------
  reached: e('Reached: {url}', '', 'Связь есть: {url}', ''),
  'set-read': e('Readable: {set}', '', 'Читается: {set}', ''),
  'plan-found': e('Exchange plan found: {set}', '', 'План обмена найден: {set}', ''),
  'session-works': e('One session is used for all requests.', '', 'Все запросы идут в одном сеансе.', ''),
  'session-no-effect': e('This publication opens a session for every request; it works, only slower.', 'Nothing to do. Newer platforms keep the session.', 'Эта публикация открывает сеанс на каждый запрос: работает, но медленнее.', 'Ничего не нужно. Новые платформы сеанс держат.'),
  // Audit, personal data, copies of the store ----------------------------------------------------------------------------
  'day-wrong': e('"{text}" is not a day or a moment.', 'Write 2026-02-24 or 2026-02-24T12:00:00Z.', '«{text}» - не день и не момент времени.', 'Пишите 2026-02-24 или 2026-02-24T12:00:00Z.'),
  'head-wrong': e('"{text}" is not the head of an audit.', 'It is what "sidebook audit head" prints: NUMBER:DIGEST.', '«{text}» - не конец цепочки аудита.', 'Это то, что печатает «sidebook audit head»: НОМЕР:ДАЙДЖЕСТ.'),
  'subject-short': e('"{text}" is too short to look for a person.', 'At least {count} characters: a name, a phone, an address of e-mail.', '«{text}» - слишком короткий текст для поиска человека.', 'Не меньше {count} знаков: имя, телефон, адрес почты.'),
  'file-there': e('{file} is there already; nothing was written over.', 'Name another one, or move it away.', '{file} уже есть; ничего не перезаписано.', 'Укажите другой файл или уберите этот.'),
  'file-absent': e('{file} is not there or cannot be read.', 'Look at the path and the rights on it.', '{file} не найден или не читается.', 'Проверьте путь и права на него.'),
  'passphrase-short': e('The passphrase in {file} has fewer than {count} characters.', 'Write a longer one into the file, in one line, and keep it elsewhere than the copy.', 'Пароль в {file} короче {count} знаков.', 'Запишите в файл пароль длиннее, одной строкой, и храните его отдельно от копии.'),
  'backup-sealed': e('{file} cannot be opened: another passphrase, or the file was changed or cut.', 'Try the passphrase of that day; if it is the right one, use an older copy.', '{file} не открывается: другой пароль, либо файл изменён или обрезан.', 'Попробуйте пароль того дня; если он верный, возьмите копию постарше.'),
  'backup-broken': e('{file} is not a whole copy: {name} differs from what was written.', 'Use another copy.', '{file} - неполная копия: {name} отличается от записанного.', 'Возьмите другую копию.'),
  // Private data ----------------------------------------------------------------------------------------------------------
  'private-input': e('Not stored: {place} {field}: {problem}: {value}', 'Correct it and try again; nothing of it was stored.', 'Не записано: {place} {field}: {problem}: {value}', 'Исправьте и повторите; ничего из этого не записано.'),
  'private-moved': e('Somebody changed this meanwhile.', 'Look at it again, then repeat your change.', 'Это тем временем изменил кто-то другой.', 'Посмотрите ещё раз и повторите правку.'),
  'private-refused': e('There is no such thing, or it is not for you.', 'Check the id; rights are given by your administrator.', 'Такого нет, или это не для вас.', 'Проверьте id; права выдаёт администратор.'),
  'private-ambiguous': e('{text} fits {count}: {some}', 'Name one exactly, or by its id.', '{text} подходит к {count}: {some}', 'Назовите точно или по id.'),
  internal: e('Something went wrong inside Sidebook.', 'Nothing was half done. Please report it with the log.', 'Внутренняя ошибка Sidebook.', 'Ничего не сделано наполовину. Сообщите о ней вместе с журналом.'),
} as const satisfies Record<string, Entry>; // prettier-ignore

export type Code = keyof typeof CATALOGUE;
export const isCode = (code: string): code is Code => Object.hasOwn(CATALOGUE, code);

export interface Message {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

/** The message in the reader's language. A missing detail leaves no hole: the braces go, the sentence stays. */
export function message(code: string, detail: Detail, lang: Lang): Message {
  const entry: Entry = isCode(code) ? CATALOGUE[code] : CATALOGUE.internal;
  return { code, what: fill(entry[lang].what, detail), next: fill(entry[lang].next, detail) };
}

type Detail = Readonly<Record<string, string | number>>;

/** Holes are closed before the details go in: what a host or a person said stays as it came. */
function fill(text: string, detail: Detail): string {
  const isEmpty = (name: string): boolean => String(detail[name] ?? '') === '';
  const closed = text.replace(/\{([a-z]+)\}/gi, (hole, name: string) => (isEmpty(name) ? '' : hole));
  const tidy = closed.replace(/ +([.,:])/g, '$1').replace(/::+/g, ':').replace(/\s{2,}/g, ' ').trim(); // prettier-ignore
  return tidy.replace(/\{([a-z]+)\}/gi, (_hole, name: string) => String(detail[name]));
}

const both = (en: string, ru: string): { readonly en: string; readonly ru: string } => ({ en, ru });

/** What may be wrong at one place of the configuration; stands as {problem} in "config-invalid". */
export const CONFIG_PROBLEMS = {
  unreadable: both('this cannot be read', 'это не читается'),
  'comma-expected': both('a comma is missing before this', 'перед этим нет запятой'),
  'colon-expected': both('a colon is missing', 'нет двоеточия'),
  'value-expected': both('a value is missing', 'нет значения'),
  'property-name-expected': both('a key in double quotes is missing', 'нет ключа в двойных кавычках'),
  'close-brace-expected': both('a closing } is missing', 'нет закрывающей }'),
  'close-bracket-expected': both('a closing ] is missing', 'нет закрывающей ]'),
  'end-of-file-expected': both('nothing may follow the closing }', 'после закрывающей } ничего быть не должно'),
  'unexpected-end-of-string': both('a text does not end: the closing quote is missing', 'текст не закончен: нет закрывающей кавычки'),
  'unexpected-end-of-comment': both('a comment does not end', 'комментарий не закончен'),
  missing: both('is not there, but needed', 'не задано, а нужно'),
  twice: both('stands here a second time', 'задано второй раз'),
  'unknown-key': both('there is no such key', 'такого ключа нет'),
  'forbidden-key': both('this name cannot be used', 'такое имя использовать нельзя'),
  secret: both('a password is {"env": "NAME"} or {"file": "PATH"}, never the text itself', 'пароль задают как {"env": "ИМЯ"} или {"file": "ПУТЬ"}, а не самим текстом'),
  url: both('an address begins with http:// or https://', 'адрес начинается с http:// или https://'),
  'url-user': both('user and password have no place in the address; use "user" and "password"', 'имени и паролю не место в адресе; для них есть "user" и "password"'),
  'public-url': both('an address here has no "?" and no "#"', 'в этом адресе нет ни "?", ни "#"'),
  tls: both('HTTPS needs {"cert": "FILE", "key": "FILE"} or {"pfx": "FILE", "passphrase": …}', 'для HTTPS задают {"cert": "ФАЙЛ", "key": "ФАЙЛ"} или {"pfx": "ФАЙЛ", "passphrase": …}'),
  'time-zone': both('there is no such time zone; an example: Europe/Moscow', 'такого часового пояса нет; пример: Europe/Moscow'),
  hours: both('hours are written HH:MM-HH:MM, e.g. 22:00-05:00', 'часы пишут как ЧЧ:ММ-ЧЧ:ММ, например 22:00-05:00'),
  'host-name': both('a name is short: lower-case Latin letters, digits, hyphens', 'имя короткое: строчные латинские буквы, цифры, дефис'),
  'no-host': both('at least one host is needed', 'нужна хотя бы одна база'),
  'unknown-host': both('there is no host {host} under "hosts"', 'в "hosts" нет базы {host}'),
  'home-follows': both('{host} itself receives these from another base, so nothing is created there', '{host} сама получает это из другой базы, там ничего не создаётся'),
  'not-an-organisation': both('here stands the ИНН of an organisation, or *', 'здесь пишут ИНН организации или *'),
  'unknown-field': both('no mapping of {entity} has a field {field}', 'в отображении {entity} нет поля {field}'),
  'same-file': both('private data needs a file of its own, not that of the store', 'закрытым данным нужен свой файл, не файл хранилища'),
  'no-variable': both('the environment variable {name} is not set or empty', 'переменная окружения {name} не задана или пуста'),
  'no-file': both('the file {file} is not there, not readable or empty', 'файла {file} нет, он пуст или не читается'),
} as const; // prettier-ignore

export type ConfigProblemCode = keyof typeof CONFIG_PROBLEMS;
export const isConfigProblem = (code: string): code is ConfigProblemCode => Object.hasOwn(CONFIG_PROBLEMS, code);
export const configProblem = (code: ConfigProblemCode, detail: Detail, lang: Lang): string =>
  fill(CONFIG_PROBLEMS[code][lang], detail);

/** What may be wrong with one value of private data; stands as {problem} in "private-input". */
export const PRIVATE_PROBLEMS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  empty: both('is empty, but needed', 'пусто, а нужно'),
  'too-long': both('is too long', 'слишком длинно'),
  'not-a-number': both('is no number', 'не число'),
  negative: both('is below zero', 'меньше нуля'),
  'not-positive': both('must be above zero', 'должно быть больше нуля'),
  'too-large': both('is larger than can be kept: 12 digits before the point', 'больше, чем можно хранить: 12 знаков до запятой'),
  places: both('has more than 6 decimal places', 'больше 6 знаков после запятой'),
  choice: both('is none of the words that may stand here', 'такого слова здесь быть не может'),
  currency: both('is no currency; three letters, e.g. RUB', 'не валюта; три буквы, например RUB'),
  'vat-rate': both('is no VAT rate; percent, or "none"', 'не ставка НДС; процент или "none"'),
  date: both('is no day; YYYY-MM-DD', 'не дата; ГГГГ-ММ-ДД'),
  instant: both('is no time; YYYY-MM-DDThh:mm:ssZ', 'не время; ГГГГ-ММ-ДДTчч:мм:ссZ'),
  'too-old': both('is before 1990: nobody saw it then', 'раньше 1990 года: тогда этого никто не видел'),
  'in-the-future': both('is in the future', 'в будущем'),
  order: both('is before what comes first', 'меньше того, с чего начинается'),
  flag: both('is neither yes nor no', 'ни да, ни нет'),
  unknown: both('is not known here', 'здесь не известно'),
  itself: both('is the same as the other', 'то же самое, что и другое'),
};

/** An error a command ends with: a catalogue code and its details. */
export class SidebookError extends Error {
  readonly code: Code;
  readonly detail: Readonly<Record<string, string | number>>;
  constructor(code: Code, detail: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }
}

/** The kinds of problem, as people call them. */
export const PROBLEM_LABELS = {
  conflict: { ru: 'расхождение', en: 'conflict' },
  ambiguous: { ru: 'неоднозначно', en: 'ambiguous' },
  duplicate: { ru: 'двойник', en: 'duplicate' },
  refused: { ru: 'отказ', en: 'refused' },
  waiting: { ru: 'ждёт', en: 'waiting' },
  vanished: { ru: 'исчез', en: 'vanished' },
  marked: { ru: 'помечен на удаление', en: 'marked for deletion' },
  oscillating: { ru: 'качается', en: 'oscillating' },
  unreachable: { ru: 'нет связи', en: 'unreachable' },
  altered: { ru: 'изменено при записи', en: 'altered' },
  'unknown-outcome': { ru: 'исход неизвестен', en: 'unknown outcome' },
  'unmapped-value': { ru: 'неизвестное значение', en: 'unmapped value' },
  'totals-differ': { ru: 'суммы не сходятся', en: 'totals differ' },
  frozen: { ru: 'проведён', en: 'frozen' },
  'out-of-scope': { ru: 'вне охвата', en: 'out of scope' },
  restored: { ru: 'восстановлено', en: 'restored' },
} as const;
