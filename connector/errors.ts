/**
 * The catalogue: every code a person can meet, in Russian and English - what was tried, what came instead, what to do next (P4).
 * Codes are stable; docs/reference/errors.md is generated from this table. {name} stands for a detail of the occurrence,
 * {count|object|objects} for a number with its noun, {sidebook} for the program as its user calls it.
 */
import { numbered } from './words/forms.ts';
import { reworded, worded } from './words/reworded.ts';

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
    'An answer of {host} could not be understood ({set}).', 'Nothing of it was used. Send the support package of "{sidebook} doctor" if it stays.',
    'Ответ {host} не удалось понять ({set}).', 'Он не использован. Если повторяется, пришлите вывод «{sidebook} doctor».'),
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
    '{set} is not published by {host}.', 'Add it to the composition of the OData interface; "{sidebook} init" prints the lines of 1C code.',
    '{set} не опубликован в {host}.', 'Добавьте его в состав интерфейса OData; «{sidebook} init» печатает нужный код 1С.'),
  'not-mapped': e(
    '{host} was asked for {entity} without a mapping.', 'Add the mapping to the pack or the configuration.',
    'У {host} спросили {entity} без отображения.', 'Добавьте отображение в набор или настройки.'),
  'property-vanished': e(
    'A mapped field is no longer in {set} of {host}: the configuration was changed.', 'Run "{sidebook} mappings check"; it names the field. Nothing of this kind is written until then.',
    'Поля отображения больше нет в {set} ({host}): конфигурация изменилась.', 'Выполните «{sidebook} mappings check», он назовёт поле. До этого ничего такого не пишется.'),
  'property-absent': e(
    '{host} left {property} out of {entity} {object}.', 'An absent field is not an empty one, so nothing was taken over. Check the mapping against the base.',
    '{host} не прислал {property} у {entity} {object}.', 'Отсутствующее поле не пустое, поэтому ничего не взято. Сверьте отображение с базой.'),
  'property-unclear': e(
    '{host} shows {property} of {entity} {object} in a form that cannot be read.', 'Nothing was taken over from it. Look at the object in {host}; if it is in order there, check the mapping against the base.',
    '{host} показывает {property} у {entity} {object} в виде, который не прочесть.', 'Из него ничего не взято. Посмотрите объект в {host}; если там всё верно, сверьте отображение с базой.'),
  'node-unclear': e(
    'The exchange plan {set} of {host} has {count|node|nodes} that could be ours.', 'Name the code of the node in the configuration ("node").',
    'В плане обмена {set} ({host}) {count|узел|узла|узлов} могут быть нашими.', 'Укажите код узла в настройках ("node").'),
  'cursor-lost': e(
    '{host} forgot how far its changes had been read.', 'Everything is looked at again; nothing is lost.',
    '{host} забыл, до какого места прочитаны изменения.', 'Всё будет просмотрено заново, ничего не потеряно.'),
  'lease-lost': e(
    'Another Sidebook took over {host}.', 'A short overlap while restarting is normal. If it stays, two installations share one store.',
    'Работу с {host} принял другой Sidebook.', 'Короткое совпадение при перезапуске нормально. Если остаётся, с одной базой работают две установки.'),
  // Envelopes (SOAP) --------------------------------------------------------------------------------------------------
  'no-such-service': e(
    'There is no web service at the address of {host}.', 'Check "url" and the publication: the path ends in /ws/NAME.1cws, and default.vrd must list the service.',
    'По адресу {host} нет веб-сервиса.', 'Проверьте "url" и публикацию: путь кончается на /ws/ИМЯ.1cws, сервис должен быть в default.vrd.'),
  'wsdl-missing': e(
    'The description (WSDL) of the service of {host} is not there: {what}.', 'Check "url" and "wsdl"; what a WSDL imports must be published beside it, or lie in the folder of the file.',
    'Нет описания (WSDL) сервиса {host}: {what}.', 'Проверьте "url" и "wsdl"; то, что WSDL импортирует, должно быть опубликовано рядом или лежать в папке файла.'),
  'wsdl-unreadable': e(
    'The description (WSDL) of the service of {host} cannot be read: {what}.', 'Open it in a browser with the user of Sidebook; a document/literal description is needed, as 1C makes it.',
    'Описание (WSDL) сервиса {host} не прочесть: {what}.', 'Откройте его в браузере под пользователем Sidebook; нужно описание вида document/literal, какое делает 1С.'),
  'operation-absent': e(
    'The service of {host} has no operation {what}.', 'Correct the name in the mapping, or publish the service anew; "{sidebook} mappings check" compares both.',
    'В сервисе {host} нет операции {what}.', 'Исправьте имя в отображении или опубликуйте сервис заново; «{sidebook} mappings check» сверит их.'),
  'argument-unknown': e(
    'The service of {host} does not know the element {what}.', 'Nothing was sent. Correct the mapping; "{sidebook} mappings check" compares it with the WSDL.',
    'Сервис {host} не знает элемента {what}.', 'Ничего не отправлено. Исправьте отображение; «{sidebook} mappings check» сверит его с WSDL.'),
  'argument-absent': e(
    'The service of {host} demands the element {what}, and nothing is mapped to it.', 'Nothing was sent. Map it, or make it nillable in the service.',
    'Сервис {host} требует элемент {what}, а ему ничего не сопоставлено.', 'Ничего не отправлено. Сопоставьте его или разрешите в сервисе пустое значение.'),
  'soap-version': e(
    '{host} does not accept envelopes of this version.', 'Set "soapVersion" to the other one: 1.1 or 1.2.',
    '{host} не принимает конверты этой версии.', 'Поставьте в "soapVersion" другую: 1.1 или 1.2.'),
  'write-window': e(
    'The service of {host} takes no version for {set}: between the last look and the write {ms} ms pass, and an edit made there in this time is overwritten.', 'Let its operation take the version and refuse another one; docs/guides/onec-soap.md shows how.',
    'Сервис {host} не принимает версию для {set}: между последним взглядом и записью проходит {ms} мс, и правка, сделанная там за это время, будет затёрта.', 'Пусть операция принимает версию и отказывает, если она другая; пример в docs/guides/onec-soap.ru.md.'),
  'html-instead-of-xml': e(
    'A page came from {host} instead of an answer of the service ({set}).', 'Usually a login page or a proxy: check user, password and the path of the publication.',
    'Вместо ответа сервиса от {host} пришла страница ({set}).', 'Обычно это страница входа или прокси: проверьте пользователя, пароль и путь публикации.'),
  'xml-cut': e(
    'The answer of {host} ends in the middle ({set}).', 'Nothing of it was used. Sidebook asks again; if it stays so, look for a size limit on the web server.',
    'Ответ {host} обрывается на середине ({set}).', 'Он не использован. Sidebook спросит снова; если повторяется, ищите ограничение размера на веб-сервере.'),
  'xml-encoding': e(
    'The answer of {host} says it is in {what}, and it is not ({set}).', 'Nothing of it was used. Look for a proxy or a handler that changes the text.',
    'Ответ {host} объявлен в кодировке {what}, а на деле в другой ({set}).', 'Он не использован. Ищите прокси или обработчик, меняющий текст.'),
  'xml-dangerous': e(
    'The answer of {host} holds what no service sends: {what} ({set}).', 'Nothing of it was used. Find out who answers at this address.',
    'В ответе {host} то, чего сервисы не присылают: {what} ({set}).', 'Он не использован. Выясните, кто отвечает по этому адресу.'),
  // Dynamics ----------------------------------------------------------------------------------------------------------
  'sign-in-unreachable': e(
    'Entra ID does not answer, so {host} cannot be signed in to.', 'Check that this machine reaches the sign-in address ("authority"). Sidebook tries again by itself.',
    'Entra ID не отвечает, вход в {host} невозможен.', 'Проверьте, что с этой машины доступен адрес входа ("authority"). Sidebook повторит сам.'),
  'sign-in-refused': e(
    'Entra ID refused the sign-in to {host} ({number}).', 'Look the number up in the sign-in log of the tenant {tenant}; check "clientId" and the secret.',
    'Entra ID отказал во входе в {host} ({number}).', 'Найдите номер в журнале входа тенанта {tenant}; проверьте "clientId" и секрет.'),
  'secret-expired': e(
    'The client secret of {host} has expired ({number}).', 'Make a new secret for the application {client} in Entra ID and put its value where "secret" points; Sidebook goes on by itself.',
    'Срок секрета клиента {host} истёк ({number}).', 'Создайте в Entra ID новый секрет приложения {client} и положите его значение туда, куда указывает "secret"; Sidebook продолжит сам.'),
  'secret-wrong': e(
    'Entra ID does not know the client secret of {host} ({number}).', 'The value of the secret is needed, not its id; put it where "secret" points.',
    'Entra ID не знает секрета клиента {host} ({number}).', 'Нужно значение секрета, а не его идентификатор; положите его туда, куда указывает "secret".'),
  'tenant-wrong': e(
    'Entra ID knows no tenant {tenant} ({number}).', 'Correct "tenant": the directory (tenant) id of the app registration.',
    'Entra ID не знает тенанта {tenant} ({number}).', 'Исправьте "tenant": идентификатор каталога (тенанта) из регистрации приложения.'),
  'application-unknown': e(
    'The application {client} is not in the tenant {tenant} ({number}).', 'Correct "clientId", or register the application in this tenant.',
    'Приложения {client} нет в тенанте {tenant} ({number}).', 'Исправьте "clientId" или зарегистрируйте приложение в этом тенанте.'),
  'environment-unknown': e(
    'Entra ID does not know the address of {host} ({number}).', 'Correct "url": of Dataverse, the address of the environment as its users open it, with /api/data/v9.2/ behind it; of Business Central, https://api.businesscentral.dynamics.com/v2.0/TENANT/ENVIRONMENT/api/v2.0/',
    'Entra ID не знает адреса {host} ({number}).', 'Исправьте "url": у Dataverse - адрес среды, как его открывают пользователи, и за ним /api/data/v9.2/; у Business Central - https://api.businesscentral.dynamics.com/v2.0/ТЕНАНТ/СРЕДА/api/v2.0/'),
  'token-refused': e(
    '{host} does not take the token it was signed in with.', 'Dataverse: make an application user for the app registration in this environment and give it the role. Business Central: add and enable it on the page "Microsoft Entra Applications", with its permission sets.',
    '{host} не принимает токен входа.', 'Dataverse: создайте в этой среде пользователя приложения для регистрации и дайте ему роль. Business Central: добавьте и включите её на странице «Приложения Microsoft Entra», с наборами разрешений.'),
  'user-not-member': e(
    'The application is no user of {host}.', 'Add it as an application user of this environment, with the role of Sidebook.',
    'Приложение не является пользователем {host}.', 'Добавьте его в среду как пользователя приложения с ролью Sidebook.'),
  'privilege-missing': e(
    'The user of Sidebook lacks a privilege on {set} of {host}: "{sentence}"', 'Add it to the role of the application user, for the whole organisation.',
    'У пользователя Sidebook нет права на {set} в {host}: «{sentence}»', 'Добавьте его в роль пользователя приложения, на уровне организации.'),
  'no-such-organisation': e(
    'There is no Web API at the address of {host}.', 'Check "url": https://ORG.crm4.dynamics.com/api/data/v9.2/',
    'По адресу {host} нет Web API.', 'Проверьте "url": https://ORG.crm4.dynamics.com/api/data/v9.2/'),
  'no-such-environment': e(
    'There is no environment of Business Central at the address of {host}, or the application may not enter it.', 'Check "url": https://api.businesscentral.dynamics.com/v2.0/TENANT/ENVIRONMENT/api/v2.0/ - and that the application is registered on the page "Microsoft Entra Applications" there.',
    'По адресу {host} нет среды Business Central, или приложению в неё нельзя.', 'Проверьте "url": https://api.businesscentral.dynamics.com/v2.0/TENANT/СРЕДА/api/v2.0/ - и что приложение внесено там на странице «Приложения Microsoft Entra».'),
  'company-unknown': e(
    'There is no company "{company}" in {host}. There are: {known}', 'Name one of them in "company", by its name or its id.',
    'Компании «{company}» в {host} нет. Есть: {known}', 'Укажите одну из них в "company": имя или id.'),
  'permission-missing': e(
    'The application of Sidebook may not use {set} of {host}: "{sentence}"', 'Give it a permission set for it on the page "Microsoft Entra Applications".',
    'Приложению Sidebook нельзя работать с {set} в {host}: «{sentence}»', 'Дайте ему набор разрешений на странице «Приложения Microsoft Entra».'),
  'company-tax-id': e(
    'The company of {host} has no tax ID (INN), so it cannot be known as one of your organisations.', 'Fill "VAT Registration No." of its company information: INN/KPP, as your other books have it.',
    'У компании в {host} не указан ИНН, и её нельзя узнать среди ваших организаций.', 'Заполните «Регистрационный № НДС» в сведениях о компании: ИНН/КПП, как в других ваших базах.'),
  'tax-code-unknown': e(
    '{host} has no tax code {tax}.', 'Correct "taxCodes" of the configuration: the codes are on the page of VAT product posting groups or tax groups.',
    'В {host} нет налогового кода {tax}.', 'Исправьте "taxCodes" в настройках: коды - на странице товарных учётных групп НДС.'),
  'account-unknown': e(
    '{host} has no G/L account {account}.', 'Correct "lineAccount" of the configuration.',
    'В {host} нет счёта главной книги {account}.', 'Исправьте "lineAccount" в настройках.'),
  'line-account-wanted': e(
    'A line of the invoice has no item, and {host} takes no line without an item or a G/L account.', 'Choose a product for the line, or name an account for such lines: "lineAccount" in the configuration.',
    'В строке счёта нет номенклатуры, а {host} не принимает строк без товара или счёта главной книги.', 'Выберите номенклатуру в строке или задайте счёт для таких строк: "lineAccount" в настройках.'),
  'prices-without-tax': e(
    'Prices of this invoice include VAT, those of {host} do not: written there, every amount would be another one. Nothing was written.', 'Make the invoice with prices without VAT; or, where customers there have "Prices Including VAT", set "pricesIncludeTax" in the configuration.',
    'Цены этого счёта включают НДС, а в {host} - нет: все суммы стали бы другими. Ничего не записано.', 'Выставьте счёт с ценами без НДС; если у клиентов там «Цены включают НДС», укажите "pricesIncludeTax" в настройках.'),
  'prices-include-tax': e(
    'Prices of this invoice are without VAT, those of {host} include it: written there, every amount would be another one. Nothing was written.', 'Make the invoice with prices that include VAT; or set the card of the customer there and "pricesIncludeTax" in the configuration to prices without it.',
    'Цены этого счёта без НДС, а в {host} они его включают: все суммы стали бы другими. Ничего не записано.', 'Выставьте счёт с ценами, включающими НДС; или исправьте карточку клиента там и "pricesIncludeTax" в настройках.'),
  'batch-too-long': e(
    'The change of this invoice takes {count|request|requests}, and {host} carries out no more than {most}. Nothing was written.', 'Change it there, or make a new invoice.',
    'Правка этого счёта - {count|запрос|запроса|запросов}, а {host} выполняет вместе не больше {most}. Ничего не записано.', 'Измените его там или выставьте новый счёт.'),
  'table-absent': e(
    'The organisation of {host} has no table {set} ({number}).', 'Check the mapping ("{sidebook} mappings check"), or the address: another organisation may answer there.',
    'В организации {host} нет таблицы {set} ({number}).', 'Проверьте отображение («{sidebook} mappings check») или адрес: возможно, отвечает другая организация.'),
  'message-absent': e(
    'The Organization Service of {host} does not know this request ({set}, {number}).', 'Look at the release with "{sidebook} doctor": Dynamics CRM 2011 and later are supported.',
    'Organization Service {host} не знает такого запроса ({set}, {number}).', 'Посмотрите выпуск в «{sidebook} doctor»: поддерживается Dynamics CRM 2011 и новее.'),
  'half-written': e(
    'A change of {set} in {host} stopped in the middle: "{sentence}" ({reason}).', 'This release cannot carry out several requests together. Sidebook reads the object again and goes on from what stands there.',
    'Изменение {set} в {host} прервалось на середине: «{sentence}» ({reason}).', 'Этот выпуск не умеет выполнять несколько запросов вместе. Sidebook прочитает объект заново и продолжит с того, что там есть.'),
  'version-check-off': e(
    '{host} does not compare versions for {set}.', 'Sidebook reads, compares and writes instead; nothing to do.',
    '{host} не сверяет версии для {set}.', 'Sidebook сам читает, сравнивает и пишет; делать ничего не нужно.'),
  'version-window': e(
    '{host} does not compare versions: between our last look and our write there are about {ms} ms in which an edit made there could be overwritten.', 'Since CRM 2016 the service compares itself. Until then keep Sidebook near the server; what was overwritten stands in the history of the record.',
    '{host} не сверяет версии: между последней проверкой и записью около {ms} мс, за которые сделанная там правка может быть затёрта.', 'Начиная с CRM 2016 сервис сверяет сам. До этого держите Sidebook рядом с сервером; затёртое остаётся в истории записи.'),
  'organization-reached': e('Reached: {url}, release {release}', '', 'Связь есть: {url}, выпуск {release}', ''),
  'no-organization-service': e(
    'There is no Organization Service at the address of {host}.', 'Check "url": https://SERVER/ORG/XRMServices/2011/Organization.svc/web - ORG is the name of the organisation as it stands in the address of CRM.',
    'По адресу {host} нет Organization Service.', 'Проверьте "url": https://СЕРВЕР/ОРГАНИЗАЦИЯ/XRMServices/2011/Organization.svc/web - имя организации такое, как в адресе CRM.'),
  'sign-in-ntlm': e(
    '{host} does not accept {user} by Windows authentication.', 'Correct "user" (DOMAIN\\user) and the password, which may have expired. If they are right: in IIS, Windows Authentication needs NTLM among its providers, and Extended Protection not "Required".',
    '{host} не принимает {user} по проверке подлинности Windows.', 'Исправьте "user" (ДОМЕН\\пользователь) и пароль: срок пароля мог истечь. Если они верны: в IIS среди поставщиков проверки подлинности Windows нужен NTLM, а расширенная защита - не «Обязательно».'),
  'sign-in-adfs': e(
    '{host} does not take the token of AD FS for {user}.', 'Add the user to the organisation of CRM, and check that "url" is the address AD FS knows it by (relying party of CRM).',
    '{host} не принимает токен AD FS для {user}.', 'Добавьте пользователя в организацию CRM и проверьте, что "url" - адрес, под которым её знает AD FS (отношение доверия CRM).'),
  'adfs-unreachable': e(
    'AD FS does not answer, so {host} cannot be signed in to.', 'Check that this machine reaches "authority". Sidebook tries again by itself.',
    'AD FS не отвечает, вход в {host} невозможен.', 'Проверьте, что с этой машины доступен "authority". Sidebook повторит сам.'),
  'adfs-password': e(
    'AD FS does not accept {user} or the password ({number}).', 'Correct "user" (user@domain) and the password; it may have expired, or the account may be locked.',
    'AD FS не принимает {user} или пароль ({number}).', 'Исправьте "user" (user@domain) и пароль; срок пароля мог истечь, или учётная запись заблокирована.'),
  'adfs-client': e(
    'AD FS knows no client {client}, or it may not ask with a password ({number}).', 'Correct "clientId", or register it: Add-AdfsClient, and Grant-AdfsApplicationPermission for the relying party of CRM.',
    'AD FS не знает клиента {client}, или ему нельзя входить по паролю ({number}).', 'Исправьте "clientId" или зарегистрируйте его: Add-AdfsClient и Grant-AdfsApplicationPermission для отношения доверия CRM.'),
  'adfs-resource': e(
    'AD FS does not know the address of {host} ({number}).', 'Correct "url": the address under which the relying party of CRM is registered in AD FS.',
    'AD FS не знает адреса {host} ({number}).', 'Исправьте "url": адрес, под которым отношение доверия CRM зарегистрировано в AD FS.'),
  'adfs-page': e(
    'AD FS answered the sign-in to {host} with a page instead of a token ({number}).', 'Check "authority": https://ADFS/adfs/ - and that the OAuth endpoint /adfs/oauth2/token is on.',
    'AD FS ответил на вход в {host} страницей вместо токена ({number}).', 'Проверьте "authority": https://ADFS/adfs/ - и включена ли конечная точка OAuth /adfs/oauth2/token.'),
  'adfs-refused': e(
    'AD FS refused the sign-in to {host} ({number}).', 'Look the number up in the log of AD FS (Event Viewer > AD FS > Admin).',
    'AD FS отказал во входе в {host} ({number}).', 'Найдите номер в журнале AD FS («Просмотр событий» > AD FS > Admin).'),
  'sign-in-basic': e(
    '{host} does not accept {user} or the password.', 'Correct "user" (DOMAIN\\user) and the password; if they are right, Basic authentication is off in IIS: switch it on for the site of CRM, or set "signIn": "ntlm".',
    '{host} не принимает пользователя {user} или пароль.', 'Исправьте "user" (ДОМЕН\\пользователь) и пароль; если они верны, в IIS выключена обычная проверка подлинности: включите её для сайта CRM или задайте "signIn": "ntlm".'),
  'tracking-off': e(
    'Changes of {set} are not tracked in {host}.', 'Switch "Track changes" on in the properties of the table, publish, and start again.',
    'В {host} не отслеживаются изменения {set}.', 'Включите «Отслеживать изменения» в свойствах таблицы, опубликуйте и запустите снова.'),
  'tracking-on': e('{set}: changes are tracked', '', '{set}: изменения отслеживаются', ''),
  'rival-privilege': e(
    'The user of Sidebook may read the competitors of {host}.', 'Take prvReadCompetitor from its role: then not even a mistake could mix them with ours.',
    'Пользователь Sidebook может читать конкурентов в {host}.', 'Уберите prvReadCompetitor из его роли: тогда даже ошибка не смешает их с нашими.'),
  redirected: e(
    '{host} sends on to another address ({set}); it was not followed.', 'A token goes only to the address of the configuration. Correct "url", or look who redirects.',
    '{host} перенаправляет на другой адрес ({set}); переход не выполнен.', 'Токен уходит только по адресу из настроек. Исправьте "url" или выясните, кто перенаправляет.'),
  'foreign-link': e(
    '{host} names another host for the next page of {set}; it was not followed.', 'A token goes only to the address of the configuration: use the address the host itself uses, or mend the proxy in front of it.',
    '{host} указывает другой узел для следующей страницы {set}; переход не выполнен.', 'Токен уходит только по адресу из настроек: укажите адрес, которым узел называет себя сам, или исправьте прокси.'),
  'answer-too-long': e(
    'An answer of {host} is too long ({set}).', 'Nothing of it was used. Make "pageSize" smaller.',
    'Ответ {host} слишком длинный ({set}).', 'Он не использован. Уменьшите "pageSize".'),
  'duplicate-rule': e(
    'A duplicate rule of {host} refused it: "{sentence}"', 'Find the twin there and link it, or merge both; then retry.',
    'Правило дубликатов {host} отклонило запись: «{sentence}»', 'Найдите там двойника и свяжите с ним или объедините обе записи, затем повторите.'),
  'text-too-long-there': e(
    'A text is too long for {host}: "{sentence}"', 'Shorten it here, or make the column longer there; then retry.',
    'Текст слишком длинный для {host}: «{sentence}»', 'Сократите его здесь или увеличьте столбец там, затем повторите.'),
  'state-impossible': e(
    '{host} does not know this state: "{sentence}"', 'The mapping of the state does not fit this environment; run "{sidebook} mappings check".',
    '{host} не знает такого состояния: «{sentence}»', 'Отображение состояния не подходит этой среде; выполните «{sidebook} mappings check».'),
  'invoice-closed-there': e(
    'The invoice is paid or cancelled in {host} and read-only: "{sentence}"', 'Reopen it there, or take the change back here; then retry.',
    'Счёт в {host} оплачен или отменён и закрыт от изменений: «{sentence}»', 'Откройте его там заново или верните значение здесь, затем повторите.'),
  'currency-there': e(
    '{host} refuses the currency: "{sentence}"', 'Make the currency active there, and see that the price list is in it; then retry.',
    '{host} не принимает валюту: «{sentence}»', 'Включите там эту валюту и проверьте, что прайс-лист в ней, затем повторите.'),
  // Writing -----------------------------------------------------------------------------------------------------------
  'records-busy': e('Records of {entity} were changed here again and again while a list of {host} was stored.', 'Nothing is lost: the list is read again in a few minutes.', 'Записи ({entity}) здесь всё время менялись, пока записывался список {host}.', 'Ничего не потеряно: список скоро будет прочитан снова.'),
  stale: e('The object was changed in {host} meanwhile.', 'It is read again and merged.', 'Объект тем временем изменили в {host}.', 'Он будет прочитан и объединён.'),
  'stale-again': e('An object could not be written to {host}: {count|time|times} in a row it had been changed there between reading and writing.', 'It is tried again at the next sync. If this stays, look in {host} which automatic rule or program changes it without end.', 'Объект не удалось записать в {host}: {count|раз|раза|раз} подряд его успевали изменить там между чтением и записью.', 'Следующая синхронизация попробует снова. Если не проходит, посмотрите в {host}, какое автоматическое правило или программа его непрерывно меняет.'),
  'host-refused': e('{host} refused to write: "{sentence}"', 'Correct the cause there or here, then retry.', '{host} отказался записать: «{sentence}»', 'Устраните причину там или здесь и повторите.'),
  'host-internal': e('{host} failed inside while writing: "{sentence}"', 'Nothing was stored. Retry; if it stays, the event log of 1C says more.', 'Внутренняя ошибка {host} при записи: «{sentence}»', 'Ничего не записано. Повторите; если остаётся, смотрите журнал регистрации 1С.'),
  'request-refused': e('{host} did not accept the request: "{sentence}"', 'The mapping asks for something this base does not know; run "{sidebook} mappings check".', '{host} не принял запрос: «{sentence}»', 'Отображение просит то, чего база не знает; выполните «{sidebook} mappings check».'),
  'period-closed': e('The period is closed in {host}: "{sentence}"', 'Ask the accountant to open it, or change the date; then retry.', 'Период закрыт в {host}: «{sentence}»', 'Попросите бухгалтера открыть период или измените дату, затем повторите.'),
  'object-gone': e('The object is no longer in {host}.', 'See the problem "vanished" of the record.', 'Объекта больше нет в {host}.', 'Смотрите проблему «исчез» у записи.'),
  'key-exists': e('{host} already has an object with this key.', 'It is looked up and linked.', 'В {host} уже есть объект с таким ключом.', 'Он будет найден и связан.'),
  'action-unknown': e('{host} has no action {action} for {set}.', 'Correct the mapping.', 'У {host} нет действия {action} для {set}.', 'Исправьте отображение.'),
  'act-refused': e('Stored in {host}, but not posted: "{sentence}"', 'Correct the cause in {host} and post there, or retry.', 'В {host} записано, но не проведено: «{sentence}»', 'Устраните причину в {host} и проведите там, или повторите.'),
  'seconds-lost': e('{host} does not keep the seconds of a date, so an invoice could not be recognised after a lost answer.', 'Name a marker field in the mapping of invoices ("marker").', '{host} не хранит секунды даты: счёт нельзя узнать после потерянного ответа.', 'Укажите поле-маркер в отображении счетов ("marker").'),
  'field-too-long': e('{field} has {length|character|characters}, {host} holds {max}.', 'Shorten it, or choose "long": "shorten" in the mapping.', '{field}: {length|знак|знака|знаков}, {host} хранит {max}.', 'Сократите или поставьте "long": "shorten" в отображении.'),
  'bad-number': e('{field} is no number {host} can hold.', 'Correct the value.', '{field}: такое число {host} не хранит.', 'Исправьте значение.'),
  altered: e('{host} stored something else than was sent: {fields}.', 'Choose which value holds: ours is sent again, theirs is taken over.', '{host} записал не то, что послано: {fields}.', 'Выберите верное: наше пошлём снова, их примем.'),
  'unknown-outcome': e('{host} never said whether it created this object.', 'Sidebook looks for it with every cycle. If you find it in {host}, name it; "retry" looks again at once.', '{host} не сообщил, создан ли этот объект.', 'Sidebook ищет его в каждом цикле. Если найдёте его в {host}, укажите; «retry» — искать снова сейчас же.'),
  'change-unanswered': e('{host} never said whether this change was stored.', 'Sidebook looks at the object with every cycle and closes this problem once {host} shows it; "retry" looks again at once.', '{host} не сообщил, записано ли это изменение.', 'Sidebook смотрит объект в каждом цикле и закроет проблему, как только {host} его покажет; «retry» — посмотреть снова сейчас же.'),
  oscillating: e('This value was sent to {host} three times and came back changed each time.', 'Two systems fight over it: choose one value, then give the field one owner in the mapping.', 'Значение трижды отправлено в {host} и каждый раз возвращалось другим.', 'За поле спорят две системы: выберите значение и назначьте полю одного владельца.'),
  // Meeting and merging -------------------------------------------------------------------------------------------------
  conflict: e('Changed on both sides.', 'Choose ours, theirs, or type the right value.', 'Изменено с обеих сторон.', 'Выберите наше, их или введите верное.'),
  'first-conflict': e('Both sides are filled and differ, and were never agreed.', 'Choose ours, theirs, or type the right value.', 'Обе стороны заполнены по-разному и ещё не сверялись.', 'Выберите наше, их или введите верное.'),
  marked: e('Marked for deletion in {host}.', 'Keep it, or deactivate it here and elsewhere. Nothing moves before you answer.', 'Помечено на удаление в {host}.', 'Оставьте или сделайте недействующим здесь и в других системах. До ответа ничего не изменится.'),
  vanished: e('No longer in {host}: deleted there.', 'Keep it here, deactivate it, or create it there again.', 'Больше нет в {host}: удалено там.', 'Оставьте здесь, сделайте недействующим или создайте там снова.'),
  'vanished-for-good': e('No longer in {host}: deleted there, and Sidebook may not create it there again.', 'Keep it here, or deactivate it.', 'Больше нет в {host}: удалено там, а создать его там снова Sidebook не может.', 'Оставьте здесь или сделайте недействующим.'),
  ambiguous: e('It is not certain which of ours this object of {host} is: {candidates}', 'Say which it is, or that it stands alone. Nothing is created until then.', 'Не ясно, какой из наших записей соответствует объект {host}: {candidates}', 'Укажите, какой, или что это отдельный. До этого ничего не создаётся.'),
  duplicate: e('{host} has a second object with the same numbers.', 'Say that it is the same (it is then only read), or that it stands apart. Merging is done in {host}.', 'В {host} есть второй объект с теми же номерами.', 'Укажите, что это тот же (он будет только читаться), или отдельный. Объединяют в самом {host}.'),
  'number-shared': e('Its number is that of another card of {host} now: {name}', 'If it was mistyped, correct it; the question closes by itself. If one company has two cards, merge them in {host}. If they are two, say that it stands alone.', 'Его номер теперь такой же, как у другой карточки {host}: {name}', 'Если набрали неверно, исправьте: вопрос закроется сам. Если у компании две карточки, объедините их в {host}. Если это разные, ответьте «Это другой».'),
  'several-there': e('{host} has {count|object|objects} this record could be: {ids}', 'Say which it is.', 'В {host} {count|объект|объекта|объектов}, которые могут быть этой записью: {ids}', 'Укажите, какой.'),
  'taken-there': e('The object of {host} with these numbers already stands for another record.', 'One of our two records is a duplicate: decide which one stays.', 'Объект {host} с этими номерами уже связан с другой записью.', 'Одна из двух наших записей лишняя: решите, какая остаётся.'),
  'name-there': e('Another record of ours with this name stands for an object of {host} already: {name}', 'If it is the same company, go on with that one and make this one inactive. If it is another, say that it stands alone: then it is created.', 'Другая наша запись с таким названием уже связана с объектом {host}: {name}', 'Если это та же компания, работайте с той записью, а эту сделайте недействующей. Если другая, ответьте «Это другой»: тогда создадим.'),
  'perhaps-there': e('{host} has something very near to this record ({reason}): {ids}', 'Say that it is the same, or that it stands apart; only then it is created.', 'В {host} есть очень похожее ({reason}): {ids}', 'Укажите, что это то же самое, или отдельное; только тогда создадим.'),
  'unmapped-value': e('The value "{value}" of {field} has no row in the mapping.', 'Add it to the table of the mapping. It is not guessed.', 'Для значения «{value}» поля {field} нет строки в отображении.', 'Добавьте её в таблицу отображения. Мы не угадываем.'),
  'rate-absent': e('The invoice is in {currency} and has no rate; {host} would keep it at rate 0, so it was not sent.', 'Type its rate, in the currency of the books: {sidebook} invoice set {record} rate=92.5', 'Счёт выставлен в валюте {currency}, а курса в нём нет; {host} записала бы курс 0, поэтому он не отправлен.', 'Введите курс к валюте учёта: {sidebook} invoice set {record} rate=92,5'),
  'totals-differ': e('The sums of the invoice do not agree with its lines, so it was not sent.', 'Correct quantity, price or VAT of the lines.', 'Суммы счёта не сходятся со строками, поэтому он не отправлен.', 'Исправьте количество, цену или НДС в строках.'),
  frozen: e('The invoice was posted in {host} while it was being written.', 'Both versions are shown; the books decide. Correct it in {host} if needed.', 'Счёт провели в {host} во время записи.', 'Показаны обе версии; решает бухгалтерия. При необходимости исправьте в {host}.'),
  'reference-waiting': e('The {entity} {name} it refers to is not in {host} yet.', 'It is sent as soon as that one is there.', 'Ждёт: {entity} {name}. В {host} этого пока нет.', 'Уйдёт само, как только появится.'),
  'goods-waiting': e('A line sells {name}, and {host} has no item that stands for it. Items of two systems are never taken for each other by themselves.', 'Say which item of {host} it is, in the panel of problems or by its name, article or code: {sidebook} match {problem} ITEM. From then on it is that one on every invoice. If {host} has none, make it there first, or sell it as a line without an item.', 'В строке продано: {name}, а позиции для этого в {host} нет. Позиции двух систем сами друг с другом не сопоставляются.', 'Укажите позицию {host} в панели проблем или по названию, артикулу или коду: {sidebook} match {problem} ПОЗИЦИЯ. Дальше она подставляется во всех счетах. Если её там нет, сначала заведите её или продайте строкой без позиции.'),
  'goods-unclear': e('"{text}" is {count|item|items} of {host}.', 'Name one by its code or article, or by its whole name.', '«{text}» в {host}: {count|позиция|позиции|позиций}.', 'Назовите одну: по коду, артикулу или полному названию.'),
  'reference-unmatched': e('The {entity} it refers to is not matched yet.', 'Answer the problem of that one first.', 'Ждёт: {entity}. Сопоставления пока нет.', 'Сначала решите проблему той записи.'),
  'follower-away': e('{follower} may have this already and cannot be looked into now, so it is not created in {host} yet.', 'It goes by itself once {follower} answers; resume it if it is paused.', 'Возможно, это уже есть в {follower}, но заглянуть туда сейчас нельзя; в {host} пока не создаём.', 'Уйдёт само, когда {follower} ответит; если база приостановлена, возобновите её.'),
  'reference-gone': e('The {entity} it refers to is not in {host}.', 'Correct the reference in {host}, or create it again.', 'Ссылка ведёт в никуда: {entity}. В {host} этого нет.', 'Исправьте ссылку в {host} или создайте запись снова.'),
  'reference-theirs': e('The {entity} {name} it refers to is not in {host}, and Sidebook makes none there.', 'Make it in {host}; then this is sent by itself within an hour, or at once with "retry".', '{entity} {name}: в {host} этого нет, а сам Sidebook такого там не создаёт.', 'Заведите в {host}; дальше уйдёт само в течение часа, а сразу - ответом «Повторить».'),
  'contract-elsewhere': e('The contract {name} stands in {of} alone. Contracts of two bases are never taken for each other by themselves, so an invoice that names it does not go to {host}.', 'Decide once for all invoices: leave the field contract of invoices out in the configuration of {host} ("omit"); then each base puts its own contract into them. Until then it waits, and nothing is lost.', 'Договор «{name}» есть только в {of}. Договоры двух баз сами друг с другом не сопоставляются, поэтому счёт с ним в {host} не уходит.', 'Решите один раз для всех счетов: уберите поле contract счёта в настройках {host} ("omit"), и каждая база будет ставить в счёт свой договор. До этого счёт ждёт, ничего не теряется.'),
  'contract-not-of-books': e('The contract {name} stands in {of} alone. Contracts of two bases are never taken for each other by themselves, so an invoice that names it does not go to {host}.', 'Leave the field contract of invoices out in the configuration of {of} ("omit"): from then on {host} puts its own contract into new ones. Into this one choose a contract of {host}, or none: {sidebook} invoice set ID contract=', 'Договор «{name}» есть только в {of}. Договоры двух баз сами друг с другом не сопоставляются, поэтому счёт с ним в {host} не уходит.', 'Уберите поле contract счёта в настройках {of} ("omit"): дальше в новые счета {host} ставит свой договор. В этот счёт выберите договор из {host} или уберите договор: {sidebook} invoice set ID contract='),
  'reference-outside': e('The {entity} {name} it belongs to is outside the scope of {host}.', 'Widen the scope, or leave it as it is.', 'Вне охвата {host}: {entity} {name}.', 'Расширьте охват или оставьте как есть.'),
  'host-restored': e('Known objects of {host} are gone, or its messages went back: it looks restored from a backup.', 'Nothing is written to {host} until you say who is right: the host or the module.', 'Известные объекты {host} пропали или номера сообщений ушли назад: похоже на восстановление из копии.', 'В {host} ничего не пишем, пока вы не скажете, кто прав: база или модуль.'),
  'other-base': e('Another base answers at the address of {host}: of {count|organisation|organisations} known from it not one is there.', 'Nothing is read from it and nothing written. Correct "url" of {host} in the configuration, or the publication on its web server. A base that really takes its place is attached under a new name.', 'По адресу {host} отвечает другая база: из {count|организации, известной по ней,|организаций, известных по ней,|организаций, известных по ней,} нет ни одной.', 'Из неё ничего не читаем и в неё ничего не пишем. Исправьте "url" базы {host} в настройках или публикацию на веб-сервере. Базу, которая её действительно заменила, подключите под новым именем.'),
  'host-copied': e('Another organisation answers at the address of {host}: it was {was}, now {now}. It may be a copy with the same records in it.', 'Nothing is written to {host} until you say who is right: the host or the module. If it is a copy, correct "url" in the configuration first.', 'По адресу {host} отвечает другая организация: была {was}, теперь {now}. Возможно, это копия с теми же записями.', 'В {host} ничего не пишем, пока вы не скажете, кто прав: база или модуль. Если это копия, сначала исправьте "url" в настройках.'),
  'store-restored': e('Our own store was put back from a backup.', 'Everything is read again and nothing is written until you say: the hosts are right.', 'Наше хранилище восстановлено из копии.', 'Всё читается заново и ничего не пишется, пока вы не скажете: базы правы.'),
  // Plan, switches, people ----------------------------------------------------------------------------------------------
  'too-many-writes': e('The plan would write {count|object|objects} of {host} at once.', 'Look at it: {sidebook} plan --show {plan}; accept it: {sidebook} sync --accept {plan}', 'План записал бы сразу {count|объект|объекта|объектов} в {host}.', 'Посмотрите: {sidebook} plan --show {plan}; примите: {sidebook} sync --accept {plan}'),
  'too-many-deactivations': e('The plan would deactivate {count|object|objects} at once.', 'Look at it: {sidebook} plan --show {plan}; accept it: {sidebook} sync --accept {plan}', 'План сделал бы недействующими сразу {count|объект|объекта|объектов}.', 'Посмотрите: {sidebook} plan --show {plan}; примите: {sidebook} sync --accept {plan}'),
  'too-many-leave-scope': e('{count|object|objects} would leave the scope at once.', 'Check the scope in the configuration; accept it: {sidebook} sync --accept {plan}', 'Сразу {count|объект вышел|объекта вышли|объектов вышли} бы из охвата.', 'Проверьте охват в настройках; примите: {sidebook} sync --accept {plan}'),
  'write-off': e('Writing is switched off.', 'Switch it on: {sidebook} write on --by NAME', 'Запись выключена.', 'Включите: {sidebook} write on --by ИМЯ'),
  'write-off-host': e('Writing to {host} is switched off.', 'Switch it on: {sidebook} write on {host} --by NAME', 'Запись в {host} выключена.', 'Включите: {sidebook} write on {host} --by ИМЯ'),
  paused: e('{host} is paused.', 'Go on: {sidebook} resume {host}', '{host} приостановлен.', 'Продолжить: {sidebook} resume {host}'),
  restored: e('{host} is suspected to be restored from a backup and is only read.', 'Answer the problem "restored".', '{host}, возможно, восстановлен из копии и только читается.', 'Решите проблему «восстановлено».'),
  'invoice-posted': e('The invoice is posted: its {unit} belongs to the books.', 'Keep your change as a proposal (--propose), or ask the accountant to change it in 1C.', 'Счёт проведён: поле «{unit}» меняет только бухгалтерия.', 'Оставьте правку предложением (--propose) или попросите бухгалтера изменить в 1С.'),
  'field-not-yours': e('{unit} is decided by the accounting system.', 'Change it there; it arrives here by itself.', '{unit} определяет учётная система.', 'Измените там, сюда придёт само.'),
  'field-unknown': e('There is no field {field}.', 'The names of the fields: docs/reference/mapping-format.md', 'Поля {field} нет.', 'Имена полей: docs/reference/mapping-format.md'),
  'number-unclear': e('{field}: "{text}" is no number.', 'Write it as 1234.50 or 1234,50.', '{field}: «{text}» - не число.', 'Напишите так: 1234,50.'),
  'line-unclear': e('"{line}" is no line of an invoice.', 'Write it as "Delivery × 2 × 1500 × 20": what, how many, price, VAT. Rates of VAT: {known}', '«{line}» - не строка счёта.', 'Напишите так: «Доставка × 2 × 1500 × 20» - что, сколько, цена, НДС. Ставки НДС: {known}'),
  'choice-unclear': e('{field} does not take "{text}".', 'It takes: {known}', '{field}: «{text}» не подходит.', 'Подходит: {known}'),
  'nothing-unpaid': e('“{name}” has no unpaid invoice in 1C.', 'Issue one first, then pay it.', 'У «{name}» нет неоплаченных счетов в 1С.', 'Сначала выставьте счёт, потом оплачивайте.'),
  'edit-host-away': e('Nothing was changed: {host} cannot be reached, and only it says what it takes.', 'Repeat the command once {host} answers: {sidebook} doctor {host}', 'Ничего не изменено: {host} недоступна, а что она примет, знает только она.', 'Повторите команду, когда {host} ответит: {sidebook} doctor {host}'),
  'record-several': e('"{id}" is several records:{several}', 'Name the one you mean by the letters and digits in front of it.', '«{id}» - это несколько записей:{several}', 'Назовите нужную буквами и цифрами, что стоят перед ней.'),
  'record-unknown': e('There is no record {id}.', 'List them: {sidebook} counterparty list, {sidebook} invoice list', 'Записи {id} нет.', 'Список: {sidebook} counterparty list, {sidebook} invoice list'),
  'record-moved': e('The record was changed meanwhile (now revision {rev}).', 'Look at it again, then repeat your change.', 'Запись тем временем изменили (теперь ревизия {rev}).', 'Посмотрите снова и повторите правку.'),
  'draft-kept': e('The invoice was kept as a draft, but could not be issued.', 'Try again, or open the draft in the list and issue it there; do not enter it anew.', 'Счёт сохранён черновиком, но выставить его не удалось.', 'Повторите или откройте черновик в списке и выставьте его там; не вводите счёт заново.'),
  'invoice-kept': e('The invoice was kept, but could not be shown.', 'Try again, or look for it in the list; do not enter it anew.', 'Счёт сохранён, но показать его не удалось.', 'Повторите или найдите его в списке; не вводите счёт заново.'),
  'not-a-draft': e('Only a draft can be issued.', 'Change an issued invoice instead.', 'Выставить можно только черновик.', 'Выставленный счёт можно изменить.'),
  'host-issues': e('Invoices of this organisation are issued in {host} only: there they rest on an order.', 'Make the order and its invoice in {host}; it appears here within minutes.', 'Счета этой организации выставляются только в {host}: там они опираются на заказ.', 'Оформите заказ и счёт в {host}; здесь он появится через несколько минут.'),
  'not-complete': e('The invoice lacks: {fields}.', 'Fill them in, then issue it.', 'В счёте не заполнено: {fields}.', 'Заполните и выставьте.'),
  'problem-unknown': e('There is no problem {id}.', 'List them: {sidebook} problems', 'Проблемы {id} нет.', 'Список: {sidebook} problems'),
  'problem-answered': e('Problem {id} has been answered already.', 'By whom and how: {sidebook} problems show {id}', 'На проблему {id} уже ответили.', 'Кто и как: {sidebook} problems show {id}'),
  'problem-moved': e('The values have changed since the problem was shown, so your answer was not applied.', 'Look at it again: {sidebook} problems show {id}', 'Значения изменились с тех пор, как проблему показали; ответ не применён.', 'Посмотрите снова: {sidebook} problems show {id}'),
  'posted-meanwhile': e('{host} posted the invoice while an edit of ours was on its way: the posted document was changed.', 'Compare both versions. If the accountant\'s is right, correct it in {host}; then answer keep.', 'В {host} счёт провели, пока наша правка была в пути: проведённый документ изменён.', 'Сравните обе версии. Если верна версия бухгалтера, исправьте документ в {host}; затем ответьте keep.'),
  'answer-extra': e('Too many words after the answer {answer}: {extra}', 'Other values are answered by: value FIELD=TEXT', 'Лишние слова после ответа {answer}: {extra}', 'Другие значения задают ответом: value ПОЛЕ=ТЕКСТ'),
  'answer-unfit': e('This answer does not fit the problem.', 'The answers that fit: {sidebook} problems show {id}', 'Такой ответ к проблеме не подходит.', 'Подходящие ответы: {sidebook} problems show {id}'),
  'create-unfit': e('This record may not be created there again: its mapping creates nothing, another base issues it, or it is marked, cancelled or outside the scope.', 'Answer keep or deactivate. What may be created there stands in the configuration.', 'Создать эту запись там снова нельзя: отображение ничего не создаёт, её ведёт другая база, или она помечена, отменена либо вне охвата.', 'Ответьте keep или deactivate. Что можно создавать, указано в настройках.'),
  'not-answered': e('Problem {id} is open: there is no answer to take back.', 'The answers that fit: {sidebook} problems show {id}', 'Проблема {id} открыта: брать назад нечего.', 'Подходящие ответы: {sidebook} problems show {id}'),
  'answer-begun': e('This was answered module-right already, and that did not get to its end.', 'Answer module-right again: it goes on where it stopped.', 'На это уже ответили module-right, и выполнение не дошло до конца.', 'Ответьте module-right ещё раз: выполнение продолжится с того же места.'),
  'answer-exchanged': e('The answer to problem {id} cannot be taken back any more: values were exchanged because of it, or something rests on it by now: an invoice, a note, another object tied to the same record.', 'Correct the records themselves: {sidebook} counterparty set.', 'Ответ по проблеме {id} взять назад уже нельзя: по нему обменялись значениями, или на нём уже что-то держится: счёт, заметка, другой объект, связанный с той же записью.', 'Исправьте сами записи: {sidebook} counterparty set.'),
  'undo-unfit': e('The answer to problem {id} cannot be taken back: it did not choose a value.', 'Say what holds now on the record itself: {sidebook} counterparty set, {sidebook} invoice set.', 'Ответ по проблеме {id} взять назад нельзя: он не выбирал значение.', 'Укажите верное в самой записи: {sidebook} counterparty set, {sidebook} invoice set.'),
  'month-unclear': e('{month} is no month.', 'Write it as 2026-03.', '{month} - не месяц.', 'Напишите так: 2026-03.'),
  'plan-unknown': e('There is no plan {plan}.', 'Make one: {sidebook} plan', 'Плана {plan} нет.', 'Составьте: {sidebook} plan'),
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
  'plan-before': e('Another plan of this base is accepted and has not gone yet.', 'Wait for the next cycle: what is left is planned anew and asked again.', 'Другой план этой базы уже принят и ещё не ушёл.', 'Дождитесь следующего цикла: остальное будет спланировано и спрошено снова.'),
  'plan-moved': e('The plan is not the one to accept any more: it was accepted, or is out of date.', 'Make the plan anew.', 'Этот план уже не принять: он принят или устарел.', 'Составьте план заново.'),
  'proposal-closed': e('This proposal is closed already.', 'Refresh the list.', 'Это предложение уже закрыто.', 'Обновите список.'),
  // Configuration and store ---------------------------------------------------------------------------------------------
  'config-missing': e('There is no {file}.', 'Make one: {sidebook} init, or run the demo: npm start', 'Нет файла {file}.', 'Создайте: {sidebook} init, или запустите демо: npm start'),
  'config-invalid': e('{file}, line {line}: {path}: {problem}', 'Correct the line; every key is explained in docs/reference/configuration.md', '{file}, строка {line}: {path}: {problem}', 'Исправьте строку; ключи описаны в docs/reference/configuration.md'),
  'host-unknown': e('The configuration has no host {host}.', 'Known: {known}', 'В настройках нет базы {host}.', 'Есть: {known}'),
  'mapping-refused': e('The mapping of {entity} for {host} cannot be used: {detail}', 'Correct it; "{sidebook} mappings check" shows everything at once. Only this kind is stopped.', 'Отображение {entity} для {host} нельзя использовать: {detail}', 'Исправьте; «{sidebook} mappings check» покажет всё сразу. Остановлен только этот вид.'),
  // Mappings: findings of "mappings check" and doctor; {there} is set.property ---------------------------------------------
  'mapping-invalid': e('The mapping file is wrong: {detail}', 'Its shape: docs/reference/mapping-format.md', 'Ошибка в файле отображения: {detail}', 'Его форма: docs/reference/mapping-format.md'),
  'field-twice': e('The field is mapped twice.', 'Leave one of the two entries.', 'Поле отображено дважды.', 'Оставьте одну запись из двух.'),
  'field-private': e('This is a word of the private store; it must never leave.', 'Take the field out of the mapping.', 'Это слово закрытого хранилища, оно не должно уходить.', 'Уберите поле из отображения.'),
  'table-unknown': e('The mapping has no table {detail}.', 'Add it under "lookups", or correct the name.', 'В отображении нет таблицы {detail}.', 'Добавьте её в "lookups" или исправьте имя.'),
  'unit-two-directions': e('Fields that only make sense together go two ways: {detail}', 'Give all of them one direction.', 'Поля, имеющие смысл только вместе, идут в разные стороны: {detail}', 'Задайте им одно направление.'),
  'set-missing': e('{there} is not published.', 'Add to the composition of the OData interface what is named here; "{sidebook} init" prints the lines of 1C code.', '{there} не опубликован.', 'Добавьте названное в состав интерфейса OData; «{sidebook} init» печатает нужный код 1С.'),
  'price-type-absent': e('There is no type of price called "{field}"; the price list is not read, and our price is that of the last invoice.', 'There is: {detail}. Correct "compare": {"priceType": …} in the configuration.', 'Типа цен «{field}» нет: прайс-лист не читается, нашей считается цена последнего счёта.', 'Есть: {detail}. Исправьте "compare": {"priceType": …} в настройках.'),
  'set-wanted': e('{there} is not published; what rests on it stays unknown.', 'Add it to the composition of the OData interface if debt, due dates or closed periods matter here.', '{there} не опубликован, и то, что на нём основано, остаётся неизвестным.', 'Добавьте его в состав интерфейса OData, если важны долги, сроки оплаты или закрытые периоды.'),
  'property-missing': e('{there} {detail} is not there.', 'Make it there, name another property in the configuration ("host"), or leave the field out ("omit").', '{there} {detail} нет.', 'Заведите его там, назовите другое свойство в настройках ("host") или уберите поле ("omit").'),
  'property-left-out': e('{there} {detail} is not there; the field is left out.', 'Nothing to do: not every base has it.', '{there} {detail} нет, поле пропущено.', 'Ничего не нужно: оно есть не в каждой базе.'),
  unproven: e('Names no base seen so far shows, only concluded from others: {names}', 'If one of them is missing here, the base may call it otherwise.', 'Имена, которых пока не показала ни одна база, выведены по другим: {names}', 'Если какого-то здесь нет, в базе он может называться иначе.'),
  'type-differs': e('{there} has another type now: {detail}', 'Name a property that fits in the configuration ("host"), or leave the field out ("omit").', 'У {there} теперь другой тип: {detail}', 'Назовите подходящее свойство в настройках ("host") или уберите поле ("omit").'),
  'date-shifts': e('{there} shows each user the date of their own time zone ({detail}); a day would become the day before on the way to the books.', 'In the properties of the column choose the behavior "Time zone independent" and publish. Until then this kind is neither read nor written.', '{there} показывает каждому дату его часового пояса ({detail}): по пути в учёт день стал бы предыдущим.', 'В свойствах столбца выберите поведение «Не зависит от часового пояса» и опубликуйте. До этого этот вид не читается и не записывается.'),
  'metadata-unreadable': e('{file} is not the $metadata of a 1C base.', 'Save it from the address of the base, …/odata/standard.odata/$metadata, and name that file.', '{file} - это не $metadata базы 1С.', 'Сохраните его по адресу базы, …/odata/standard.odata/$metadata, и укажите этот файл.'),
  'sqlite-missing': e('No SQLite driver loads here: {reasons}', 'Use Node 22.16 or later (it has one built in), or install build tools and run "npm ci" again.', 'Драйвер SQLite не загружается: {reasons}', 'Возьмите Node 22.16 или новее (там есть встроенный) или поставьте средства сборки и повторите «npm ci».'),
  'store-newer': e('The store was written by a newer Sidebook (schema {found}, known {known}).', 'Update Sidebook, or use the copy made before the update.', 'Хранилище записано более новым Sidebook (схема {found}, известна {known}).', 'Обновите Sidebook или возьмите копию, сделанную до обновления.'),
  'store-full': e('The disk of the store is full: {file}.', 'Make room; nothing that was stored is lost, and Sidebook goes on by itself.', 'На диске хранилища нет места: {file}.', 'Освободите место; записанное не потеряно, Sidebook продолжит сам.'),
  'store-disk': e('The disk answers with an error while Sidebook works with its file {file}.', 'Check the disk, or the network it is reached over, and the room on it; then: {sidebook} store check. What was stored is not lost, and Sidebook goes on by itself.', 'Диск отвечает ошибкой, когда Sidebook работает со своим файлом {file}.', 'Проверьте диск или сеть, по которой он подключён, и место на нём; затем: {sidebook} store check. Записанное не потеряно, Sidebook продолжит сам.'),
  'store-unwritable': e('Sidebook cannot write its own files {file}.', 'Check the folder of the store: is the disk mounted read only, and has this account the right to write there? What was stored is not lost.', 'Sidebook не может писать в свои файлы {file}.', 'Проверьте папку хранилища: не смонтирован ли диск только для чтения и есть ли у этой учётной записи право писать. Записанное не потеряно.'),
  'store-damaged': e('A file of Sidebook is damaged, or is none of its files {file}.', 'Find out which: {sidebook} store check. Stop Sidebook and put the last good copy in its place.', 'Файл Sidebook повреждён или это не его файл {file}.', 'Какой именно, покажет {sidebook} store check. Остановите Sidebook и поставьте на место последнюю целую копию.'),
  'store-busy': e('Another process holds the store.', 'Stop the other Sidebook that uses {file}.', 'Хранилище занято другим процессом.', 'Остановите другой Sidebook с файлом {file}.'),
  'store-away': e('The SQL Server of the store, {place}, cannot be reached.', 'Check that it runs, its port and its certificate; Sidebook goes on by itself once it answers.', 'SQL Server хранилища, {place}, недоступен.', 'Проверьте, что он запущен, порт и сертификат; Sidebook продолжит сам, как только он ответит.'),
  'store-login': e('The SQL Server {place} does not accept the login, or the login may not open the database.', 'Correct user and password of "store.url" (environment or file), or give the login the database.', 'SQL Server {place} не принимает вход, или этому входу закрыта база.', 'Исправьте имя и пароль в "store.url" (окружение или файл) или откройте входу базу.'),
  'store-right': e('The login of the store lacks a right on {place}.', 'Run the statements of docs/guides/sql-server.md as an administrator of the database.', 'Входу хранилища не хватает прав в {place}.', 'Выполните команды из docs/guides/sql-server.ru.md от имени администратора базы.'),
  'store-slow': e('{place} did not answer in time.', 'Nothing of this change was stored; look what holds the database up, then repeat.', '{place} не ответил вовремя.', 'Из этого изменения ничего не записано; посмотрите, что держит базу, и повторите.'),
  'store-snapshots': e('The database {place} does not allow SNAPSHOT isolation, and the login may not switch it on.', 'Run once as an administrator: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON', 'В базе {place} выключена изоляция SNAPSHOT, а включить её этому входу нельзя.', 'Выполните один раз от имени администратора: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON'),
  'store-too-long': e('{place} has no room for a value: {reason}', 'Shorten it where it was typed; nothing of this change was stored.', 'В {place} не помещается значение: {reason}', 'Сократите его там, где оно введено; из этого изменения ничего не записано.'),
  'store-failed': e('{place} refused a statement (number {number}): {reason}', 'Nothing of this change was stored. Look the number up in the manual of SQL Server; if the cause is not there, send us this line.', '{place} отклонил команду (номер {number}): {reason}', 'Из этого изменения ничего не записано. Посмотрите номер в описании SQL Server; если причина не там, пришлите нам эту строку.'),
  'store-tls': e('The connection to {place} cannot be encrypted as configured: {reason}', 'Give the server a certificate this machine trusts (NODE_EXTRA_CA_CERTS names the one who issued it); for one of its own making add ?trustServerCertificate=true to the address, for a server without any ?encrypt=false.', 'Соединение с {place} не удаётся зашифровать, как настроено: {reason}', 'Дайте серверу сертификат, которому эта машина доверяет (издателя называет NODE_EXTRA_CA_CERTS); для собственного добавьте в адрес ?trustServerCertificate=true, для сервера без сертификата — ?encrypt=false.'),
  'store-moving': e('The store is being moved to {place}, or the move broke off: what lies there is not whole.', 'Run "{sidebook} store move --to ADDRESS" to its end; until then go on with the file: leave "store.url" out.', 'Хранилище переносится в {place}, или перенос прервался: там не всё.', 'Доведите до конца «{sidebook} store move --to АДРЕС»; до тех пор работайте с файлом: уберите "store.url".'),
  'store-moved': e('The store of {file} was moved to {place}; the file is what it was then.', 'Set "store.url" to the server (docs/guides/sql-server.md) and start Sidebook again; "file" stays as it is.', 'Хранилище из {file} перенесено в {place}; в файле всё осталось, как было тогда.', 'Укажите сервер в "store.url" (docs/guides/sql-server.ru.md) и запустите Sidebook заново; "file" не меняйте.'),
  'private-login': e('The private data is read with the login of the sync, {user}: whoever has that one has both.', 'Give "private.url" a login of its own, which alone may use its schema (docs/guides/sql-server.md).', 'Закрытые данные читаются под логином обмена {user}: у кого есть он, у того есть и они.', 'Заведите для "private.url" отдельный логин, которому одному доступна его схема (docs/guides/sql-server.ru.md).'),
  'private-file-there': e('"private.url" names a server, but private data lies in {file} as well.', 'Move it: {sidebook} store move --private env:NAME. Or take "private.url" out and go on with the file; or put the file elsewhere and begin anew on the server. Nothing was changed.', '"private.url" указывает на сервер, но закрытые данные есть и в {file}.', 'Перенесите их: {sidebook} store move --private env:ИМЯ. Либо уберите "private.url" и работайте с файлом, либо переложите файл в другое место и начните на сервере заново. Ничего не изменено.'),
  'store-move-taken': e('On {place} there is a store already.', 'Name another schema in the address (?schema=NAME), or empty this one as its administrator. Nothing was changed.', 'В {place} уже есть хранилище.', 'Укажите в адресе другую схему (?schema=ИМЯ) или очистите эту от имени администратора. Ничего не изменено.'),
  'store-move-busy': e('Sidebook is at work with the store ({place}), so it cannot be moved now.', 'Stop it (service, "serve", "sync"), wait a minute and repeat. Nothing was changed.', 'Sidebook сейчас работает с хранилищем ({place}), перенести его нельзя.', 'Остановите его (службу, «serve», «sync»), подождите минуту и повторите. Ничего не изменено.'),
  'store-move-changed': e('Somebody changed the store while it was moved to {place}; the copy there lacks that change and is not used.', 'Stop Sidebook everywhere and repeat: the copy is made anew.', 'Пока хранилище переносилось в {place}, его изменили; в копии этого нет, и она не используется.', 'Остановите Sidebook везде и повторите: копия будет сделана заново.'),
  'store-move-differs': e('What the server gives back is not what was sent: {place}', 'The file is as it was and goes on being used. Repeat; if it stays, send us this line.', 'Сервер возвращает не то, что ему отправлено: {place}', 'Файл не тронут, работа идёт с ним. Повторите; если не пройдёт, пришлите нам эту строку.'),
  'store-move-address': e('This is no address of a SQL Server; wrong in it: {part}', 'Write mssql://USER:PASSWORD@SERVER:1433/DATABASE, or env:NAME or file:PATH where it stands. In a connection string (Server=…;Password=…) a password with ; stands in quotes.', 'Это не адрес SQL Server; неверно: {part}', 'Напишите mssql://ПОЛЬЗОВАТЕЛЬ:ПАРОЛЬ@СЕРВЕР:1433/БАЗА или env:ИМЯ, file:ПУТЬ, где он записан. В строке подключения (Server=…;Password=…) пароль с ; берут в кавычки.'),
  'store-move-where': e('Nothing is said about where to.', 'Write --to with the address of the store, --private with that of what never leaves, or both.', 'Не сказано, куда переносить.', 'Укажите --to с адресом хранилища, --private с адресом закрытых данных или оба.'),
  'store-move-there': e('The configuration already keeps the store on a server.', 'Nothing to move: "store.url" is set.', 'По настройкам хранилище уже на сервере.', 'Переносить нечего: задан "store.url".'),
  'store-foreign': e('The schema the store of {place} should lie in holds tables of others: {reason}', 'Name an empty schema of its own in the address: ?schema=NAME. Nothing was changed.', 'В схеме, где должно лежать хранилище {place}, есть чужие таблицы: {reason}', 'Укажите в адресе отдельную пустую схему: ?schema=ИМЯ. Ничего не изменено.'),
  'store-file-foreign': e('{file} is a database of another program, or another file of Sidebook: it holds the tables {tables}.', 'Name the right file in the configuration, or one that is not there yet. Nothing was written to this one.', '{file} — база другой программы или другой файл Sidebook: в ней таблицы {tables}.', 'Укажите в настройках верный файл или такой, которого ещё нет. В этот ничего не записано.'),
  'mssql-missing': e('A SQL Server is configured, but the package mssql is not installed.', 'Run "npm ci" again without --omit=optional.', 'Настроен SQL Server, но пакет mssql не установлен.', 'Повторите «npm ci» без --omit=optional.'),
  'port-taken': e('Port {port} is taken.', 'Another one is used; nothing to do.', 'Порт {port} занят.', 'Взят другой, делать ничего не нужно.'),
  'flow-never': e('{host}: no success yet.', 'Look at the cause: {sidebook} doctor', '{host}: ещё ни одного успешного обмена.', 'Причину покажет: {sidebook} doctor'),
  'flow-silent': e('{host}: no success for {minutes} min although there is something to do.', 'Look at the cause: {sidebook} doctor', '{host}: {minutes} мин без успеха, хотя есть что делать.', 'Причину покажет: {sidebook} doctor'),
  // Server: tokens, requests, clients -------------------------------------------------------------------------------------
  'token-missing': e('The request carries no token.', 'Ask your administrator to set up the panel: docs/guides/embed.', 'В запросе нет токена.', 'Попросите администратора настроить панель: docs/guides/embed.'),
  'token-bad': e('The access of this panel was not accepted.', 'Open the form again. If it stays so, the administrator looks at client and key: {sidebook} client list, {sidebook} key list.', 'Доступ этой панели не принят.', 'Откройте форму заново. Если не помогло, администратор проверит клиента и ключ: {sidebook} client list, {sidebook} key list.'),
  'token-expired': e('The access of this panel has expired.', 'It is renewed by itself; if not, press "Renew access" or open the form again.', 'Доступ этой панели истёк.', 'Он обновится сам; если нет, нажмите «Обновить доступ» или откройте форму заново.'),
  'token-clock': e('The clock of the host is ahead of the server by {seconds} s.', 'The administrator sets both clocks by a time server; up to 60 s is accepted.', 'Часы базы спешат относительно сервера на {seconds} с.', 'Администратор сверит часы обеих машин с сервером времени; допускается до 60 с.'),
  'origin-refused': e('Pages of this address may not use the access of this panel.', 'The administrator adds the address to the client: {sidebook} client add CLIENT --origin ADDRESS', 'Страницам с этого адреса доступ этой панели не разрешён.', 'Администратор добавит адрес клиенту: {sidebook} client add КЛИЕНТ --origin АДРЕС'),
  'not-allowed': e('You may not see or do this.', 'If you need it, ask your administrator for the role.', 'Это вам не разрешено.', 'Если это нужно, попросите роль у администратора.'),
  invalid_scope: e('The scope of the token is not right: {entity}', 'Name objects as host:type:id; "*" needs a client with --all.', 'Область токена указана неверно: {entity}', 'Называйте объекты как база:тип:id; для "*" клиенту нужен --all.'),
  bad_client: e('Client and secret do not fit.', 'Check both; a new key: {sidebook} key add CLIENT', 'Клиент и секрет не подходят.', 'Проверьте оба; новый ключ: {sidebook} key add КЛИЕНТ'),
  role_or_widget_not_allowed: e('None of the roles sent may see the widget asked for.', 'Map the role: {sidebook} client add CLIENT --role "NAME=accountant"', 'Ни одна из переданных ролей не может видеть этот виджет.', 'Сопоставьте роль: {sidebook} client add КЛИЕНТ --role "ИМЯ=accountant"'),
  unknown_user: e('This user of the host is not known here, or was locked.', 'Add the user: {sidebook} user add CLIENT USER, or let them be added by themselves: {sidebook} client add CLIENT --auto-users', 'Этот пользователь базы здесь не заведён или отключён.', 'Добавьте его: {sidebook} user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ, или разрешите заводить автоматически: {sidebook} client add КЛИЕНТ --auto-users'),
  'body-too-large': e('The request is larger than {limit} kB.', 'Send less at once.', 'Запрос больше {limit} КБ.', 'Отправьте частями.'),
  'body-malformed': e('The request is not JSON.', 'Send application/json in UTF-8.', 'Запрос не является JSON.', 'Отправляйте application/json в UTF-8.'),
  'input-stock': e('says no number', 'Write 100, 10-50, more than 100, none or many.', 'не говорит, сколько', 'Напишите 100, 10-50, более 100, нет или много.'),
  'input-wrong': e('Some of the input is not right.', 'Correct the marked fields.', 'Часть введённого неверна.', 'Исправьте отмеченные поля.'),
  'input-field': e('not what is expected here', 'Correct it.', 'здесь ожидается другое', 'Исправьте.'),
  'address-unknown': e('There is nothing at this address.', 'The addresses: docs/reference/http-api.md', 'По этому адресу ничего нет.', 'Адреса: docs/reference/http-api.md'),
  'method-wrong': e('This address does not take {method}.', 'It takes: {allowed}', 'Этот адрес не принимает {method}.', 'Он принимает: {allowed}'),
  'too-often': e('Too many requests in a short time.', 'It goes on by itself in {seconds} s.', 'Слишком много запросов за короткое время.', 'Продолжится само через {seconds} с.'),
  'key-needed': e('The change carries no Idempotency-Key.', 'Send one, a new one for each change.', 'У изменения нет Idempotency-Key.', 'Передайте его, новый для каждого изменения.'),
  'key-reused': e('The same Idempotency-Key came with another request.', 'Send a new key for each change.', 'Тот же Idempotency-Key пришёл с другим запросом.', 'Для каждого изменения нужен новый ключ.'),
  'key-running': e('The same change is still being made, or was broken off.', 'Look at the record before you repeat it.', 'Это изменение ещё выполняется или прервалось.', 'Посмотрите на запись, прежде чем повторять.'),
  'match-needed': e('The change does not say which state it was made on (If-Match).', 'Load the record again and repeat the change.', 'Изменение не говорит, к какому состоянию относится (If-Match).', 'Загрузите запись снова и повторите правку.'),
  'cannot-listen': e('The server cannot listen on {address}: {reason}.', 'Stop what uses the port, or set one that is free: "server": {"listen": {"port": {free}}}', 'Сервер не может принимать соединения на {address}: {reason}.', 'Остановите того, кто занял порт, или задайте свободный: "server": {"listen": {"port": {free}}}'),
  'tls-unusable': e('The certificate cannot be used: {file}: {reason}', 'Check "server": {"tls": …}: file, key and password must belong together.', 'Сертификат нельзя использовать: {file}: {reason}', 'Проверьте "server": {"tls": …}: файл, ключ и пароль должны подходить друг к другу.'),
  'client-unknown': e('There is no client {client}.', 'Known: {known}. A new one: {sidebook} client add {client}', 'Клиента {client} нет.', 'Есть: {known}. Завести: {sidebook} client add {client}'),
  'client-name': e('{client} cannot be the name of a client.', 'Lower-case Latin letters, digits and hyphens, at most 31.', '{client} не может быть именем клиента.', 'Строчные латинские буквы, цифры и дефис, до 31 знака.'),
  'origin-wrong': e('{origin} is not an origin.', 'Like https://crm.example, without a path; http only for localhost.', '{origin} - это не адрес страницы-хозяина.', 'Например, https://crm.example, без пути; http только для localhost.'),
  'role-wrong': e('{role} names none of our roles.', 'Ours are {known}. Of a client: HOST ROLE=ours; of a user: ours alone.', '{role}: такой нашей роли нет.', 'Наши: {known}. Клиенту пишут РОЛЬ БАЗЫ=наша, пользователю - только нашу.'),
  'user-unknown': e('Client {client} has no user {user}.', 'List them: {sidebook} user list {client}', 'У клиента {client} нет пользователя {user}.', 'Список: {sidebook} user list {client}'),
  'keys-full': e('Client {client} has {count|key|keys} already.', 'Revoke the older one: {sidebook} key revoke {client} {kid}', 'У клиента {client} уже {count|ключ|ключа|ключей}.', 'Отзовите старый: {sidebook} key revoke {client} {kid}'),
  'key-unknown': e('Client {client} has no key {kid}.', 'List them: {sidebook} key list {client}', 'У клиента {client} нет ключа {kid}.', 'Список: {sidebook} key list {client}'),
  // A command typed wrongly ----------------------------------------------------------------------------------------------
  'option-needed': e('The command needs {option}.', 'Add it; --help after the command lists its options.', 'Команде нужен параметр {option}.', 'Добавьте его; --help после команды перечислит её параметры.'),
  'option-empty': e('{option} came without its value.', 'Write the value after it; --help after the command explains it.', 'Параметр {option} указан без значения.', 'Напишите значение после него; --help после команды его объяснит.'),
  'option-choice': e('{option} does not take "{came}".', 'It takes: {known}', 'Параметр {option} не принимает «{came}».', 'Он принимает: {known}'),
  'option-count': e('{option} does not take "{came}".', 'It takes a whole number from 1 to 99999.', 'Параметр {option} не принимает «{came}».', 'Он принимает целое число от 1 до 99999.'),
  'demo-only': e('{file} is a configuration of your own: nothing of the demo is played on its bases.', 'Run the demo in another folder, where there is no such file.', '{file} - ваши собственные настройки: на их базах демо ничего не разыгрывает.', 'Запустите демо в другой папке, где такого файла нет.'),
  'demo-stopped': e('The demo does not run: {host} does not answer.', 'Start it in another terminal of this folder: {sidebook} start', 'Демо не запущено: {host} не отвечает.', 'Запустите его в этой же папке, в другом терминале: {sidebook} start'),
  'option-conflict': e('{option} and {other} contradict each other.', 'Leave one of them out; --help after the command explains both.', '{option} и {other} противоречат друг другу.', 'Уберите что-то одно; --help после команды объяснит оба.'),
  'option-twice': e('{option} stands there twice: "{before}" and "{came}".', 'Leave one.', 'Параметр {option} указан дважды: «{before}» и «{came}».', 'Оставьте один.'),
  'option-alone': e('{option} says nothing without {other}.', 'Add {other}, or leave {option} out.', 'Без {other} параметр {option} ничего не значит.', 'Добавьте {other} или уберите {option}.'),
  'option-unknown': e('The command has no option {option}.', 'See --help after the command; a text that begins with a hyphen comes after --.', 'У команды нет параметра {option}.', 'Посмотрите --help после команды; текст, начинающийся с дефиса, пишут после --.'),
  'argument-choice': e('<{argument}> does not take "{came}".', 'It takes: {known}', '<{argument}> не принимает «{came}».', 'Принимает: {known}'),
  'argument-needed': e('The command needs <{argument}>.', 'Write it after the command; --help explains it.', 'Команде нужно указать <{argument}>.', 'Напишите это после команды; --help объяснит.'),
  'argument-extra': e('Too many words after {command}: {came} came, {expected} expected.', 'Put a text of several words in quotes; the commands: {sidebook} help', 'Лишние слова после {command}: пришло {came}, ожидалось {expected}.', 'Текст из нескольких слов берут в кавычки; команды: {sidebook} help'),
  'command-unknown': e('There is no command {command}.', 'The commands: {sidebook} help', 'Команды {command} нет.', 'Команды: {sidebook} help'),
  // doctor: findings that are well ---------------------------------------------------------------------------------------
  reached: e('Reached: {url}', '', 'Связь есть: {url}', ''),
  'set-read': e('Readable: {set}', '', 'Читается: {set}', ''),
  'plan-found': e('Exchange plan found: {set}', '', 'План обмена найден: {set}', ''),
  'clock-apart': e(
    'The clocks of {host} and of this machine are {minutes|minute|minutes} apart.', 'Set both by a time server. Sidebook never compares them, but the day of an invoice issued here and what is overdue follow this one.',
    'Часы {host} и этой машины расходятся на {minutes|минуту|минуты|минут}.', 'Настройте обе машины по серверу времени. Sidebook часы не сравнивает, но день выписанного здесь счёта и просрочка считаются по здешним.'
  ), // prettier-ignore
  'session-works': e('One session is used for all requests.', '', 'Все запросы идут в одном сеансе.', ''),
  'session-no-effect': e('This publication opens a session for every request; it works, only slower.', 'Nothing to do. Newer platforms keep the session.', 'Эта публикация открывает сеанс на каждый запрос: работает, но медленнее.', 'Ничего не нужно. Новые платформы сеанс держат.'),
  // Audit, personal data, copies of the store ----------------------------------------------------------------------------
  'days-reversed': e('{from} is later than {to}.', 'Write the first day after --from, the last one after --to.', '{from} позже, чем {to}.', 'После --from пишут первый день, после --to последний.'),
  'handover-whom': e('{user} is no user here: what was handed over would be seen by nobody.', 'Write CLIENT:USER as "{sidebook} user list" shows them, or cli:ACCOUNT; a new one: {sidebook} user add CLIENT USER', 'Пользователя {user} здесь нет: переданного не увидел бы никто.', 'Пишите КЛИЕНТ:ПОЛЬЗОВАТЕЛЬ, как показывает «{sidebook} user list», или cli:УЧЁТНАЯ_ЗАПИСЬ; завести: {sidebook} user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ'),
  'day-wrong': e('"{text}" is not a day or a moment.', 'Write 2026-02-24 or 2026-02-24T12:00:00Z.', '«{text}» - не день и не момент времени.', 'Пишите 2026-02-24 или 2026-02-24T12:00:00Z.'),
  'head-wrong': e('"{text}" is not the head of an audit.', 'It is what "{sidebook} audit head" prints: NUMBER:DIGEST.', '«{text}» - не конец цепочки аудита.', 'Это то, что печатает «{sidebook} audit head»: НОМЕР:ДАЙДЖЕСТ.'),
  'subject-short': e('"{text}" is too short to look for a person.', 'At least {count|character|characters}: a name, a phone, an address of e-mail.', '«{text}» - слишком короткий текст для поиска человека.', 'Не меньше {count|знака|знаков|знаков}: имя, телефон, адрес почты.'),
  'file-there': e('{file} is there already; nothing was written over.', 'Name another one, or move it away.', '{file} уже есть; ничего не перезаписано.', 'Укажите другой файл или уберите этот.'),
  'file-absent': e('{file} is not there or cannot be read.', 'Look at the path and the rights on it.', '{file} не найден или не читается.', 'Проверьте путь и права на него.'),
  'file-unusable': e('{file} was not written or read: {why}.', 'Name another place, or mend the folder, its rights or the room on the disk.', '{file} не записан и не прочитан: {why}.', 'Укажите другое место или исправьте папку, права или место на диске.'),
  'passphrase-short': e('The passphrase in {file} has fewer than {count|character|characters}.', 'Write a longer one into the file, in one line, and keep it elsewhere than the copy.', 'Пароль в {file} короче {count|знака|знаков|знаков}.', 'Запишите в файл пароль длиннее, одной строкой, и храните его отдельно от копии.'),
  'backup-sealed': e('{file} cannot be opened: another passphrase, or the file was changed or cut.', 'Try the passphrase of that day; if it is the right one, use an older copy.', '{file} не открывается: другой пароль, либо файл изменён или обрезан.', 'Попробуйте пароль того дня; если он верный, возьмите копию постарше.'),
  'backup-passphrase': e('{file} is sealed: it opens with its passphrase only.', 'Name the file that holds it: {sidebook} store restore {file} FOLDER --passphrase FILE', '{file} запечатан: без пароля он не открывается.', 'Укажите файл с паролем: {sidebook} store restore {file} ПАПКА --passphrase ФАЙЛ'),
  'backup-broken': e('{file} is not a whole copy: {name} differs from what was written.', 'Use another copy.', '{file} - неполная копия: {name} отличается от записанного.', 'Возьмите другую копию.'),
  // Private data ----------------------------------------------------------------------------------------------------------
  'private-input': e('Not stored: {place} {field}: {problem}: {value}', 'Correct it and try again; nothing of it was stored.', 'Не записано: {place} {field}: {problem}: {value}', 'Исправьте и повторите; ничего из этого не записано.'),
  'private-moved': e('Somebody changed this meanwhile.', 'Look at it again, then repeat your change.', 'Это тем временем изменил кто-то другой.', 'Посмотрите ещё раз и повторите правку.'),
  'private-refused': e('There is no such thing, or it is not for you.', 'Check the id; rights are given by your administrator.', 'Такого нет, или это не для вас.', 'Проверьте id; права выдаёт администратор.'),
  'competitor-unknown': e('There is no competitor "{name}", or it is not for you.', 'List them: {sidebook} competitors; a new one: {sidebook} competitors add NAME', 'Конкурента «{name}» нет, или он не для вас.', 'Список: {sidebook} competitors; новый: {sidebook} competitors add ИМЯ'),
  'item-unknown': e('There is no item "{name}", or it is not for you.', 'List them: {sidebook} prices search; a new one is made with --new.', 'Позиции «{name}» нет, или она не для вас.', 'Список: {sidebook} prices search; новая заводится с --new.'),
  'product-unknown': e('There is no product "{name}" here.', 'Name it by its article, code or name as it stands in the books.', 'Номенклатуры «{name}» здесь нет.', 'Назовите её по артикулу, коду или наименованию, как в учётной системе.'),
  'private-unknown': e('"{name}" is not there, or it is not for you.', 'Check the id; rights are given by your administrator.', '«{name}»: такого нет, или это не для вас.', 'Проверьте id; права выдаёт администратор.'),
  'private-ambiguous': e('{text} fits {count|entry|entries}: {some}', 'Name one exactly, or by its id.', '{text} подходит к {count|записи|записям|записям}: {some}', 'Назовите точно или по id.'),
  'handover-person': e('{user} is nobody of the books here, so {count|counterparty|counterparties} cannot become theirs.', 'Say who they are: {sidebook} user add CLIENT USER --person NAME; or hand over the notes alone: --notes-only', 'Не указано, кто {user} в учёте, поэтому {count|контрагента|контрагентов|контрагентов} передать некому.', 'Укажите: {sidebook} user add КЛИЕНТ ПОЛЬЗОВАТЕЛЬ --person ИМЯ; или передайте только заметки: --notes-only'),
  'price-type-open': e('Our price list has {count|type|types} of price for this: {types}', 'Say which one counts: "compare": {"priceType": "NAME"} in the configuration, or --price-type NAME', 'В нашем прайсе для этой позиции {count|тип|типа|типов} цен: {types}', 'Укажите, какой считать: "compare": {"priceType": "НАЗВАНИЕ"} в настройках или --price-type НАЗВАНИЕ'),
  'export-limit': e('{count|more row|more rows} would be more than may leave in a day: {most}.', 'Ask for fewer, or tomorrow; the measure is "rights": {"exports"} of the configuration.', 'Вместе с этими строками ({count}) за день вышло бы больше, чем разрешено: {most}.', 'Запросите меньше или завтра; норма задана в настройках: "rights": {"exports"}.'),
  'rate-wrong': e('"{text}" is not a rate of exchange.', 'Write USD=92.5, or JPY=58.2/100: what 1 or 100 of it cost in the currency compared in.', '«{text}» - не курс валюты.', 'Пишите USD=92.5 или JPY=58.2/100: сколько 1 или 100 её единиц стоят в валюте сравнения.'),
  internal: e('Something went wrong inside Sidebook.', 'Nothing was half done. Please report it with the log.', 'Внутренняя ошибка Sidebook.', 'Ничего не сделано наполовину. Сообщите о ней вместе с журналом.'),
  // Imports of price lists and offers ----------------------------------------------------------------------------------
  'import-empty': e(
    'The file is empty.', 'Export the list again and send that file.',
    'Файл пуст.', 'Выгрузите прайс ещё раз и возьмите новый файл.'),
  'import-busy': e(
    'Other price lists are being read at this moment, and enough wait already.', 'Repeat in a minute. Nothing was taken over.',
    'Сейчас читаются другие прайсы, и очередь уже длинная.', 'Повторите через минуту. Ничего не загружено.'),
  'import-slow': e(
    'Reading the list took too long, so it was given up.', 'Cut it into parts, or save the one sheet that is needed. Nothing was taken over.',
    'Прайс читался слишком долго, чтение прервано.', 'Разделите его на части или сохраните один нужный лист. Ничего не загружено.'),
  'import-left': e(
    'Whoever asked for the preview left before it was ready.', 'Choose the file again. Nothing was taken over.',
    'Просмотр не дождались: соединение закрыто раньше, чем он был готов.', 'Выберите файл ещё раз. Ничего не загружено.'),
  'import-too-big': e(
    'The file holds more than {limit} MB: no price list is that long.', 'Cut it into parts, or save the one sheet that is needed.',
    'Файл больше {limit} МБ: таких прайсов не бывает.', 'Разделите его на части или сохраните один нужный лист.'),
  'import-too-many-rows': e(
    'The file holds more than {limit|row|rows}.', 'Cut it into parts and import them one by one.',
    'В файле больше {limit|строки|строк|строк}.', 'Разделите его на части и загрузите по одной.'),
  'import-too-many-columns': e(
    'Row {place} has {came} columns, at most {limit} are read.', 'Usually the separator is wrong or the line breaks are lost: save the list anew as XLSX.',
    'В строке {place} столбцов {came}, читается не больше {limit}.', 'Обычно неверен разделитель или потеряны переводы строк: сохраните прайс заново в XLSX.'),
  'import-not-a-table': e(
    'This is neither a workbook nor a text table (it begins with "{came}").', 'Open it in the program it came from and save it as XLSX or CSV.',
    'Это не книга Excel и не текстовая таблица (начало: «{came}»).', 'Откройте файл в исходной программе и сохраните как XLSX или CSV.'),
  'import-old-excel': e(
    'This is a workbook of Excel 97-2003 (.xls), or one locked with a password.', 'Open it in Excel and save it as .xlsx without a password.',
    'Это книга Excel 97-2003 (.xls) или книга под паролем.', 'Откройте её в Excel и сохраните как .xlsx без пароля.'),
  'import-locked': e(
    'The file is locked with a password.', 'Save it without a password.',
    'Файл защищён паролем.', 'Сохраните его без пароля.'),
  'import-zip-broken': e(
    'The workbook is damaged ({part} {came}): it was cut off on the way, or is no workbook.', 'Nothing of it was used. Fetch the file again.',
    'Книга повреждена ({part} {came}): файл обрезан при передаче или это не книга.', 'Ничего из него не взято. Получите файл заново.'),
  'import-zip-bomb': e(
    '{part} unpacks to more than {limit} times its size: this is an attack, not a price list.', 'Nothing of it was used. Ask the sender what this file is.',
    '{part} при распаковке больше сжатого в {limit|раз|раза|раз}: это атака, а не прайс.', 'Ничего из него не взято. Спросите отправителя, что это за файл.'),
  'import-part-missing': e(
    'The workbook has no part {part}.', 'It is damaged: open it in Excel, let it repair, and save it anew.',
    'В книге нет части {part}.', 'Книга повреждена: откройте её в Excel, дайте восстановить и сохраните заново.'),
  'import-not-a-workbook': e(
    'The zip file is no Excel workbook ({came}).', 'Save the list as .xlsx; an .xlsb or .ods has to be saved anew.',
    'Этот zip не книга Excel ({came}).', 'Сохраните прайс как .xlsx; файлы .xlsb и .ods надо пересохранить.'),
  'import-xml-broken': e(
    '{part} of the workbook cannot be read: {came}', 'Nothing of it was used. Open it in Excel, let it repair, and save it anew.',
    'Часть {part} книги не читается: {came}', 'Ничего из неё не взято. Откройте книгу в Excel, дайте восстановить и сохраните заново.'),
  'import-beyond-excel': e(
    '{place} is no place of a sheet: Excel ends at {limit} and counts upwards.', 'The file was made by a faulty program: open it in Excel and save it anew.',
    '{place}: такого места на листе нет, Excel кончается на {limit}, и номера только растут.', 'Файл создан программой с ошибкой: откройте его в Excel и сохраните заново.'),
  'import-no-sheet': e(
    'There is no sheet "{came}"; there are: {known}.', 'Name one of them with --sheet.',
    'Листа «{came}» нет; есть: {known}.', 'Назовите один из них через --sheet.'),
  'import-no-sheets': e(
    '{place}: a text file has no sheets; "{came}" was not looked for, all of the file was read.', 'If the sheet of a workbook was meant, take its .xlsx.',
    '{place}: в текстовом файле нет листов; «{came}» не искали, прочитан весь файл.', 'Если имелся в виду лист книги, возьмите её файл .xlsx.'),
  'import-quote-open': e(
    'Row {place}: a quotation mark opens here and is never closed.', 'Put the missing quotation mark into the file, or save the list as XLSX.',
    'Строка {place}: здесь открыта кавычка, и она нигде не закрыта.', 'Поставьте недостающую кавычку в файле или сохраните прайс в XLSX.'),
  'import-line-endless': e(
    'Row {place} is longer than {limit|character|characters}: a quotation mark is open, or the line breaks are lost.', 'Look at that row in the file, or save the list as XLSX.',
    'Строка {place} длиннее {limit|знака|знаков|знаков}: не закрыта кавычка или потеряны переводы строк.', 'Посмотрите эту строку в файле или сохраните прайс в XLSX.'),
  'import-csv-broken': e(
    'Row {place} cannot be split into columns ({came}).', 'Correct that row, or save the list as XLSX.',
    'Строка {place} не делится на столбцы ({came}).', 'Исправьте строку или сохраните прайс в XLSX.'),
  'import-map-unclear': e(
    '"{came}" does not say which column is what.', 'Write --map COLUMN=FIELD, the column by its head or letter; fields: {known}, or - to leave it alone.',
    '«{came}» не говорит, какой столбец что значит.', 'Пишите --map СТОЛБЕЦ=ПОЛЕ, столбец по заголовку или букве; поля: {known}, или - чтобы не брать.'),
  'import-no-column': e(
    'There is no column "{came}"; there are: {known}.', 'Name it as its head says, or by its letter.',
    'Столбца «{came}» нет; есть: {known}.', 'Назовите его как в заголовке или буквой.'),
  'import-review-unclear': e(
    '{place} of the review table: "{came}" is no decision.', 'Write 1, 2 or 3 for a variant, new, skip, or the id of an item; leave the heads and the last column as they are.',
    '{place} таблицы разбора: «{came}» не решение.', 'Пишите 1, 2 или 3 (вариант), new, skip или id товара; заголовки и последний столбец не меняйте.'),
  'import-stopped': e(
    'The import was not applied: {count|question stands|questions stand} first in the preview.', 'Answer them with the options they name and try again.',
    'Загрузка не применена: в начале просмотра {count|вопрос|вопроса|вопросов}.', 'Ответьте на них названными там параметрами и повторите.'),
  'import-no-competitor': e(
    'There is no competitor "{name}".', 'Check the name; --new-competitor makes a new one.',
    'Конкурента «{name}» нет.', 'Проверьте имя; новый заводится параметром --new-competitor.'),
  'import-not-there': e(
    'There is no import {id}.', '"{sidebook} import list" shows them all.',
    'Загрузки {id} нет.', 'Все загрузки показывает «{sidebook} import list».'),
  'import-undone-before': e(
    'Import {id} was taken back before.', 'Nothing to do.',
    'Загрузка {id} уже отменена.', 'Делать ничего не нужно.'),
  'import-moved': e(
    'The import was not applied: the preview showed {taken} lines, now it would be {count}.', 'The goods or the decisions changed meanwhile. Look at the preview again, then apply.',
    'Загрузка не применена: в просмотре было строк {taken}, сейчас было бы {count}.', 'Товары или решения тем временем изменились. Посмотрите просмотр ещё раз и примените.'),
  'import-same-file': e(
    'This very file was imported before ({id}, {day}).', 'Nothing was applied. Take the other import back with "{sidebook} import undo {id}", or say --again.',
    'Этот же файл уже загружен ({id}, {day}).', 'Ничего не применено. Отмените ту загрузку: «{sidebook} import undo {id}» или укажите --again.'),
  'import-rests': e(
    'Import {id} cannot be taken back: {rows|row of it was|rows of it were} corrected or changed later.', 'Take those corrections back first, or withdraw single rows.',
    'Загрузку {id} отменить нельзя: позже исправлено или изменено {rows|строка|строки|строк}.', 'Сначала отмените эти исправления или отзовите отдельные строки.'),
  'evidence-kind': e(
    'This file is not kept as evidence: only {kinds} are.', 'Save it as one of these, or give a link instead.',
    'Такой файл не принимается как основание: можно {kinds}.', 'Сохраните его в одном из этих видов или укажите ссылку.'),
  'evidence-large': e(
    'The file has {came} MB; as evidence at most {most} MB are kept.', 'Take a smaller picture or one page of it, or give a link instead.',
    'В файле {came} МБ; как основание хранится не больше {most} МБ.', 'Уменьшите снимок, оставьте нужную страницу или укажите ссылку.'),
  'import-no-file': e(
    'The file {file} cannot be read.', 'Check its name and that it is not open elsewhere.',
    'Файл {file} не читается.', 'Проверьте имя и не открыт ли он в другой программе.'),
  'import-offer-mixed': e(
    'Row {place}: an offer has one currency and one kind of VAT, here comes {came}.', 'Split the offer in two files, or say --currency and --vat.',
    'Строка {place}: в предложении одна валюта и один вид НДС, а здесь {came}.', 'Разделите предложение на два файла или укажите --currency и --vat.'),
  'import-no-head': e(
    '{place}: no row with heads was found (a price and a name are needed).', 'Say which column is what: --map A=name --map C=price.',
    '{place}: строка с заголовками не найдена (нужны цена и наименование).', 'Укажите столбцы: --map A=name --map C=price.'),
  'import-field-missing': e(
    '{place}: no column for "{came}" was found.', 'Say which one it is: --map COLUMN={came}.',
    '{place}: не найден столбец «{came}».', 'Укажите его: --map СТОЛБЕЦ={came}.'),
  'import-no-currency': e(
    '{place}: nothing says which currency the prices have.', 'Say it once: --currency RUB; it is remembered for this source.',
    '{place}: нигде не сказано, в какой валюте цены.', 'Укажите один раз: --currency RUB; для этого источника запомнится.'),
  'import-no-vat': e(
    '{place}: nothing says whether VAT is in the prices.', 'Say it once: --vat in or --vat out; it is remembered for this source.',
    '{place}: нигде не сказано, входит ли НДС в цены.', 'Укажите один раз: --vat in (входит) или --vat out (сверху); для этого источника запомнится.'),
  'import-no-lines': e(
    '{place}: not one line of goods could be read.', 'Look at the problems below, and at which column was taken for the price.',
    '{place}: не прочитано ни одной строки товаров.', 'Посмотрите проблемы ниже и какой столбец принят за цену.'),
  'import-no-price': e(
    '{place}: there is no price.', 'Write one into the file, or leave the line out.',
    '{place}: цены нет.', 'Впишите её в файл или оставьте строку незагруженной.'),
  'import-not-a-price': e(
    '{place}: "{came}" is no price.', 'Write a number such as 1099.00, or leave the line out.',
    '{place}: «{came}» не цена.', 'Напишите число, например 1099,00, или оставьте строку незагруженной.'),
  'import-not-a-number': e(
    '{place}: "{came}" is no number.', 'Write a number, or leave the column out with --map COLUMN=-.',
    '{place}: «{came}» не число.', 'Напишите число или исключите столбец: --map СТОЛБЕЦ=-.'),
  'import-number-unclear': e(
    '{place}: "{came}" may be thousands or thousandths, and its column does not say which.', 'Say it: --decimal comma or --decimal point.',
    '{place}: «{came}» может быть тысячами или тысячными, а столбец этого не говорит.', 'Укажите: --decimal comma (запятая) или --decimal point (точка).'),
  'import-number-large': e(
    '{place}: "{came}" has more than 12 digits before the point.', 'Correct it in the file, or leave the line out.',
    '{place}: у «{came}» больше 12 знаков до запятой.', 'Исправьте в файле или оставьте строку незагруженной.'),
  'import-negative': e(
    '{place}: "{came}" is below zero, or nothing.', 'Correct it in the file, or leave the line out.',
    '{place}: «{came}» меньше нуля или ноль.', 'Исправьте в файле или оставьте строку незагруженной.'),
  'import-price-zero': e(
    '{place}: the price is 0.', 'Usually it means "ask": write the price, or leave the line out.',
    '{place}: цена 0.', 'Обычно это значит «по запросу»: впишите цену или оставьте строку незагруженной.'),
  'import-no-name': e(
    '{place}: neither a name nor a number of the goods.', 'Write one into the file, or leave the line out.',
    '{place}: нет ни наименования, ни артикула.', 'Впишите в файл или оставьте строку незагруженной.'),
  'import-no-quantity': e(
    '{place}: an offer needs a quantity here.', 'Write it into the file, or name its column: --map COLUMN=quantity.',
    '{place}: в предложении здесь нужно количество.', 'Впишите его в файл или назовите столбец: --map СТОЛБЕЦ=quantity.'),
  'import-currency-unknown': e(
    '{place}: "{came}" is no currency Sidebook knows.', 'Write the letters of the standard, e.g. RUB, USD, EUR.',
    '{place}: валюта «{came}» неизвестна.', 'Пишите буквы стандарта: RUB, USD, EUR.'),
  'import-line-no-currency': e(
    '{place}: this price ("{came}") has no currency, others have.', 'Write it into the file, or say --currency for those without.',
    '{place}: у этой цены («{came}») нет валюты, а у других есть.', 'Впишите в файл или укажите --currency для цен без валюты.'),
  'import-vat-unknown': e(
    '{place}: "{came}" is no rate of VAT.', 'Write a percentage such as 20, or leave the column out with --map COLUMN=-.',
    '{place}: «{came}» не ставка НДС.', 'Напишите процент, например 20, или исключите столбец: --map СТОЛБЕЦ=-.'),
  'import-not-a-date': e(
    '{place}: "{came}" is no date.', 'Write it as 2026-03-05 or 05.03.2026.',
    '{place}: «{came}» не дата.', 'Пишите как 05.03.2026 или 2026-03-05.'),
  'import-date-unclear': e(
    '{place}: "{came}": the day or the month may come first, and no date of the column says which.', 'Write it as 2026-03-05 or 05.03.2026.',
    '{place}: «{came}»: первым может быть день или месяц, и ни одна дата столбца этого не говорит.', 'Пишите как 05.03.2026 или 2026-03-05.'),
  'import-date-far': e(
    '{place}: "{came}" lies before 2000 or in the future.', 'Correct the date in the file, or leave the line out.',
    '{place}: «{came}» раньше 2000 года или в будущем.', 'Исправьте дату в файле или оставьте строку незагруженной.'),
  'import-cell-error': e(
    '{place}: Excel itself shows an error here ({came}).', 'Repair the formula in the file, or write the value.',
    '{place}: сам Excel показывает здесь ошибку ({came}).', 'Исправьте формулу в файле или впишите значение.'),
  'import-formula-empty': e(
    '{place}: a formula that was never calculated.', 'Open the file in Excel and save it: then the value is in it.',
    '{place}: формула, которую ни разу не вычисляли.', 'Откройте файл в Excel и сохраните: тогда значение появится.'),
  'import-text-long': e(
    '{place}: the text is too long ("{came}").', 'Shorten it in the file.',
    '{place}: текст слишком длинный («{came}»).', 'Сократите его в файле.'),
  'import-broken-letters': e(
    '{place}: letters were lost here ("{came}").', 'The file was saved in two encodings: save it anew, or say --encoding.',
    '{place}: здесь потеряны буквы («{came}»).', 'Файл сохранён в двух кодировках: пересохраните его или укажите --encoding.'),
  'import-other-separator': e(
    '{place}: the columns are separated otherwise than in the rest of the file ("{came}").', 'Save the list anew with one separator, or as XLSX.',
    '{place}: столбцы разделены не так, как в остальном файле («{came}»).', 'Пересохраните прайс с одним разделителем или в XLSX.'),
  'import-unit-differs': e(
    '{place}: the price is for another unit than our item is counted in ({came}).', 'Compare by hand, or give the item that unit.',
    '{place}: цена за другую единицу, чем у нашего товара ({came}).', 'Сравните вручную или смените единицу товара.'),
  'import-pack-unknown': e(
    '{place}: the price is for a pack ("{came}"), and nothing says how many are in it.', 'Name the column with the number: --map COLUMN=pack.',
    '{place}: цена за упаковку («{came}»), а сколько в ней, не сказано.', 'Назовите столбец с числом: --map СТОЛБЕЦ=pack.'),
  'import-line-twice': e(
    '{place}: the same as row {came}.', 'Left out; nothing to do.',
    '{place}: то же, что в строке {came}.', 'Строка пропущена, делать ничего не нужно.'),
  'import-price-twice': e(
    '{place}: row {came} already gives another price for this item.', 'Keep the right one in the file; prices by quantity need a column --map COLUMN=minQuantity.',
    '{place}: строка {came} уже даёт этому товару другую цену.', 'Оставьте в файле верную; для цен от количества нужен столбец --map СТОЛБЕЦ=minQuantity.'),
  'import-item-unknown': e(
    '{place}: there is no item {came}.', 'Correct the decision in the review table.',
    '{place}: товара {came} нет.', 'Исправьте решение в таблице разбора.'),
  'import-formula': e(
    '{place}: a formula; taken was what Excel calculated last ("{came}").', 'If it looks old, open the file in Excel, save it, and import again.',
    '{place}: формула; взято то, что Excel вычислил последним («{came}»).', 'Если значение старое, откройте файл в Excel, сохраните и загрузите снова.'),
  'import-rounded': e(
    '{place}: "{came}" was rounded to six places.', 'Nothing to do; prices have no more.',
    '{place}: «{came}» округлено до шести знаков.', 'Делать ничего не нужно: у цен больше не бывает.'),
  'import-heading': e(
    '{place}: "{came}" has no price and was taken for the heading of a group.', 'If it is goods, write the price into the file.',
    '{place}: у «{came}» нет цены, строка принята за заголовок группы.', 'Если это товар, впишите цену в файл.'),
  'import-sum': e(
    '{place}: "{came}" was taken for a sum, not for goods.', 'If it is goods, write its name otherwise.',
    '{place}: «{came}» принято за итог, а не за товар.', 'Если это товар, назовите его иначе.'),
  'import-pack-words': e(
    '{place}: the number in a pack could not be read ("{came}").', 'Write a number if prices are per pack.',
    '{place}: число в упаковке не прочитано («{came}»).', 'Напишите число, если цены за упаковку.'),
  'import-stock-words': e(
    '{place}: "{came}" says no amount; the price was taken, the stock was not.', 'Write a number, or "more than 100", "10-50", "no".',
    '{place}: «{came}» не говорит о количестве; цена взята, остаток нет.', 'Пишите число или «более 100», «10-50», «нет».'),
  'import-lead-words': e(
    '{place}: "{came}" says no time; the price was taken, the lead time was not.', 'Write days, or "2-3 weeks".',
    '{place}: «{came}» не говорит о сроке; цена взята, срок нет.', 'Пишите дни или «2-3 недели».'),
  'import-far-cell': e(
    '{place}: values this far to the right are not read ("{came}").', 'If they matter, move them to the left.',
    '{place}: значения так далеко справа не читаются («{came}»).', 'Если они нужны, перенесите их левее.'),
  'import-other-sheets': e(
    '{place}: only one sheet was read; others are: {came}.', 'Import them one by one: --sheet NAME.',
    '{place}: прочитан один лист; есть ещё: {came}.', 'Загрузите их по одному: --sheet ИМЯ.'),
  'import-encoding-unsure': e(
    '{place}: the letters were read as {came}, which is not certain.', 'If names look wrong below, say --encoding windows-1251, ibm866 or koi8-r.',
    '{place}: буквы прочитаны как {came}, но это не точно.', 'Если имена ниже выглядят неверно, укажите --encoding windows-1251, ibm866 или koi8-r.'),
  'import-second-column': e(
    '{place}: a second column may be "{came}" too; the first was taken.', 'If this one is right: --map COLUMN={came}.',
    '{place}: второй столбец тоже похож на «{came}»; взят первый.', 'Если верен этот: --map СТОЛБЕЦ={came}.'),
  'import-marks-mixed': e(
    '{place}: numbers of this column are written in two ways ({came}); the clear ones were taken.', 'Make the column uniform in the file.',
    '{place}: числа столбца записаны по-разному ({came}); взяты те, что понятны.', 'Приведите столбец к одному виду в файле.'),
  'import-more-problems': e(
    '{place}: more than {came} problems; the rest is not listed.', 'Cure these first, then look again.',
    '{place}: проблем больше {came}; остальные не показаны.', 'Исправьте эти и посмотрите снова.'),
  // The wall: what was not let out ------------------------------------------------------------------------------------------
  leak: e('{field} holds words of the private store, so nothing of this was sent to {host}.', 'Take the private words out of {field}, then retry.', 'В поле «{field}» слова из закрытого хранилища, поэтому ничего из этого не отправлено в {host}.', 'Уберите закрытые сведения из поля «{field}» и повторите.'),
  'leak-address': e('Words of the private store stand in the {place} of a request to {host}, so it was not sent.', 'Take them out of the fields the object is looked up by (name, numbers), then retry.', 'Слова из закрытого хранилища попали в запрос к {host} ({place}), поэтому он не отправлен.', 'Уберите их из полей, по которым ищется объект (наименование, номера), и повторите.'),
  'leak-property': e('A write to {host} held {property}, which the mapping of {entity} does not list; it was not sent.', 'Run "{sidebook} mappings check". If the mapping is right, please report it: this should not happen.', 'Запись в {host} содержала {property}, чего нет в отображении ({entity}); она не отправлена.', 'Выполните «{sidebook} mappings check». Если отображение верно, сообщите нам: так быть не должно.'),
  'leak-beyond': e('A request to {host} went beyond what is allowed ({what}); it was not sent.', 'Please report it: Sidebook reads, creates, changes and acts below the address of the base, and nothing else.', 'Запрос к {host} вышел за разрешённое ({what}); он не отправлен.', 'Сообщите нам: Sidebook только читает, создаёт, меняет и проводит по адресу базы, и ничего больше.'),
  'escalation-conflict': e('{count|conflict has|conflicts have} waited for an answer longer than agreed.', 'Open the problems panel and answer, or say who does.', '{count|расхождение ждёт|расхождения ждут|расхождений ждут} ответа дольше срока.', 'Откройте панель «Проблемы» и ответьте или поручите.'),
  'escalation-duplicate': e('{count|pair of similar cards has|pairs of similar cards have} waited for a decision longer than agreed.', 'Open the duplicates panel and decide, or say who does.', '{count|пара похожих карточек ждёт|пары похожих карточек ждут|пар похожих карточек ждут} решения дольше срока.', 'Откройте панель «Двойники» и решите или поручите.'),
  'escalation-follow-up': e('{count|follow-up is|follow-ups are} past the day it was promised for.', 'Open my day, "The team\'s", and ask those who have them.', '{count|задача просрочена|задачи просрочены|задач просрочено}.', 'Откройте «Мой день», «Команды», и спросите, у кого они.'),
  'escalation-stuck': e('A message to the lead ({kind}) did not get out by {way}: {reason}, {count|try|tries}.', 'It is tried again by itself. Check section escalation of the configuration and whether {way} is reachable from this machine.', 'Сообщение руководителю ({kind}) не ушло, {way}: {reason}, {count|попытка|попытки|попыток}.', 'Попытки повторяются сами. Проверьте раздел escalation в настройках и доступен ли {way} с этой машины.'),
  'leak-alarm': e('{host}: private words were stopped on their way out, {count|time|times}.', 'See where: {sidebook} problems --kind leak', '{host}: закрытые сведения остановлены на выходе, {count|раз|раза|раз}.', 'Где именно: {sidebook} problems --kind leak'),
  'wall-blind': e('Nothing is written to {host}: the key of the wall is not the one the private texts were marked with.', 'Put the file "….wall-key" back beside the store, or start the server once: it marks them anew.', 'В {host} ничего не пишется: ключ защиты не тот, которым помечены закрытые тексты.', 'Верните файл «….wall-key» к хранилищу или запустите сервер: он пометит их заново.'),
  'date-unclear': e('{date} is no date.', 'Write it as 2026-03-31.', '{date} - не дата.', 'Напишите так: 2026-03-31.'),
  // The OData feed -------------------------------------------------------------------------------------------------------
  'feed-key-missing': e('The feed wants a key.', 'Basic sign-in: user = number of the key, password = its secret. A new one: {sidebook} key add --feed NAME', 'Ленте нужен ключ.', 'Вход Basic: имя - номер ключа, пароль - его секрет. Новый: {sidebook} key add --feed ИМЯ'),
  'feed-key-wrong': e('This key of the feed is not right, or was revoked.', 'Look at the list: {sidebook} key list --feed', 'Ключ ленты неверен или отозван.', 'Посмотрите список: {sidebook} key list --feed'),
  'feed-key-unknown': e('There is no key {kid} of the feed.', 'List them: {sidebook} key list --feed', 'Ключа ленты {kid} нет.', 'Список: {sidebook} key list --feed'),
  'feed-set-wrong': e('{set} is no set of the feed.', 'They are: {known}', '{set}: такого набора в ленте нет.', 'Есть: {known}'),
  'feed-private-host': e('{set} is private: a key of class host never reads it.', 'What Dataverse is given, everyone there can read. Use --class office for a person or a group.', '{set} - личные данные: ключ класса host их не читает.', 'Данное Dataverse там видят все. Для человека или группы возьмите --class office.'),
  'feed-private-role': e('{set} is private: say as whom it is read.', 'Add --role sales (or lead, operator, admin, accountant) and --user NAME', '{set} - личные данные: укажите, от чьего имени их читают.', 'Добавьте --role sales (или lead, operator, admin, accountant) и --user ИМЯ'),
  'feed-row-right': e('{name} is not one {entity} here.', 'Give the name as it stands, the tax number or the id.', '{name}: такой записи ({entity}) нет или их несколько.', 'Укажите имя как записано, ИНН или идентификатор.'),
  'feed-unknown': e('There is no {what} for this key.', 'The service document lists what there is.', 'Для этого ключа нет {what}.', 'Что есть, перечисляет корень ленты.'),
  'feed-no-row': e('There is no such row in {set}.', 'Read the set: it may be gone, or not for this key.', 'В {set} такой строки нет.', 'Прочитайте набор: строка могла исчезнуть, или ключ её не видит.'),
  'feed-key-form': e('Rows of {set} are named by a GUID, without quotes.', 'Like {set}(0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000)', 'Строки {set} называют по GUID, без кавычек.', 'Например, {set}(0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000)'),
  'feed-address': e('The address cannot be read.', 'Check its percent signs.', 'Адрес не читается.', 'Проверьте знаки процента.'),
  'feed-too-long': e('{what} is too long.', 'At most {most|character|characters}.', '{what}: слишком длинно.', 'Не больше {most|знака|знаков|знаков}.'),
  'feed-option-unknown': e('{option} is no option of the feed.', 'Options begin with $: $filter, $select, $orderby, $top, $skip, $count, $expand, $search.', '{option}: такого параметра у ленты нет.', 'Параметры начинаются с $: $filter, $select, $orderby, $top, $skip, $count, $expand, $search.'),
  'feed-option-place': e('{option} has no meaning here.', 'Leave it out.', '{option} здесь не имеет смысла.', 'Уберите его.'),
  'feed-option-twice': e('{option} stands there twice.', 'Leave one.', '{option} указан дважды.', 'Оставьте один.'),
  'feed-option-value': e('{option} takes: {expected}', 'Correct it and ask again.', '{option} принимает: {expected}', 'Исправьте и повторите запрос.'),
  'feed-not-here': e('This feed does not offer {what}.', 'Filter or join in the program that reads.', 'Лента не умеет: {what}.', 'Отберите или соедините в читающей программе.'),
  'feed-filter': e('$filter cannot be read from character {position} on: {found}', 'Texts stand in single quotes, dates like 2026-01-31T00:00:00Z.', '$filter не читается с {position}-го знака: {found}', 'Тексты - в одинарных кавычках, даты - как 2026-01-31T00:00:00Z.'),
  'feed-filter-type': e('At character {position} of $filter two things are compared that cannot be.', 'Texts with texts, numbers with numbers, dates with dates; greater and less for these three.', 'В $filter с {position}-го знака сравнивается несравнимое.', 'Тексты с текстами, числа с числами, даты с датами; «больше» и «меньше» - только для них.'),
  'feed-filter-flag': e('A part of $filter is neither true nor false.', 'Compare it with something: eq, ne, gt, ge, lt, le.', 'Часть $filter не является ни истиной, ни ложью.', 'Сравните её с чем-нибудь: eq, ne, gt, ge, lt, le.'),
  'feed-filter-deep': e('$filter is nested too deeply.', 'At most {most|level|levels}.', '$filter вложен слишком глубоко.', 'Не больше {most|уровня|уровней|уровней}.'),
  'feed-filter-many': e('A list in $filter is too long.', 'At most {most|value|values} after "in".', 'Список в $filter слишком длинный.', 'Не больше {most|значения|значений|значений} после «in».'),
  'feed-number': e('A number in $filter has more digits than can be counted with.', 'At most 18 digits.', 'В числе из $filter слишком много знаков.', 'Не больше 18 знаков.'),
  'feed-property': e('{set} has no property {property}.', 'The names are in $metadata; large and small letters count.', 'У {set} нет свойства {property}.', 'Имена - в $metadata; большие и малые буквы различаются.'),
  'feed-token': e('$skiptoken belongs to another question.', 'Follow @odata.nextLink as it is; begin anew if the question changed.', '$skiptoken от другого запроса.', 'Идите по @odata.nextLink как есть; изменив запрос, начните сначала.'),
  'feed-read-only': e('The feed is read-only.', 'Change records in Sidebook or in the host.', 'Лента только для чтения.', 'Меняйте записи в Sidebook или в учётной системе.'),
  'feed-version': e('The reader takes OData up to {version}; this is 4.0.', 'Use an OData v4 reader.', 'Читающая программа понимает OData до {version}; здесь 4.0.', 'Нужна программа с OData v4.'),
  'feed-format': e('The feed is JSON.', 'Send Accept: application/json', 'Лента отдаёт JSON.', 'Передайте Accept: application/json'),
  // Translations of labels: commands -------------------------------------------------------------------------------------------
  'labels-moved': e('Another import of labels came between.', 'Nothing of yours was applied. Look at the changes again and repeat.', 'Тем временем надписи загрузил кто-то другой.', 'Из вашего ничего не применено. Посмотрите изменения ещё раз и повторите.'),
  'labels-busy': e('Labels are being imported at this moment.', 'Wait until that is done, then repeat.', 'Надписи сейчас загружает кто-то ещё.', 'Дождитесь конца и повторите.'),
  'labels-job-gone': e('What was looked at is no longer there.', 'Choose the file again.', 'Просмотренное уже не хранится.', 'Выберите файл ещё раз.'),
  'labels-nothing-chosen': e('None of the changes is chosen.', 'Choose a language or a change.', 'Не выбрано ни одного изменения.', 'Выберите язык или изменение.'),
  'labels-nothing-to-undo': e('No labels were imported yet, so there is nothing to undo.', 'Import some: {sidebook} translations import FILE --yes', 'Надписи ещё не загружали, отменять нечего.', 'Загрузите: {sidebook} translations import ФАЙЛ --yes'),
  'labels-there-none': e('No base of Dynamics is named whose labels could be reached.', 'Name it: --organisation NAME. It needs a section "labels" in the configuration: {known}', 'Не указана база Dynamics, до надписей которой можно дойти.', 'Укажите её: --organisation ИМЯ. В настройках у неё нужен раздел «labels»: {known}'),
  'labels-there-secret': e('The secret of the administrator for labels of {host} is not there ({where}).', 'Set it for this command alone; the sync works without it.', 'Нет секрета администратора для надписей {host} ({where}).', 'Задайте его только для этой команды: синхронизации он не нужен.'),
  'labels-there-which': e('It is not said which solution of {host} the labels belong to.', 'Name an unmanaged one by its unique name: --solution NAME, or "labels.solution" in the configuration.', 'Не сказано, какому решению {host} принадлежат надписи.', 'Укажите уникальное имя неуправляемого решения: --solution ИМЯ, или «labels.solution» в настройках.'),
  'labels-there-odd': e('What Dynamics exported cannot be read as labels ({kind}).', 'Nothing was changed. Export in Dynamics by hand and look with: {sidebook} translations check FILE', 'Выгрузку Dynamics не удалось прочитать как надписи ({kind}).', 'Ничего не изменено. Выгрузите в Dynamics вручную и посмотрите: {sidebook} translations check ФАЙЛ'),
  'labels-there-zip': e('{host} found the archive not to be one of translations (0x80048061): "{sentence}"', 'Nothing was changed. Repeat; if it stays, import by hand what --onto EXPORT --out RESULT writes.', '{host} не признал архив переводами (0x80048061): «{sentence}»', 'Ничего не изменено. Повторите; если не поможет, загрузите вручную то, что запишет --onto ВЫГРУЗКА --out ИТОГ.'),
  'labels-there-schema': e('{host} refused the workbook as not of its form (0x80044249): "{sentence}"', 'Nothing was changed. Export again and fill in the fresh file.', '{host} отклонил книгу: не та форма (0x80044249): «{sentence}»', 'Ничего не изменено. Выгрузите заново и заполните свежий файл.'),
  'labels-there-organization': e('{host} says the labels are of another organization (0x80044248).', 'Nothing was changed. Take an export of this organization.', '{host} сообщает, что надписи другой организации (0x80044248).', 'Ничего не изменено. Возьмите выгрузку этой организации.'),
  'labels-there-solution': e('{host} has no such unmanaged solution: "{sentence}"', 'Nothing was changed. Correct its unique name: --solution NAME', 'В {host} нет такого неуправляемого решения: «{sentence}»', 'Ничего не изменено. Исправьте уникальное имя: --solution ИМЯ'),
  'labels-there-language': e('{host} does not have one of the languages: "{sentence}"', 'Nothing was changed. Switch the language on there, then export again.', 'В {host} нет одного из языков: «{sentence}»', 'Ничего не изменено. Включите язык там и выгрузите заново.'),
  'labels-there-faults': e('{host} stopped the import of labels: "{sentence}"', 'Look what holds now: {sidebook} translations diff FILE --organisation {host}', '{host} прервал загрузку надписей: «{sentence}»', 'Посмотрите, что сейчас: {sidebook} translations diff ФАЙЛ --organisation {host}'),
  'labels-there-unclear': e('Nobody can say whether {host} took the labels: its answer was lost, and job {job} is not to be seen.', 'Look what holds now: {sidebook} translations diff FILE --organisation {host}. What it took can be taken back: {sidebook} translations undo --organisation {host}', 'Неизвестно, принял ли {host} надписи: ответ потерян, задания {job} не видно.', 'Посмотрите, что сейчас: {sidebook} translations diff ФАЙЛ --organisation {host}. Принятое можно отменить: {sidebook} translations undo --organisation {host}'),
  'labels-there-unpublished': e('{host} took the labels, but did not publish them: "{sentence}"', 'Publish all customizations there, or repeat the import. Back: {sidebook} translations undo --organisation {host}', '{host} принял надписи, но не опубликовал: «{sentence}»', 'Опубликуйте все настройки там или повторите загрузку. Назад: {sidebook} translations undo --organisation {host}'),
  'labels-there-rights': e('The administrator for labels has not the right in {host}: "{sentence}"', 'It needs the role System Administrator there; the account of the sync is never used.', 'У администратора надписей нет права в {host}: «{sentence}»', 'Нужна роль «Системный администратор»; учётная запись синхронизации не используется.'),
  'labels-file-missing': e('{file} is not there or cannot be read.', 'Check the name of the file.', 'Файла {file} нет, или он не читается.', 'Проверьте имя файла.'),
  'labels-language-unclear': e('"{text}" is no language.', 'Name it by its tag or number: ru, de, 1049, 1031.', '«{text}» - не язык.', 'Укажите тег или номер: ru, de, 1049, 1031.'),
  'labels-language-absent': e('There is no column for: {languages}. There are: {known}.', 'Switch the language on in the settings of the organization, then export again.', 'Столбца для {languages} нет. Есть: {known}.', 'Включите язык в параметрах организации и выгрузите заново.'),
  'labels-whose': e('{file} is neither of this installation nor is it said which export it belongs to.', 'Labels of Dynamics: --onto EXPORT.zip --out RESULT.zip. Labels of Sidebook: begin with {sidebook} translations export', '{file} не от этой установки, и не сказано, к какой выгрузке он относится.', 'Надписи Dynamics: --onto ВЫГРУЗКА.zip --out ИТОГ.zip. Надписи Sidebook: начните с {sidebook} translations export'),
  'labels-out-needed': e('The result needs a file of its own.', 'Name it: --out RESULT.zip', 'Для результата нужен свой файл.', 'Укажите его: --out ИТОГ.zip'),
  'labels-out-kind': e('{file} does not say what to write: the name ends otherwise than {kinds}.', 'Nothing was written. Name a file that ends like one of them.', '{file} не говорит, что записать: имя кончается иначе, чем {kinds}.', 'Ничего не записано. Укажите файл с одним из этих окончаний.'),
  'labels-out-is-input': e('{file} is read for the result (as {input}), so it cannot be the result as well.', 'Nothing was written. Name another file, look at it, then put it in its place.', '{file} читается для результата (как {input}) и не может быть им.', 'Ничего не записано. Укажите другой файл, проверьте его и замените им прежний.'),
  'labels-out-there': e('{file} is there already; nothing was written over.', 'Name another one, or write over it: --force', '{file} уже есть; ничего не перезаписано.', 'Укажите другой файл или запишите поверх: --force'),
  'labels-file-moved': e('{file} was changed while it was being read.', 'Nothing was written. Close it in other programs, look at the changes again and repeat.', '{file} изменился во время чтения.', 'Ничего не записано. Закройте его в других программах, посмотрите изменения ещё раз и повторите.'),
  'labels-copy-left-out': e('Something of {file} has no place in the result; it stands above under "Left out".', 'Nothing was written. Correct it in the copy, or write the result without it: --leave-out', 'Части {file} нет места в результате; она указана выше под «Пропущено».', 'Ничего не записано. Исправьте копию или запишите результат без неё: --leave-out'),
  'labels-not-placed': e('{count|change has|changes have} no cell in {file}.', 'Nothing was written. Take an export with the same rows and languages.', 'Для {count|изменения|изменений|изменений} нет ячейки в {file}.', 'Ничего не записано. Возьмите выгрузку с теми же строками и языками.'),
  'labels-one-language': e('{file} holds one target language.', 'Name it: --languages de', 'В {file} один язык перевода.', 'Укажите его: --languages de'),
  'labels-glossary-wrong': e('{file} is no glossary: {came}', 'It is a JSON list like [{"words": {"en": ["invoice"], "de": ["Rechnung"]}}]', '{file} - не глоссарий: {came}', 'Это список JSON, например [{"words": {"en": ["invoice"], "ru": ["счёт"]}}]'),
  // Translations of labels: findings of a file; {sheet} and the cell stand before them ---------------------------------------
  'labels-not-a-translations-file': e('This is no workbook of translations (it begins with "{came}").', 'Take the file that was exported, .xlsx or .zip. After Excel, CrmTranslations.xml must still be an "XML Spreadsheet 2003" and stand in the archive together with [Content_Types].xml.', 'Это не книга с переводами (начало: «{came}»).', 'Возьмите файл, который выгрузили: .xlsx или .zip. CrmTranslations.xml и после Excel должен быть «Таблицей XML 2003» и лежать в архиве вместе с [Content_Types].xml.'),
  'labels-wrong-kind': e('The archive holds {member}: texts of products, not labels.', 'Export again with "Export Translations" of the solution.', 'В архиве {member}: это тексты продуктов, а не надписи.', 'Выгрузите заново командой «Экспорт переводов» решения.'),
  'labels-bad-zip': e('This is no sound zip archive ({came}).', 'Nothing of it was used. Zip the two files again; a bare CrmTranslations.xml is read as well if its name ends in .xml.', 'Это не целый архив zip ({came}).', 'Ничего из него не взято. Упакуйте два файла заново; можно дать и сам CrmTranslations.xml, если имя кончается на .xml.'),
  'labels-not-at-root': e('A folder was zipped: the archive holds {member}.', 'Mark the two files themselves and zip those, not the folder they are in.', 'Упакована папка: в архиве лежит {member}.', 'Выделите сами два файла и упакуйте их, а не папку.'),
  'labels-member-missing': e('The archive has no {member}.', 'Zip CrmTranslations.xml and [Content_Types].xml together, under these names.', 'В архиве нет {member}.', 'Упакуйте вместе CrmTranslations.xml и [Content_Types].xml под этими именами.'),
  'labels-duplicate-member': e('{member} is in the archive twice.', 'Nothing of it was used. Zip the two files again.', '{member} лежит в архиве дважды.', 'Ничего из него не взято. Упакуйте два файла заново.'),
  'labels-bad-member-name': e('The archive holds a name that leads outside of it: {member}', 'Nothing of it was used. Ask where this file comes from.', 'В архиве имя, ведущее за его пределы: {member}', 'Ничего из него не взято. Узнайте, откуда этот файл.'),
  'labels-encrypted': e('The archive is locked with a password.', 'Zip the two files without a password.', 'Архив закрыт паролем.', 'Упакуйте два файла без пароля.'),
  'labels-too-large': e('The file is larger than {limit} MB unpacked, or one text in it is.', 'No export of labels is like that. Take fewer languages or a smaller solution, or ask where the file comes from.', 'После распаковки файл или один текст в нём больше {limit} МБ.', 'Выгрузки надписей такими не бывают. Возьмите меньше языков или меньшее решение, или узнайте, откуда файл.'),
  'labels-too-many-members': e('The archive holds more than {limit|file|files}.', 'Zip only CrmTranslations.xml and [Content_Types].xml.', 'В архиве больше {limit|файла|файлов|файлов}.', 'Упакуйте только CrmTranslations.xml и [Content_Types].xml.'),
  'labels-content-types-missing': e('The archive has no {member}; it was read all the same.', 'Dynamics itself would refuse it (0x80048061). What Sidebook writes has it again.', 'В архиве нет {member}; он всё равно прочитан.', 'Сам Dynamics его отклонил бы (0x80048061). В том, что запишет Sidebook, он снова есть.'),
  'labels-bad-encoding': e('A byte does not fit the encoding {encoding} (offset {offset}).', 'Nothing was taken. Open the file in Excel and save it as "XML Spreadsheet 2003" again.', 'Байт не подходит к кодировке {encoding} (смещение {offset}).', 'Ничего не взято. Откройте файл в Excel и снова сохраните как «Таблица XML 2003».'),
  'labels-not-well-formed': e('The XML is damaged at line {line}, column {position}: {came}', 'Nothing was taken. The file was cut off or edited as text: save it from Excel again.', 'XML повреждён, строка {line}, столбец {position}: {came}', 'Ничего не взято. Файл обрезан или правлен как текст: сохраните его из Excel заново.'),
  'labels-doctype-forbidden': e('The file declares a document type (line {line}, column {position}); no program writes that into translations.', 'Nothing was taken. Ask where this file comes from.', 'В файле объявлен тип документа (строка {line}, столбец {position}); в переводах такого не бывает.', 'Ничего не взято. Узнайте, откуда этот файл.'),
  'labels-xml-version': e('The file is XML {came}; translations are XML 1.0 (line {line}, column {position}).', 'Save it from Excel as "XML Spreadsheet 2003".', 'Файл в формате XML {came}, а переводы - XML 1.0 (строка {line}, столбец {position}).', 'Сохраните его из Excel как «Таблица XML 2003».'),
  'labels-nesting-too-deep': e('Elements are nested deeper than {limit} (line {line}, column {position}).', 'Nothing was taken. Save the file from Excel again.', 'Вложенность элементов глубже {limit} (строка {line}, столбец {position}).', 'Ничего не взято. Сохраните файл из Excel заново.'),
  'labels-sheet-missing': e('The sheet is not there. A like name: {like}', 'Give the sheet its name back; Dynamics finds sheets by name.', 'Листа нет. Похожее имя: {like}', 'Верните листу имя: Dynamics находит листы по именам.'),
  'labels-sheet-twice': e('The sheet is there twice.', 'Delete the one that is not meant.', 'Лист есть дважды.', 'Удалите лишний.'),
  'labels-information-incomplete': e('"{name}" is missing or empty.', 'Export again and leave this sheet as it is: it says whose labels these are.', '«{name}» отсутствует или пусто.', 'Выгрузите заново и не меняйте этот лист: он говорит, чьи это надписи.'),
  'labels-organization-mismatch': e('The labels are of another organization: {came}, here it is {wanted}.', 'Take an export of this organization; ids differ from one to the other.', 'Надписи другой организации: {came}, а здесь {wanted}.', 'Возьмите выгрузку этой организации: идентификаторы у каждой свои.'),
  'labels-solution-mismatch': e('The labels are of solution "{came}", here it is "{wanted}".', 'Name the solution of the file, or take an export of this one.', 'Надписи решения «{came}», а здесь «{wanted}».', 'Укажите решение файла или возьмите выгрузку этого.'),
  'labels-base-language-mismatch': e('The base language of the file is {came}, here it is {wanted}.', 'Take an export of this organization.', 'Базовый язык файла {came}, а здесь {wanted}.', 'Возьмите выгрузку этой организации.'),
  'labels-base-language-column-missing': e('The column of the base language {language} is not there.', 'Put it back: it shows whether a row is still the same.', 'Нет столбца базового языка {language}.', 'Верните его: по нему видно, что строка та же.'),
  'labels-key-columns-moved': e('Here stands "{came}" instead of "{wanted}".', 'The key columns stay first and keep their names: Dynamics reads them by position.', 'Здесь «{came}» вместо «{wanted}».', 'Столбцы ключа остаются первыми и под своими именами: Dynamics читает их по месту.'),
  'labels-duplicate-language': e('The language {language} has two columns.', 'Delete one of them.', 'У языка {language} два столбца.', 'Удалите один из них.'),
  'labels-unknown-sheet': e('The sheet is none of the three; it is left out.', 'Nothing to do if it holds notes of the translator.', 'Это не один из трёх листов; он пропущен.', 'Если это заметки переводчика, делать ничего не нужно.'),
  'labels-unknown-column': e('The column "{came}" is no language; it is left out.', 'Nothing to do if it holds notes. A language is headed by its number, e.g. 1049.', 'Столбец «{came}» - не язык; он пропущен.', 'Если это заметки, делать ничего не нужно. Язык обозначают номером, например 1049.'),
  'labels-unknown-language': e('There is no language {language}; the column is left out.', 'Correct the number in row 1: 1049 Russian, 1031 German, 1033 English.', 'Языка {language} нет; столбец пропущен.', 'Исправьте номер в строке 1: 1049 русский, 1031 немецкий, 1033 английский.'),
  'labels-language-not-enabled': e('The language {language} is not switched on there; the column is left out.', 'Switch it on in the settings of the organization, then export again.', 'Язык {language} там не включён; столбец пропущен.', 'Включите его в параметрах организации и выгрузите заново.'),
  'labels-row-index-out-of-range': e('A row says it is number {came}: Excel ends at 1048576 and counts upwards.', 'Nothing was taken. Open the file in Excel and save it again.', 'Строка названа {came}-й: Excel кончается на 1048576, и номера только растут.', 'Ничего не взято. Откройте файл в Excel и сохраните снова.'),
  'labels-cell-index-out-of-range': e('A cell says it is in column {came}: Excel ends at 16384.', 'Nothing was taken. Open the file in Excel and save it again.', 'Ячейка названа в столбце {came}: Excel кончается на 16384.', 'Ничего не взято. Откройте файл в Excel и сохраните снова.'),
  'labels-cell-index-not-rising': e('A cell says it is in column {came}, which lies before the one to its left.', 'Nothing was taken. Open the file in Excel and save it again.', 'Ячейка названа в столбце {came}, левее предыдущей.', 'Ничего не взято. Откройте файл в Excel и сохраните снова.'),
  'labels-merged-cell': e('Merged cells hide labels: "{came}".', 'Unmerge them and fill in every cell.', 'Объединённые ячейки скрывают надписи: «{came}».', 'Разъедините их и заполните каждую.'),
  'labels-formula-cell': e('A formula stands here: "{came}".', 'Formulas are not taken: paste its value as text.', 'Здесь формула: «{came}».', 'Формулы не принимаются: вставьте значение текстом.'),
  'labels-date-cell': e('Excel turned this text into a date: "{came}".', 'Format the column as Text and type it again.', 'Excel превратил текст в дату: «{came}».', 'Задайте столбцу формат «Текстовый» и введите снова.'),
  'labels-boolean-cell': e('Excel turned this text into true or false: "{came}".', 'Format the column as Text and type it again.', 'Excel превратил текст в логическое значение: «{came}».', 'Задайте столбцу формат «Текстовый» и введите снова.'),
  'labels-error-cell': e('An error of Excel stands here: {came}', 'Usually a text that begins with a minus. Format the column as Text and type it again.', 'Здесь ошибка Excel: {came}', 'Обычно это текст, начатый с минуса. Задайте столбцу формат «Текстовый» и введите снова.'),
  'labels-text-too-long': e('The text is longer than a cell of Excel can hold ({limit|character|characters}).', 'Nothing was taken. Shorten it: labels have at most 500.', 'Текст длиннее, чем вмещает ячейка Excel ({limit|знак|знака|знаков}).', 'Ничего не взято. Сократите: в надписи не больше 500.'),
  'labels-number-cell': e('Excel made a number of this text: {came}', 'It is taken digit by digit as shown. If it should look otherwise, format the column as Text and type it again.', 'Excel сделал из текста число: {came}', 'Оно взято цифра в цифру. Если должно быть иначе, задайте столбцу формат «Текстовый» и введите снова.'),
  'labels-stray-unit': e('Unit "{unit}" in line {line} names no label (name="{came}"), so its translation would be lost.', 'Nothing was taken. A tool dropped or changed the names of units: let it keep them, or copy them from the export by the ids of the units.', 'Элемент unit «{unit}» в строке {line} не называет надпись (name="{came}"): его перевод пропал бы.', 'Ничего не взято. Программа удалила или изменила имена: пусть сохраняет их, или скопируйте их из выгрузки по id.'),
  'labels-bad-object-id': e('"{came}" names no object; the row is left out.', 'Take the key columns from a fresh export.', '«{came}» не обозначает объект; строка пропущена.', 'Возьмите столбцы ключа из свежей выгрузки.'),
  'labels-unknown-object': e('There is no such label: {entity} {id} {part}. The row is left out.', 'It was deleted, or the file is old: export again.', 'Такой надписи нет: {entity} {id} {part}. Строка пропущена.', 'Её удалили или файл старый: выгрузите заново.'),
  'labels-duplicate-key': e('The same label with other texts stands in row {first}.', 'Keep one of the two rows.', 'Та же надпись с другими текстами стоит в строке {first}.', 'Оставьте одну из двух строк.'),
  'labels-repeated-row': e('The same row stands as row {first}.', 'It is taken once; nothing to do.', 'Такая же строка уже есть: {first}.', 'Она взята один раз, делать ничего не нужно.'),
  'labels-base-text-empty': e('The base text was cleared.', 'It is kept: an import never clears base texts.', 'Базовый текст очищен.', 'Он сохранён: загрузка не очищает базовые тексты.'),
  'labels-stale-base': e('The base text was "{came}" in the file and is "{known}" now; the row is left out.', 'Export again, or take such rows all the same: --stale', 'Базовый текст в файле «{came}», а сейчас «{known}»; строка пропущена.', 'Выгрузите заново или возьмите такие строки всё равно: --stale'),
  'labels-label-too-long': e('The text has {length|character|characters}, at most {limit} are possible.', 'Shorten it: Dynamics would refuse the whole file.', 'В тексте {length|знак|знака|знаков}, можно не больше {limit}.', 'Сократите: Dynamics отклонил бы весь файл.'),
  'labels-placeholder-missing': e('Placeholders differ from the base text. Missing: {missing}. Not known: {strange}.', 'Use the same ones, in any order.', 'Подстановки не как в базовом тексте. Не хватает: {missing}. Неизвестны: {strange}.', 'Используйте те же, в любом порядке.'),
  'labels-glossary': e('For "{term}" the agreed word is "{wanted}".', 'Use it, or leave these changes out: --without glossary', 'Для «{term}» принято слово «{wanted}».', 'Используйте его или исключите такие изменения: --without glossary'),
  'labels-takes-back': e('Takes back a change of {on} by {by}: "{known}" stands there now.', 'The file is older than that change; the text is taken only with --take-back', 'Отменяет изменение от {on} ({by}): сейчас там «{known}».', 'Файл старше этого изменения; текст будет взят только с --take-back'),
  'labels-emptied': e('The cell is empty; "{text}" stays.', 'Nothing to do. To clear labels on purpose: --clear', 'Ячейка пуста; остаётся «{text}».', 'Делать ничего не нужно. Чтобы очистить нарочно: --clear'),
  'labels-blank-label': e('Only blanks stand here; the label stays as it is.', 'Nothing to do.', 'Здесь одни пробелы; надпись остаётся как есть.', 'Делать ничего не нужно.'),
  'labels-same-as-source': e('The text equals the base text.', 'Nothing to do if it is meant so.', 'Текст совпадает с базовым.', 'Если так и задумано, делать ничего не нужно.'),
  'labels-edge-space': e('The text begins or ends with other blanks than the base text.', 'It is taken as it stands; look whether it is meant.', 'Пробелы по краям не такие, как в базовом тексте.', 'Взято как есть; проверьте, так ли задумано.'),
  'labels-written-by-libreoffice': e('LibreOffice wrote this file: it drops line breaks and adds leading blanks.', 'Look at the texts with several lines before you apply.', 'Файл записан LibreOffice: он теряет переводы строк и добавляет пробелы в начале.', 'Перед применением проверьте тексты из нескольких строк.'),
  // EnterpriseData messages --------------------------------------------------------------------------------------------
  'ed-doctype': e('A message of {host} holds a document type declaration; no message of 1C does.', 'Nothing of it was used. Look who answers at the address: a proxy, or somebody who means harm.', 'В сообщении {host} есть объявление типа документа (DTD); 1С таких не пишет.', 'Из него ничего не взято. Проверьте, кто отвечает по адресу: прокси или злоумышленник.'),
  'ed-xml-broken': e('A message of {host} is not well-formed XML: {came}.', 'Nothing of it was used, and it is not confirmed: 1C sends it again. If it stays, look in the log of 1C for the object it broke off at.', 'Сообщение {host} — испорченный XML: {came}.', 'Из него ничего не взято и оно не подтверждено: 1С пришлёт его снова. Если повторяется, найдите в журнале регистрации 1С объект, на котором оно оборвалось.'),
  'ed-encoding': e('A message of {host} is not in UTF-8 ({came}).', 'Nothing of it was used: names would change without a word. Look for a program between 1C and Sidebook that converts files.', 'Сообщение {host} не в кодировке UTF-8 ({came}).', 'Из него ничего не взято: названия исказились бы молча. Ищите программу между 1С и Sidebook, перекодирующую файлы.'),
  'ed-too-deep': e('A message of {host} has more than {limit} elements inside one another.', 'Nothing of it was used; no object of the format needs that. Look who answers at the address.', 'В сообщении {host} больше {limit} вложенных элементов.', 'Из него ничего не взято; ни одному объекту формата столько не нужно. Проверьте, кто отвечает по адресу.'),
  'ed-no-message': e('What came from {host} is no EnterpriseData message: {came}.', 'Nothing of it was used. Check that the exchange plan in the configuration is that of the universal format.', 'Пришедшее от {host} — не сообщение EnterpriseData: {came}.', 'Из него ничего не взято. Проверьте, что план обмена в настройках — универсального формата.'),
  'ed-object-too-big': e('One object in a message of {host} is larger than {limit} MB.', 'Nothing of the message was used. Find the object in 1C, usually a file kept as a property, and take it out of the exchange.', 'Один объект в сообщении {host} больше {limit} МБ.', 'Из сообщения ничего не взято. Найдите объект в 1С (обычно файл в реквизите) и исключите его из обмена.'),
  'ed-zip-broken': e('The archive from {host} is cut off or damaged: {came}.', 'Nothing of it was used, and it is not confirmed: 1C sends it again. If it stays, look for a proxy that cuts long answers.', 'Архив от {host} обрезан или повреждён: {came}.', 'Из него ничего не взято и оно не подтверждено: 1С пришлёт его снова. Если повторяется, ищите прокси, обрывающий длинные ответы.'),
  'ed-zip-bomb': e('The archive from {host} would grow to more than {limit} times its size.', 'Nothing of it was used: no message of 1C is packed like that. Look who answers at the address.', 'Архив от {host} разворачивается более чем в {limit} раз.', 'Из него ничего не взято: сообщения 1С так не сжимаются. Проверьте, кто отвечает по адресу.'),
  'ed-format-foreign': e('A message of {host} is in another format: {came}.', 'Choose a synchronisation "universal format" (EnterpriseData) in 1C, and its exchange plan in the configuration.', 'Сообщение {host} в другом формате: {came}.', 'Выберите в 1С синхронизацию через универсальный формат (EnterpriseData) и её план обмена в настройках.'),
  'ed-header-broken': e('The header of a message of {host} has no usable {property}.', 'Nothing of it was used: without numbers nobody knows what was sent. Check the settings of the synchronisation in 1C.', 'В заголовке сообщения {host} нет пригодного {property}.', 'Из него ничего не взято: без номеров неизвестно, что уже передано. Проверьте настройки синхронизации в 1С.'),
  'ed-not-for-us': e('A message of {host} is for {came}, not for {wanted}.', 'Nothing of it was used: its numbers belong to another participant. Compare peerCode of the configuration with the code of our node in 1C, and look whether another program uses that node.', 'Сообщение {host} предназначено {came}, а не {wanted}.', 'Из него ничего не взято: его номера относятся к другому участнику. Сравните peerCode в настройках с кодом нашего узла в 1С и посмотрите, не пользуется ли узлом другая программа.'),
  'ed-version-foreign': e('A message of {host} is in version {came} of the format; Sidebook speaks {known}.', 'Set the version of the format in the settings of the synchronisation in 1C to one of these.', 'Сообщение {host} в версии формата {came}; Sidebook знает {known}.', 'Укажите в настройках синхронизации в 1С одну из этих версий формата.'),
  'ed-no-common-version': e('{host} offers versions {theirs} of the format, Sidebook speaks {known}: none is common.', 'Update the configuration of 1C, or allow one of these versions in the settings of its synchronisation.', '{host} предлагает версии формата {theirs}, Sidebook знает {known}: общей нет.', 'Обновите конфигурацию 1С или разрешите одну из этих версий в настройках её синхронизации.'),
  'ed-part-missing': e('{host} has no part {part} of the message it prepared.', 'The message is asked for again at the next sync. If it stays, the web server of 1C deletes files too early.', 'У {host} нет части {part} подготовленного сообщения.', 'Сообщение будет запрошено снова. Если повторяется, сервер 1С слишком рано удаляет временные файлы.'),
  'ed-operation-slow': e('{host} did not finish {set} within {minutes} minutes.', 'It is begun anew at the next sync. If it stays, look at the background jobs of 1C, or raise operationMinutes in the configuration.', '{host} не завершил {set} за {minutes} мин.', 'Следующая синхронизация начнёт заново. Если повторяется, посмотрите фоновые задания 1С или увеличьте operationMinutes в настройках.'),
  'ed-still-loading': e('{host} may still be loading a message of ours whose answer was lost; {set} waits for its end, {minutes} minutes at most.', 'Nothing to do: 1C is asked with every sync, and what waits is then sent by itself.', '{host}, возможно, ещё загружает наше сообщение, ответ на которое потерян; {set} ждёт конца загрузки, не дольше {minutes} мин.', 'Делать ничего не нужно: Sidebook спрашивает 1С при каждой синхронизации и потом отправит ожидающее сам.'),
  'ed-status-unknown': e('{host} answers with a state nobody knows: {came}.', 'Nothing is taken for done. The service may be newer than Sidebook: update it.', '{host} отвечает неизвестным состоянием: {came}.', 'Ничего не считается выполненным. Возможно, сервис новее Sidebook: обновите его.'),
  'ed-no-right': e('{host} refuses the exchange: the user has no right to synchronise.', 'Give the user of Sidebook the role of data synchronisation in 1C.', '{host} отказывает в обмене: у пользователя нет права синхронизации.', 'Дайте пользователю Sidebook в 1С роль «Синхронизация данных».'),
  'ed-no-node': e('{host} has no node with our code in this exchange plan.', 'Compare exchangePlan and peerCode of the configuration with the settings of the synchronisation in 1C.', 'В {host} нет узла с нашим кодом в этом плане обмена.', 'Сравните exchangePlan и peerCode в настройках с настройками синхронизации в 1С.'),
  'ed-failed': e('{host} could not carry out {set}.', 'Its own words stand beside the problem; the event log of 1C says more. Sidebook tries again.', '{host} не выполнил {set}.', 'Слова 1С стоят рядом с проблемой; подробности в журнале регистрации. Sidebook повторит.'),
  'ed-load-refused': e('{host} did not load our message with {set}.', 'Nothing was changed there. Its own words stand beside the problem: mend what they name, then press Retry.', '{host} не загрузил наше сообщение с {set}.', 'Там ничего не изменилось. Слова 1С стоят рядом: устраните названное и нажмите «Повторить».'),
  'ed-not-taken': e('{host} is not set to receive {set}.', 'Switch on receiving this kind in the rules of the synchronisation in 1C, or switch the direction off in the mapping.', '{host} не настроен получать {set}.', 'Включите получение этого вида в правилах синхронизации в 1С или отключите направление в отображении.'),
  'ed-type-unknown': e('{type} is not in version {version} of the format.', 'Correct the mapping, or agree on another version with {host}.', '{type} нет в версии {version} формата.', 'Исправьте отображение или согласуйте с {host} другую версию.'),
  'ed-property-unknown': e('The format {version} of {host} has no property {property}.', 'Correct the mapping, or agree on another version of the format.', 'В формате {version} ({host}) нет свойства {property}.', 'Исправьте отображение или согласуйте другую версию формата.'),
  'ed-property-missing': e('{property} is empty, and the format {version} of {host} requires it.', 'Fill it in here; then it is sent.', '{property} не заполнено, а формат {version} ({host}) этого требует.', 'Заполните здесь, тогда будет отправлено.'),
  'ed-value-wrong': e('The format of {host} cannot hold the value of {property} ({came}).', 'Correct the value here: it is too long, not of its kind, or holds a character no file can carry.', 'Формат {host} не вмещает значение {property} ({came}).', 'Исправьте значение здесь: оно слишком длинное, не того вида или содержит недопустимый знак.'),
  'ed-deleted': e('{host} told that it deleted this object ({set}); our change was not sent, because a message would make it again there.', 'If it is to stay deleted, nothing. If it is needed, restore it in 1C: with its next message our change goes there by itself.', '{host} сообщил, что этот объект там удалён ({set}); наша правка не отправлена: сообщение создало бы его заново.', 'Если он и должен быть удалён, ничего делать не нужно. Если нужен, верните его в 1С: со следующим её сообщением правка уйдёт сама.'),
  'ed-goods-text': e('A line of goods in {host} cannot hold a text of its own.', 'Take the text off the line; or, if the words matter more, take the article off it: then it is a service.', 'Строка товара в {host} не может иметь собственный текст.', 'Уберите текст строки; если важнее слова, уберите из неё номенклатуру: тогда это услуга.'),
  'ed-reference-unknown': e('{host} has never told of the object a line or a field refers to ({kind}).', 'Include this kind in the synchronisation in 1C and register its objects, then press Retry.', '{host} никогда не сообщал об объекте, на который ссылается поле или строка ({kind}).', 'Включите этот вид в синхронизацию в 1С, зарегистрируйте объекты и нажмите «Повторить».'),
  'ed-connected': e('{host} allows the exchange.', '', '{host} разрешает обмен.', ''),
  'ed-service-version': e('{host} publishes the exchange service {version}.', '', '{host} публикует сервис обмена {version}.', ''),
  'ed-service-old': e('{host} publishes the exchange service in {came}, Sidebook needs {version}.', 'Update the configuration of 1C.', '{host} публикует сервис обмена {came}, нужен {version}.', 'Обновите конфигурацию 1С.'),
  'ed-versions-unpublished': e('{host} does not publish InterfaceVersion; the exchange itself answers.', 'Publish it if you wish to see versions here.', '{host} не публикует InterfaceVersion; сам обмен отвечает.', 'Опубликуйте его, если хотите видеть здесь версии.'),
  'ed-nothing-yet': e('No message of {host} has been taken yet; the format is agreed on with the first.', 'Run a sync.', 'От {host} ещё не принято ни одного сообщения; формат согласуется с первым.', 'Запустите синхронизацию.'),
  'ed-format': e('{host}: EnterpriseData {version}, last message taken: {number}. One object cannot be asked for; what is shown is what the last message said.', '', '{host}: EnterpriseData {version}, последнее принятое сообщение: {number}. Отдельный объект запросить нельзя; показано то, что сказало последнее сообщение.', ''),
  'ed-window': e('{host}: the longest time between asking what is there and our change being there was {seconds} s. Whoever edits the same object there within it is decided by the collision rule of 1C.', 'In the settings of the synchronisation choose that 1C holds: then its edit comes back to us as a problem, and none is lost.', '{host}: самое долгое время между запросом и появлением нашей правки — {seconds} с. Кто правит тот же объект в это время, решает правило коллизий 1С.', 'Выберите в настройках синхронизации приоритет 1С: тогда её правка вернётся к нам проблемой и не потеряется.'),
  'ed-kind-unknown': e('{host} sends {kind}, which no mapping names: {count|object|objects} kept, none used.', 'Nothing is lost. Take the kind out of the synchronisation in 1C if nobody needs it.', '{host} присылает {kind}, не названный отображением: сохранено {count|объект|объекта|объектов}, не использовано.', 'Ничего не потеряно. Исключите вид из синхронизации в 1С, если он никому не нужен.'),
  'ed-message-gap': e('Messages {numbers} of {host} were taken by somebody else with our code.', 'Stop the other program, or give it a node of its own. Then register all objects for our node in 1C, so that everything is sent again.', 'Сообщения {numbers} от {host} принял кто-то другой с нашим кодом.', 'Остановите другую программу или заведите ей свой узел. Затем зарегистрируйте в 1С все объекты для нашего узла, чтобы всё пришло снова.'),
  'ed-own-copy-old': e('{host} has taken messages of ours that this installation never sent ({numbers}): its files are an older copy.', 'Make sure that only one Sidebook runs with this node, then register all objects for our node in 1C.', '{host} принял от нас сообщения, которых эта установка не отправляла ({numbers}): её файлы — старая копия.', 'Убедитесь, что с этим узлом работает один Sidebook, затем зарегистрируйте в 1С все объекты для нашего узла.'),
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
  const said = (part: keyof Text): string => fill(reworded(`message/${code}.${part}`, lang) ?? entry[lang][part], detail, lang);
  return { code, what: said('what'), next: said('next') };
}

