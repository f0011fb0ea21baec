/**
 * Stories are told in Russian, as the server words them for a Russian reader. For another reader the server says the same in
 * English; names, addresses and goods stay as people entered them.
 */
const WORDS: Readonly<Record<string, string>> = {
  // Hosts, objects, fields
  '1С': '1C', '1С:УТ': '1C:Trade', 'База 1С:УТ': 'Base 1C:Trade', контрагенты: 'counterparties', счета: 'invoices', 'Контрагент': 'Counterparty', 'Документы «Счёт на оплату»': 'Documents “Customer invoice”',
  'Телефон': 'Phone', 'КПП': 'KPP', 'Реквизиты': 'Registration', 'Сайт': 'Website', 'Наименование': 'Name', 'Номер': 'Number', 'Сумма': 'Total', 'Комментарий': 'Comment', 'Примечание': 'Note', 'Срок оплаты': 'Due date', 'Оплатить до': 'Pay until',
  'Курс': 'Rate', 'Проведён': 'Posted', 'Вид': 'Kind', 'Товары и услуги': 'Items', 'Юридический адрес': 'Legal address', 'Юридический адрес: улица': 'Legal address: street', 'Юридический адрес: город': 'Legal address: city',
  '<b>КПП</b>': '<b>KPP</b>', адрес: 'address', 'e-mail': 'e-mail', 'полное наименование': 'legal name', 'почтовый адрес': 'postal address', 'электронная почта': 'e-mail', да: 'yes', нет: 'no', я: 'me', шт: 'pcs', т: 't',
  'Платёжное поручение': 'Payment order', 'Самозанятый': 'Self-employed',
  // Badges, warnings, guards
  совпадает: 'in step', расхождение: 'conflict', 'в очереди': 'queued', 'Должник: предупредить до звонка': 'Debtor: warn before a call', 'не звонить по понедельникам': 'no calls on Mondays',
  'Северстрой просрочил 410 000,00 ₽ на 37 дней. Договоритесь об оплате, прежде чем предлагать новое.': 'Северстрой is 37 days late with 410,000.00 ₽. Agree on the payment before you offer anything new.',
  'Регистр расчётов не опубликован в 1С. Сообщите администратору.': 'The register of settlements is not published in 1C. Tell the administrator.',
  'Такой карточки в Sidebook ещё нет: возможно, она заведена дважды.': 'Sidebook does not have this card yet: it may have been entered twice.', 'Такой карточки в Sidebook ещё нет.': 'Sidebook does not have this card yet.',
  'ИНН равен': 'INN is equal', 'КПП разный': 'KPP differs', 'название похоже': 'name is similar',
  // Invoices
  'Уйдёт со следующим циклом': 'Goes with the next cycle', 'Отправлен, ответа ещё нет': 'Sent, no answer yet', '1С отклонила счёт: не заполнен договор.': '1C refused the invoice: the contract is missing.', 'Срок изменили и в 1С, и здесь.': 'The due date was changed both in 1C and here.',
  'Счёт проведён: срок и строки решает бухгалтерия.': 'The invoice is posted: its due date and lines belong to the books.', 'Договор поставки № 17': 'Supply contract no. 17',
  '140 000,00': '140,000.00', '150 000,00': '150,000.00', '150 000,00 ₽': '150,000.00 ₽', '142 500,00 ₽': '142,500.00 ₽', '149 999,99 ₽': '149,999.99 ₽', '30.11.2026': '30/11/2026', '05.12.2026': '05/12/2026', '15.12.2026': '15/12/2026', '31.12.2026': '31/12/2026', '90,5': '90.5', '91,2': '91.2', '1 099': '1,099',
  'Болт М8×40 × 1 000 × 12,40 = 12 400,00': 'Болт М8×40 × 1,000 × 12.40 = 12,400.00',
  // Rivals
  'Прайс Крепёж+ на ноябрь.pdf': 'Price list of Krepyozh+, November.pdf', 'Прайс Крепёж+ на ноябрь.xlsx': 'Price list of Krepyozh+, November.xlsx', 'Вставлено из таблицы': 'Pasted from a table', 'опечатка': 'a slip of the pen',
  'Это тем временем изменил кто-то другой.': 'Somebody changed this meanwhile.', 'Посмотрите ещё раз и повторите правку.': 'Look at it again, then repeat your change.', 'чужой клиент': 'a customer of somebody else', 'Предложить отсрочку 30 дней.': 'Offer 30 days to pay.',
  // Refusals
  'Данные сейчас недоступны': 'The data cannot be reached now', 'База Sidebook не отвечает.': 'The store of Sidebook does not answer.', 'Сообщите администратору номер обращения.': 'Tell the administrator the trace id.', 'Нет права': 'No right', 'Доступ истёк': 'Access ran out',
  'Так связать нельзя': 'They cannot be linked', 'Эта карточка уже связана с другой.': 'This card is linked with another one already.', 'Обновите и посмотрите снова.': 'Refresh and look again.',
  '1С не отвечает': '1C does not answer', 'Сервер 1С:УТ не ответил за 30 секунд.': 'The server of 1C:Trade did not answer in 30 seconds.', 'Запросы повторятся сами, ничего не потеряно.': 'The requests are repeated by themselves, nothing is lost.',
  // labels
  'английский': 'English', 'русский': 'Russian', 'немецкий': 'German', 'французский': 'French',
  'Отменяет изменение от 20.11.2026 (ut11:anna): сейчас там «Rechnung».': 'Takes back a change of 20/11/2026 by ut11:anna: "Rechnung" stands there now.', 'Файл старше этого изменения; текст не берётся, если не снять отметку ниже.': 'The file is older than that change; the text is left out, unless you untick it below.',
  'Базовый текст в файле «Firm», а сейчас «Company»; строка пропущена.': 'The base text was "Firm" in the file and is "Company" now; the row is left out.', 'Выгрузите заново или отметьте, что такие строки брать, и посмотрите ещё раз.': 'Export again, or tick that such rows are taken and look once more.',
  'Для «invoice» принято слово «Rechnung».': 'For "invoice" the agreed word is "Rechnung".', 'Используйте его или исключите такие изменения ниже.': 'Use it, or leave these changes out below.',
  'Подстановки не как в базовом тексте. Не хватает: {0}. Неизвестны: .': 'Placeholders differ from the base text. Missing: {0}. Not known: .', 'Используйте те же, в любом порядке.': 'Use the same ones, in any order.',
  'Excel превратил текст в дату: «2026-01-01».': 'Excel turned this text into a date: "2026-01-01".', 'Задайте столбцу формат «Текстовый» и введите снова.': 'Format the column as Text and type it again.',
  'В тексте 612 знаков, можно не больше 500.': 'The text has 612 characters, at most 500 are possible.', 'Сократите: Dynamics отклонил бы весь файл.': 'Shorten it: Dynamics would refuse the whole file.',
  'Dynamics 365 не признал архив переводами (0x80048061).': 'Dynamics 365 found the archive not to be one of translations (0x80048061).', 'Ничего не изменено. Повторите.': 'Nothing was changed. Repeat.',
  'Сервер не ответил вовремя': 'The server did not answer in time', 'Список счетов не собран за 15 секунд.': 'The list of invoices was not ready in 15 seconds.', 'Повторите через минуту.': 'Try again in a minute.',
  'Счёт заполнен не весь': 'The invoice is not complete', 'В счёте не заполнено: организация.': 'The invoice lacks: organisation.', 'Заполните и выставьте.': 'Fill them in, then issue it.', 'Счёт изменился': 'The invoice moved', 'Счёт проведён': 'The invoice is posted', 'Срок решает бухгалтерия.': 'Its due date belongs to the books.', 'Оставьте предложением.': 'Keep it as a proposal.',
  'Проверьте поля': 'Check the fields', 'Введите число, например 1234,50': 'Enter a number such as 1234.50', 'Выберите организацию': 'Choose the organisation', 'Ключ уже использован': 'The key is used up', 'Это изменение ещё выполняется или прервалось.': 'The same change is still being made, or was broken off.', 'Посмотрите на запись, прежде чем повторять.': 'Look at the record before you repeat it.',
  'Значения успели измениться': 'The values moved', 'Пока вы смотрели, одна из сторон изменилась.': 'While you were looking, one of the sides changed.', 'Посмотрите значения снова и ответьте.': 'Look at the values again, then answer.', 'Так ответить нельзя': 'This answer does not fit', 'КПП состоит из 9 знаков.': 'A KPP has 9 characters.', 'Исправьте поле.': 'Correct the field.',
  'Ответ уже ушёл в 1С:УТ: отменить нельзя, измените саму запись.': 'The answer went to 1C:Trade already: it cannot be taken back, change the record itself.',
  'База Sidebook занята': 'The store of Sidebook is busy', 'Повторите через несколько секунд.': 'Try again in a few seconds.', 'Изменено': 'Changed', 'Не решено, какая из наших записей это.': 'It is not decided which of our records this is.', 'тот же ИНН': 'same INN',
  // What was done
  'Принято. Подействует со следующим циклом.': 'Taken. It takes effect with the next cycle.', 'Принято. Уйдёт со следующим циклом.': 'Accepted. It goes with the next cycle.', 'Закрыто.': 'Closed.', 'Попытка повторится со следующим циклом.': 'It is tried again with the next cycle.', 'Идёт обмен с базой; повторите через минуту.': 'The base is being synchronised; try again in a minute.',
  // Answers
  'Как в «1С:УТ»': 'As in 1C:Trade', 'Наше': 'Ours', 'Их': 'Theirs', 'Другое значение': 'Another value', 'Оставить': 'Keep', 'Сделать недействующим': 'Deactivate', 'Создать снова': 'Create again', 'Это он': 'The same', 'Это другой': 'Stands alone', 'Повторить': 'Try again', 'Права база': 'The base is right', 'Прав Sidebook': 'Sidebook is right',
  'Их значение будет принято здесь и уйдёт в другие базы.': 'Their value is taken over here, and sent to the other bases.', 'Наше значение уйдёт в «1С:УТ» со следующим циклом.': 'Our value is sent to 1C:Trade with the next cycle.', 'Введённое значение будет принято здесь и уйдёт во все базы.': 'The value you type holds here and is sent to every base.',
  'Здесь останется как есть; в «1С:УТ» ничего не делается.': 'It stays here as it is; nothing is done in 1C:Trade.', 'Станет недействующим здесь и в других базах.': 'It is no longer active here and in the other bases.', 'Будет создан в «1С:УТ» заново со следующим циклом.': 'It is created in 1C:Trade anew with the next cycle.',
  'Оба будут связаны и дальше останутся равными.': 'Both are linked and kept equal from now on.', 'Станет отдельной записью или будет создан отдельно.': 'It becomes a record of its own, or is created on its own.', 'Будет принято то, что в «1С:УТ»; затем запись продолжится.': 'What 1C:Trade shows is taken over here; then writing goes on.', 'То, что здесь, будет снова отправлено в «1С:УТ».': 'What stands here is sent to 1C:Trade again.',
  // Kinds of problems
  неоднозначно: 'ambiguous', 'помечен на удаление': 'marked for deletion', двойник: 'duplicate', отказ: 'refused', ждёт: 'waiting', исчез: 'vanished', качается: 'oscillating', 'нет связи': 'unreachable', 'изменено при записи': 'altered', 'исход неизвестен': 'unknown outcome', 'неизвестное значение': 'unmapped value', 'суммы не сходятся': 'totals differ', проведён: 'frozen', 'вне охвата': 'out of scope', 'закрытые сведения': 'private text', восстановлено: 'restored', 'расхождение, ООО «Вега»': 'conflict, ООО «Вега»',
  'В строке продано: Roses, red, а позиции для этого в 1С:УТ нет.': 'A line sells Roses, red, and 1C:Trade has no item that stands for it.', 'Укажите позицию 1С:УТ. Дальше она подставляется во всех счетах.': 'Say which item of 1C:Trade it is. From then on it is that one on every invoice.', 'Позиция в «1С:УТ»': 'Item of 1C:Trade', 'Будет подставляться во всех счетах; те, что ждут, уйдут в «1С:УТ».': 'It stands for it on every invoice from now on, and the waiting ones go to 1C:Trade.', 'Розы красные 60 см': 'Red roses 60 cm', 'Розы красные 80 см': 'Red roses 80 cm',
  'Поле изменили и здесь, и в 1С:УТ.': 'The field was changed both here and in 1C:Trade.', 'Телефон изменили и здесь, и в 1С:УТ.': 'The phone was changed both here and in 1C:Trade.', 'Выберите, что верно.': 'Choose what is right.', 'В 1С:УТ два похожих контрагента.': '1C:Trade has two similar counterparties.', 'Скажите, который из них этот.': 'Say which of them this is.',
  'В 1С:УТ поставлена пометка удаления.': 'It was marked for deletion in 1C:Trade.', 'Оставьте или сделайте недействующим.': 'Keep it or deactivate it.', 'В 1С:УТ появился второй контрагент с тем же ИНН и КПП.': 'A second counterparty with the same INN and KPP has appeared in 1C:Trade.', 'Скажите, тот же ли это.': 'Say whether it is the same one.',
  '1С:УТ не приняла КПП: «должно быть 9 знаков».': '1C:Trade did not take the KPP: “must have 9 characters”.', 'Исправьте КПП и повторите.': 'Correct the KPP and try again.', 'Счёт ждёт, пока в 1С:УТ появится его контрагент.': 'The invoice waits until its counterparty is in 1C:Trade.', 'Делать ничего не нужно.': 'There is nothing to do.',
  'В 1С:УТ этого контрагента больше нет.': '1C:Trade does not have this counterparty any more.', 'Оставьте, сделайте недействующим или создайте снова.': 'Keep it, deactivate it or create it again.', 'Сайт меняется туда и обратно: две базы спорят.': 'The website changes to and fro: two bases quarrel.', 'Выберите одно значение.': 'Choose one value.',
  '1С:УТ не отвечает на запрос этого списка.': '1C:Trade does not answer when asked for this list.', 'Повтор будет сам; если не пройдёт, позовите администратора.': 'It is repeated by itself; if it does not get better, call the administrator.', '1С:УТ записала не то, что было отправлено.': '1C:Trade wrote something else than was sent.',
  'Связь оборвалась при создании: неизвестно, создан ли счёт в 1С:УТ.': 'The connection broke while it was created: nobody knows whether 1C:Trade has the invoice.', 'Посмотрите, есть ли он там.': 'Look whether it is there.', 'В поле «Вид» стоит «Самозанятый»: такого значения здесь нет.': 'The field Kind says “Self-employed”: there is no such value here.', 'Администратор добавит его в таблицу соответствий.': 'The administrator adds it to the table of values.',
  'Итог счёта не равен сумме его строк.': 'The total of the invoice is not the sum of its lines.', 'Исправьте счёт в 1С:УТ.': 'Correct the invoice in 1C:Trade.', 'Счёт в 1С:УТ проведён: правка срока туда не уйдёт.': 'The invoice is posted in 1C:Trade: the edit of its due date does not go there.', 'Измените его в 1С:УТ или оставьте как есть.': 'Change it in 1C:Trade, or leave it as it is.',
  'Контрагент перенесён в группу, которая не синхронизируется.': 'The counterparty was moved to a group that is not synchronised.', 'Верните его в группу или оставьте.': 'Move it back, or leave it.', 'В поле «Комментарий» слова из закрытого хранилища, поэтому ничего из этого не отправлено в 1С:УТ.': 'The field Comment has words of the private store, so nothing of it was sent to 1C:Trade.', 'Уберите закрытые сведения из поля «Комментарий» и повторите.': 'Take the internal information out of the field Comment and try again.',
  'База похожа на восстановленную из копии: часть записей старше известных.': 'The base seems to be restored from a backup: some records are older than those known.', 'Скажите, чьи данные верны.': 'Say whose data is right.', 'Счёт СЧ-0431 ждёт своего контрагента.': 'Invoice СЧ-0431 waits for its counterparty.',
  // The exchange
  'создать там': 'create there', 'изменить там': 'change there', спросить: 'ask', придержано: 'held', 'Dynamics ограничил частоту запросов.': 'Dynamics limits the rate of requests.', '1С ограничила частоту запросов.': '1C limits the rate of requests.', 'Ничего не потеряно.': 'Nothing is lost.', 'Повтор в 12:46, ничего не потеряно.': 'Next try at 12:46, nothing is lost.',
  'Запись в 1С:УТ остановлена: изменений больше, чем бывает обычно (214 при пределе 100).': 'Writing to 1C:Trade was stopped: more changes than usual (214 where 100 are the limit).', 'Посмотрите план. Если всё верно, примите его.': 'Look at the plan. If all is right, accept it.',
  '1С:УТ не пускает: имя или пароль не подходят.': '1C:Trade lets nobody in: name or password are wrong.', 'Проверьте пользователя обмена.': 'Check the user of the exchange.', 'Справочник «Контрагенты» не опубликован в OData.': 'The catalogue “Контрагенты” is not published in OData.', 'Включите его в состав стандартного интерфейса.': 'Add it to the standard interface.',
  'Объект сейчас правит другой пользователь.': 'Another user is editing the object.', '1С:УТ не приняла поле «КПП»: должно быть 9 знаков.': '1C:Trade did not take the field KPP: it must have 9 characters.', 'Исправьте КПП в карточке.': 'Correct the KPP in the card.', 'Запись изменили, пока она отправлялась.': 'The record was changed while it was sent.', 'Она будет прочитана и отправлена снова.': 'It is read and sent again.',
  'У пользователя обмена нет права на запись счетов.': 'The user of the exchange may not write invoices.', 'Добавьте ему роль.': 'Give them a role.', 'Запись в базе удалена.': 'The record was deleted in the base.', 'Ответьте в списке проблем.': 'Answer in the list of problems.', 'В базе два контрагента с одним ИНН и КПП.': 'The base has two counterparties with the same INN and KPP.', 'Поле «КПП» в базе переименовано или удалено.': 'The field KPP was renamed or removed in the base.', 'Поправьте таблицу соответствий.': 'Correct the mapping.',
  'Сертификату базы нельзя доверять: срок истёк 19.11.2026.': 'The certificate of the base cannot be trusted: it ran out on 19/11/2026.', 'Обновите сертификат.': 'Renew the certificate.', 'База не ответила за 60 секунд.': 'The base did not answer in 60 seconds.', 'Попытка повторится сама.': 'It is tried again by itself.', 'База Sidebook занята.': 'The store of Sidebook is busy.', 'Часы 1С:УТ спешат на 3 минуты.': 'The clock of 1C:Trade is 3 minutes ahead.', 'Включите на сервере синхронизацию времени.': 'Switch on the synchronisation of time on the server.',
  // Matching
  'ИНН': 'INN', 'Полное наименование': 'Legal name', '<b>Имя</b>': '<b>Name</b>', 'КПП другой': 'another KPP', 'те же номера': 'same numbers', 'тот же телефон': 'same phone', 'тот же e-mail': 'same e-mail', 'похожее название': 'similar name',
  'название отличается правовой формой': 'name differs in the legal form', 'название отличается кавычками или знаками': 'name differs in quotes or signs', 'латинские буквы вместо похожих русских': 'Latin letters that look like Russian ones',
  // Rivals' prices
  'цена этой строки': 'price of this line', 'уп': 'pack', 'в 1 уп 200 шт: ÷ 200 = 11,9': '1 pack is 200 pcs: ÷ 200 = 11.9', 'устарела, не в счёт': 'stale, not counted', 'Товар не связан с номенклатурой': 'The item is not linked with a product', 'Предоплата 50 %': '50 % in advance', цена: 'price', 'Цена': 'Price',
  'Свой склад рядом, отгрузка в день заказа.': 'A warehouse nearby, sent on the day of the order.', 'Нет сертификатов, брак до двух процентов.': 'No certificates, up to two per cent rejects.', 'Показать протоколы испытаний и замену за день.': 'Show test reports, and replacement within a day.', 'Прим.': 'Note', 'со склада': 'from stock', 'файл': 'file',
  'файл: нигде не сказано, входит ли НДС в цены.': 'file: nowhere does it say whether prices include VAT.', 'Выберите выше, входит ли НДС в цены; для этого конкурента запомнится.': 'Choose above whether prices include VAT; it is remembered for this competitor.', 'договорная': 'on request', 'C17: «договорная» не цена.': 'C17: “on request” is no price.', 'Впишите число или удалите строку.': 'Type a number or remove the row.',
  'C40: цена округлена.': 'C40: the price was rounded.', 'Проверьте, верно ли.': 'Check whether it is right.', 'не сравнить: ставка НДС неизвестна': 'not comparable: the VAT rate is unknown', 'без НДС 20 %: × 100 ÷ (100 + 20) = 833333333.33': 'without VAT 20 %: × 100 ÷ (100 + 20) = 833333333.33', 'прайс-лист Оптовая с отсрочкой платежа для постоянных клиентов, с 01.11.2026': 'price list Wholesale on credit for regular customers, since 01/11/2026',
  'Ещё не прочитано из базы: появится здесь через несколько минут.': 'Not read from the base yet: it appears here within minutes.', 'Хранилище занято': 'The store is busy', 'Хранилище занято другой записью.': 'Another write keeps the store busy.',
}; // prettier-ignore

/** Sentences with a name in them. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^Счёт (\S+)$/, 'Invoice $1'],
  [/^Счёт (\S+) от (\d+)\.(\d+)\.(\d+)$/, 'Invoice $1 of $2/$3/$4'],
  [/^Счёт (\S+) на 12 400,00 ₽$/, 'Invoice $1 for 12,400.00 ₽'],
  [/^Запись (\d+)$/, 'Record $1'],
  [/^Принято · 1С:УТ: (.+) \(Телефон\)$/, 'Taken over · 1C:Trade: $1 (Phone)'],
  [/^Создано · 1С:УТ: Счёт (\S+)$/, 'Created · 1C:Trade: Invoice $1'],
  [/^Изменено здесь: (.+) \(КПП, Телефон\)$/, 'Changed here: $1 (KPP, Phone)'],
  [/^Отправлено · Dynamics: (.+) \(Наименование\)$/, 'Sent · Dynamics: $1 (Name)'],
  [/^Ответ · 1С:УТ: (.+) \(Сайт\)$/, 'Answered · 1C:Trade: $1 (Website)'],
  [/^(.+), КПП (\d+)$/, '$1, KPP $2'],
  [
    /^1С:Управление торговлей 11, обособленное подразделение «Северо-Запад»$/,
    '1C:Trade Management 11, separate division North-West',
  ],
];

const SAME = 'Это он: ';

function inEnglishText(text: string): string {
  if (!/[а-яё]/iu.test(text) && WORDS[text] === undefined) return text;
  if (text.startsWith(SAME)) return `The same: ${inEnglishText(text.slice(SAME.length))}`;
  const found = PATTERNS.find(([pattern]) => pattern.test(text));
  return WORDS[text] ?? (found ? text.replace(found[0], found[1]) : text);
}

/** What people wrote in a note stays as they wrote it. */
export const isWritten = (of: object, key: string): boolean =>
  (key === 'text' || key === 'participants') && 'at' in of && ('followUp' in of || 'by' in of);

/** What the server says, the way it says it to an English reader. */
export function inEnglish(value: unknown): unknown {
  if (typeof value === 'string') return inEnglishText(value);
  if (Array.isArray(value)) return value.map(inEnglish);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, isWritten(value, key) ? one : inEnglish(one)]));
}