type Detail = Readonly<Record<string, string | number>>;

const HOLE = /\{([a-z]+)((?:\|[^{}|]+)*)\}/gi;

/** What stands in a hole that was given nothing; any other is closed. */
const UNTOLD: Detail = { sidebook: 'sidebook' };

/** A text with its details. Holes are closed before the details go in: what a host or a person said stays as it came. */
export function fill(text: string, given: Detail, lang: Lang): string {
  const detail = { ...UNTOLD, ...given };
  const said = (name: string): string => String(detail[name] ?? '');
  const closed = text.replace(HOLE, (hole, name: string) => (said(name) === '' ? '' : hole));
  const tidy = closed.replace(/ +([.,:])(?!\w)/g, '$1').replace(/::+/g, ':').replace(/\s{2,}/g, ' ').trim().replace(/:$/, ''); // prettier-ignore
  return tidy.replace(HOLE, (_hole, name: string, forms: string) =>
    forms === '' ? said(name) : numbered(lang, said(name), forms.slice(1).split('|')),
  );
}

const both = (en: string, ru: string): { readonly en: string; readonly ru: string } => ({ en, ru });

/** What may be wrong at one place of the configuration; stands as {problem} in "config-invalid". */
export const CONFIG_PROBLEMS = {
  unreadable: both('this cannot be read', 'это не читается'),
  'too-deep': both('brackets stand here more than 100 deep: this is no configuration', 'здесь больше 100 вложенных скобок: это не конфигурация'),
  'invalid-escape-character': both('a backslash is written twice in a text; in a path / does as well: "C:/Sidebook/sidebook.db"', 'обратную косую черту в тексте удваивают; в пути годится и /: "C:/Sidebook/sidebook.db"'),
  backslash: both('here stands a line break or a tab: a backslash in a path is written twice, or / instead: "C:/Sidebook/sidebook.db"', 'здесь перевод строки или табуляция: обратную косую черту в пути удваивают или пишут /: "C:/Sidebook/sidebook.db"'),
  'path-folder': both('this names a folder; a file is needed, e.g. "./data/sidebook.db"', 'это папка, а нужен файл, например "./data/sidebook.db"'),
  'path-foreign': both('this is no path on this machine: {came}; write it in full, without ~ or the letter of a drive', 'на этой машине такого пути нет: {came}; напишите его целиком, без ~ и без буквы диска'),
  'comma-expected': both('a comma is missing before this', 'перед этим нет запятой'),
  'colon-expected': both('a colon is missing', 'нет двоеточия'),
  'value-expected': both('a value is missing', 'нет значения'),
  'property-name-expected': both('a key in double quotes is missing', 'нет ключа в двойных кавычках'),
  'close-brace-expected': both('a closing } is missing', 'нет закрывающей }'),
  'close-bracket-expected': both('a closing ] is missing', 'нет закрывающей ]'),
  'end-of-file-expected': both('nothing may follow the closing }', 'после закрывающей } ничего быть не должно'),
  'unexpected-end-of-string': both('a text does not end: the closing quote is missing', 'текст не закончен: нет закрывающей кавычки'),
  'unexpected-end-of-comment': both('a comment does not end', 'комментарий не закончен'),
  'not-encrypted': both('would go over the network unencrypted; that is allowed to this machine only', 'ушло бы по сети без шифрования; так можно только на эту же машину'),
  missing: both('is not there, but needed', 'не задано, а нужно'),
  type: both('needed: {wanted}; here stands: {came}', 'нужно: {wanted}; стоит: {came}'),
  'one-of': both('needed is one of: {wanted}; here stands: {came}', 'нужно одно из: {wanted}; стоит: {came}'),
  'at-least': both('at least {wanted}; here stands: {came}', 'не меньше {wanted}; стоит: {came}'),
  'at-most': both('at most {wanted}; here stands: {came}', 'не больше {wanted}; стоит: {came}'),
  'too-few': both('is too short: at least {wanted}', 'слишком коротко: нужно не меньше {wanted}'),
  'too-many': both('is too long: at most {wanted}', 'слишком длинно: нужно не больше {wanted}'),
  'not-utf8': both('the file is not UTF-8; save it in that encoding', 'файл не в UTF-8; сохраните его в этой кодировке'),
  'secret-not-utf8': both('the file {file} is not UTF-8; save it in that encoding', 'файл {file} не в UTF-8; сохраните его в этой кодировке'),
  twice: both('stands here a second time', 'задано второй раз'),
  'unknown-key': both('there is no such key', 'такого ключа нет'),
  'forbidden-key': both('this name cannot be used', 'такое имя использовать нельзя'),
  secret: both('a password is {"env": "NAME"} or {"file": "PATH"}, never the text itself', 'пароль задают как {"env": "ИМЯ"} или {"file": "ПУТЬ"}, а не самим текстом'),
  url: both('an address begins with http:// or https://', 'адрес начинается с http:// или https://'),
  'url-user': both('user and password have no place in the address; use "user" and "password"', 'имени и паролю не место в адресе; для них есть "user" и "password"'),
  'public-url': both('an address here has no "?" and no "#"', 'в этом адресе нет ни "?", ни "#"'),
  proxy: both('a proxy is named by its address, e.g. ["127.0.0.1"] or ["10.0.0.0/8"]; true: one right in front', 'прокси указывают адресом, например ["127.0.0.1"] или ["10.0.0.0/8"]; true: один прямо перед сервером'),
  tls: both('HTTPS needs {"cert": "FILE", "key": "FILE"} or {"pfx": "FILE", "passphrase": …}', 'для HTTPS задают {"cert": "ФАЙЛ", "key": "ФАЙЛ"} или {"pfx": "ФАЙЛ", "passphrase": …}'),
  'time-zone': both('there is no such time zone; an example: Europe/Moscow', 'такого часового пояса нет; пример: Europe/Moscow'),
  hours: both('hours are written HH:MM-HH:MM, e.g. 22:00-05:00', 'часы пишут как ЧЧ:ММ-ЧЧ:ММ, например 22:00-05:00'),
  'organization-url': both('the address ends in /XRMServices/2011/Organization.svc/web', 'адрес кончается на /XRMServices/2011/Organization.svc/web'),
  'adfs-incomplete': both('adfs needs "authority" (https://ADFS/adfs/) and "clientId"', 'для adfs нужны "authority" (https://ADFS/adfs/) и "clientId"'),
  tenant: both('a tenant is the id or the domain of a directory of Entra ID, e.g. contoso.onmicrosoft.com', 'тенант — идентификатор или домен каталога Entra ID, например contoso.onmicrosoft.com'),
  'labels-own-sign-in': both('labels need an administrator of their own, not the account of the sync', 'для надписей нужен свой администратор, а не учётная запись синхронизации'),
  solution: both('a solution is its unique name: Latin letters, digits, underscore', 'решение - его уникальное имя: латинские буквы, цифры, подчёркивание'),
  prefix: both('a prefix is 2 to 8 lower-case Latin letters or digits, without the underscore', 'префикс — от 2 до 8 строчных латинских букв или цифр, без подчёркивания'),
  'host-name': both('a name is short: lower-case Latin letters, digits, hyphens', 'имя короткое: строчные латинские буквы, цифры, дефис'),
  'no-host': both('at least one host is needed', 'нужна хотя бы одна база'),
  'unknown-host': both('there is no host {host} under "hosts"', 'в "hosts" нет базы {host}'),
  'home-follows': both('{host} itself receives these from another base, so nothing is created there', '{host} сама получает это из другой базы, там ничего не создаётся'),
  'same-base': both('this is the base {host} already; one base is attached once', 'эта база уже подключена как {host}; одну базу подключают один раз'),
  'not-an-organisation': both('here stands the ИНН of an organisation, or *', 'здесь пишут ИНН организации или *'),
  'unknown-field': both('no mapping of {entity} has a field {field}', 'в отображении {entity} нет поля {field}'),
  'mssql-address': both('an address of a SQL Server is mssql://USER:PASSWORD@SERVER/DATABASE, or a connection string with a password that holds ; in quotes; wrong here: {part}', 'адрес SQL Server пишут mssql://ПОЛЬЗОВАТЕЛЬ:ПАРОЛЬ@СЕРВЕР/БАЗА или строкой подключения, где пароль с ; взят в кавычки; неверно: {part}'),
  'same-schema': both('private data needs a schema and a login of its own, not those of the store: {name}', 'закрытым данным нужны своя схема и свой логин, не те, что у хранилища: {name}'),
  'same-file': both('private data needs a file of its own, not that of the store', 'закрытым данным нужен свой файл, не файл хранилища'),
  'private-field': both('{field} belongs to the private store and never leaves; take it out of the mapping of {entity}', '{field} относится к закрытому хранилищу и не отправляется; уберите из отображения {entity}'),
  currency: both('a currency is three capital letters, e.g. RUB', 'валюта - три заглавные латинские буквы, например RUB'),
  rate: both('a rate is a number above zero in quotes, e.g. "92.5"', 'курс - число больше нуля в кавычках, например "92.5"'),
  'no-variable': both('the environment variable {name} is not set or empty', 'переменная окружения {name} не задана или пуста'),
  'no-file': both('the file {file} is not there, not readable or empty', 'файла {file} нет, он пуст или не читается'),
} as const; // prettier-ignore

export type ConfigProblemCode = keyof typeof CONFIG_PROBLEMS;
export const isConfigProblem = (code: string): code is ConfigProblemCode => Object.hasOwn(CONFIG_PROBLEMS, code);
export const configProblem = (code: ConfigProblemCode, detail: Detail, lang: Lang): string =>
  fill(CONFIG_PROBLEMS[code][lang], detail, lang);

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
  'too-many': both('are on top already; take one off first', 'уже закреплены; сначала открепите одну'),
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

/** The kinds of problem, as people call them; told by `problemLabel`. */
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
  leak: { ru: 'закрытые сведения', en: 'private text' },
} as const;

export const problemLabel = (kind: keyof typeof PROBLEM_LABELS, lang: Lang): string =>
  worded(`option/problem.${kind}`, PROBLEM_LABELS[kind], lang);

/** What is wrong with one value of private data; a word nobody knows stands for itself. */
export function privateProblem(code: string, lang: Lang): string {
  const words = PRIVATE_PROBLEMS[code];
  return words ? worded(`message/private.${code}`, words, lang) : code;
}
