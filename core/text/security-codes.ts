/** Finds a card's security code that is named as one, in the languages of guests. Linear. */
import { digitOf, isOrnateDigit, withBlanksForMarkup, type Range } from './digit-groups';
import { mayHoldCode } from './may-hold-code';

// All words are as `folded` writes them: in small letters, without accents. Each of them once: a word that could be
// read in two ways would be tried in both.
const words = (...lists: string[]) => [...new Set(lists.join(' ').replaceAll('ς', 'σ').split(' '))].join('|');

/** With the letters of other scripts that look like those of Latin. They mean nothing else, so that any words may stand between one of them and the code. */
const ABBREVIATION =
	'[34][ -]?(?:dbc|csc)|[cс](?:\\.?\\s?|[-_])(?:[vѵ∨](?:\\.?\\s?|[-_])[vѵ∨cсnd]|[cс](?:\\.?\\s?|[-_])[vѵ∨])\\.?2?|cv2|[ck]ryptogramme?|csc2|cav2|' +
	'[цс]вв2?|[цс]вц2?|[цс]и[ -]?ви[ -]?[вс]и';
/** Mean other things as well. */
const AMBIGUOUS = 'csc|cav|cid|cve|crypto';
const CODE_WORD = words(
	'codes? cod codul codigo codice codi clave kod kodu kodum koden kode koda kodi koodi kody',
	'kood kodas kodo kods kodom kodja kodea kodi koði koðinn kodici ciffer cifre siffror getal cijfers? cislo szam broj stevilka',
	'numeris numurs numer nomor nombor αριθμος число',
	'siffer siffra siffran sifre sifra cifra cifras chiffre digitos? digiti cyfra tal tall tala skaicius cipars coda kodove',
	'numeros numeri zahlen #',
	'кода коду кодом числа цифра цифри номера αριθμο κωδικο',
	'numbers? numero num nummer nr no n° numer numarasi luku ziffern? zahl chiffres? value digits код номер κωδικος',
);
const SECURITY = words(
	'sec security safety verification validation securite controle sicherheits pruf kontroll',
	'sicurezza sic verifica controllo seguridad seg verificacion seguretat seguranca verificacao',
	'beveiligings veiligheids sakerhets sikkerheds sikkerhets turva bezpieczenstwa zabezpieczajacy weryfikacyjny',
	'bezpecnostni overovaci biztonsagi securitate sigurnosni varnostna guvenlik',
	'kontrol tarkiste bekræftelses controle kontrolny kontrolni kontrolne kontrolna bezpecnostny bezpecnostne bezpecnostniho bezpecnostneho overovaci ochranny',
	'ellenorzo saugos saugumo apsaugos patikros drosibas parbaudes siguranta verificare sigurnosna varnostni sigurise oryggis sigurta',
	'tarkistus turvallisuus verificatie validatie verifiserings verifikations verifierings validierungs verifizierungs',
	'verificador verificadora verificateur verificatore validador verificacio zabezpieczen zabezpecovaci kontrolnych',
	'zastitni zastitna zastitny kontrolna kontrolinis kontroles kontrole provjerni verifikacijski verifikacni dogrulayici ελεγχου',
	'защитныи защитное защитного контрольныи контрольное контрольного контрольнии проверочное проверочного проверка',
	'защиты захиснии перевірочнии бяспекі сигурносни сигурносна контролни заштитни безбједносни безбедносен ασφαλεια',
	'seguridade segurtasun slandala diogelwch keamanan keselamatan verifikasi dogrulama',
	'сигурност сигурности контролен защитен проверочен сигурносен безбедносни захисту перевірки επαληθευσης',
	'безопасности проверки проверочныи защиты безпеки ασφαλειας',
);
const UNDIVIDED = words(
	'セキュリティー?\\s?コード 安全[码碼] [验驗][证證][码碼] 校[验驗][码碼] [后後末][三3][码碼位] [检檢]查[码碼] 보안\\s?코드 보안\\s?번호',
	'安全代[码碼] 安全[号號][码碼] [检檢][验驗][码碼] [识識][别別][码碼] 裏面の?番号 セキュリティー?番号 認証コード 検証コード 카드\\s?인증번호 보안\\s?숫자',
	// As they are without the marks of their vowels.
	'सरकष\\sकड รหสความปลอดภย รหสรกษาความปลอดภย უსაფრთხოების\\sკოდი անվտանգության\\sկոդ',
	'(?:کد|رمز)\\sامنیتی ma\\sxac\\sminh ma\\san\\stoan',
	'(?:ال)?(?:رمز|كود|رقم)\\s(?:الامان|التحقق|الحمايه|السري) קוד\\sה?אבטחה ma\\sbao\\smat',
);
const DIGITS = words(
	'szamjegy cislice cisla siffror numbri cipari skaitmenys цифри ψηφια angka',
	'digits? chiffres? ziffern? cifre digitos? cijfers? cyfry цифры? rakam[a-z]{0,8} hane(?:li)? ספרות',
);
/** Rooms, telephones and guests have them as well. */
const NUMBERS = words('numbers zahlen nummern numeros numeri nummers [位桁] (?:ال)?ارقام 자리');
const BACK = words(
	'zadni zadnej zadne hatuljan hatoldalan bagpa bagsiden bagside baksidan baksiden takana tagakuljel aizmugure nugareleje',
	'гърба poledini belakang πισω',
	'back reverse rear dos verso arriere ruckseite hinten retro dietro reverso detras atras tras achterkant achterzijde',
	'tylu odwrocie обороте обратнои заднеи сзади arkasinda(?:ki)? 背面 卡背 裏面? 后面 خلف ظهر 뒷면 ב?גב',
);
/** Of doors and houses as well. */
const BEHIND_IT = words('behind derriere achterop achter hinter');
/** Where American Express prints its four, and a house has its rooms. */
const FRONT = words('front devant recto vorderseite vorne fronte frente voorkant przodu лицевои');
const FOUR = words('4 four vier quatre quattro cuatro quatro cztery четыре');
const CARD_WORD = words('card karte kreditkarte carte carta tarjeta cartao kaart creditcard karty карты amex');
/** Three of them, or those of a card; `三位客人` are three guests. */
const THREE_OR_CARD = new RegExp(
	`(?<![\\p{L}\\p{Nd}])(?:3|three|trois|drei|tre|tres|drie|trzy|три)[\\s-](?:${DIGITS}|${NUMBERS})(?!\\p{L})|` +
		`(?<!\\p{L})(?:${CARD_WORD})(?!\\p{L})|[三3叁][位桁](?![客人朋成大小的])|(?:세|3)\\s?자리|ثلاث|卡|카드|カード|بطاق`,
	'u',
);
/** A door's code of three digits is rare, but there is one: without such a sign it is told from no other. */
const CARD_NEAR = new RegExp(`${THREE_OR_CARD.source}|visa|mastercard|(?:\\p{Nd}[ -]?){13}`, 'u');
const OF_MY = words('side of the my our your credit debit bank der meiner de la ma della mia mi do meu van mijn');
/** By itself, it may be anything: what stands there is no code unless it is three digits and no more. */
const BACK_OF_CARD = '(?:back|reverse) of (?:(?:the|my|your|credit|debit|bank) ){0,3}card';
/** Between a code, which might be anybody's, and the back of a card. */
const ON_THE = words(
	'on at from of in the my to printed written that is auf der die das steht hinten au sur le la du est figurant inscrit en el al del de por la',
	'sul sulla nel dal che no na do da op aan het pa bak z с на ved'.trim(),
);
/** A code of three digits: a door's has four or more. */
const OF_THREE_DIGITS =
	'(?:3|three)[\\s-]?digits?[\\s-]code|(?:3[\\s-]?|drei)stellige[rn]?[\\s-]code|3[\\s-]?ziffern[\\s-]code|codes?[\\s-]a (?:3|trois) chiffres|' +
	'(?:codigo|codi|cod) de (?:3|tres|trei) (?:digitos|digits|xifres|cifras|cifre)|codice a (?:3|tre) cifre|(?:3[\\s-]?|drie)cijferige code|' +
	'(?:3[\\s-]?|tre)(?:siffrig[ae]?|cifret|cifrede|sifret) kode?n?|3[\\s-]?numeroinen koodi|kolminumeroinen koodi|' +
	'(?:3[\\s-]?|trzy)cyfrowy kod|kod (?:3[\\s-]?|trzy)cyfrowy|(?:3[\\s-]?|troj)(?:mistny|miestny|ciferny) kod|(?:3[\\s-]?|harom)jegyu kod|' +
	'(?:3[\\s-]?|tro)znamenkasti kod|3 haneli kodu?|(?:3[\\s-]?х?[\\s-]?|трех)значныи код|(?:3[\\s-]?|три)значнии код|(?:3[\\s-]?|τρι)ψηφιοσ κωδικοσ';
/** Not those of four: everybody quotes them of a card, and nobody else's number is known by its last three. */
const LAST_THREE =
	'(?:last|final) (?:3|three) (?:on|at) (?:the )?(?:back|reverse)|(?:last|final) (?:3|three) (?:digits|numbers)|(?:letzten?|hintere[n]?) (?:3|drei) (?:ziffern|zahlen|stellen)|(?:3|trois) derniers (?:chiffres|numeros)|' +
	'ultim[ei] (?:3|tre) (?:cifre|numeri)|(?:3|tre) ultim[ei] (?:cifre|numeri)|ultim[oa]s (?:3|tres) (?:digitos|numeros|cifras)|(?:3|tres) ultim[oa]s (?:digitos|numeros|cifras)|laatste (?:3|drie) cijfers';
/** By itself, as above. */
const CODE_BEHIND = `код сзади|(?:code|codice|codigo|kod|код) (?:${BEHIND_IT}|dietro|detras) (?:(?:${OF_MY}) ){0,3}(?:${CARD_WORD})`;
/** Of a back door as well, if no card is near. */
const CODE_AT_THE_BACK = '(?:code|codice|codigo|kod) (?:hinten|dietro|detras)';
const BEHIND_THE_CARD = 'behind (?:(?:on|of|the|my|our|credit|debit|bank) ){1,3}card';
/** The code of a card that pays: that of a key card opens a door. */
const OF_A_CARD =
	'(?<!(?:key|room|door|gift|id|access|parking|loyalty|member|membership|sim|park|zimmer|schlussel|tur)[ -])(?:card|karten|kort|kaart)[\\s_-]?(?:code|kode|koden|kod)|' +
	'(?:code|codice|codigo|codi|kod|kode|koda|код)[\\s_](?:(?:de|la|ma|of|my|the|della|mia|da|del|do|mi|meu|minha|der|meiner|na|on|z|на|от|моеи)\\s){0,3}' +
	'(?:(?:credit|debit|bank|visa)\\s)?(?:card|carte|carta|tarjeta|cartao|cartei|karte|kart[aiouy]|karty|карты|карте|карточки|картки)';
/** What people put between the name and the code. */
const BETWEEN = words(
	'code number no nr num n° is are was of on at in the my your our for card credit debit visa mastercard amex back behind rear side reverse digits? three four 3 4',
	'c est sont de du la le les l sur au dos verso arriere ma mon carte bancaire chiffres? numero trois quatre',
	'ist lautet der die das den dem des auf hinten ruckseite meiner meine karte kreditkarte ziffern? nummer drei vier zahl',
	'es el en del mi tarjeta reverso detras digitos numero tres cuatro codigo sul sulla retro della mia carta cifre codice tre quattro',
	'e do da na verso cartao meu minha op achterkant van mijn kaart creditcard cijfers het',
	'pa baksidan baksiden bagsiden bagpa strane er yra ir adalah az ez kartu korteles kartes kartya kartyam kaardi kortet kortin mano saya',
	'printed written from back van meine kartu karti karticu karticata е είναι ειναι code tarjeta стороне',
	'sind son sono sao zijn jsou siden',
	'kod kodu koden kode je jest to karty karta z это на карты обороте стороны هو البطاقه הכרטיס',
);

const LETTER = '[\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}]';
/** Of scripts that write words without blanks: the whole run, as one that could be divided would be tried in each way. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}]';
const UNSPACED_RUN = `${UNSPACED}{1,24}(?!${UNSPACED})`;
const NEAR = '(?:[^\\p{Nd}\\n.;!?]|\\p{Nd}(?!\\p{Nd})){0,30}?';
const GAP = `(?:[^\\p{L}\\p{Nd}\\n]{0,6}(?:(?:${BETWEEN})(?!${LETTER}|\\p{Nd})|${UNSPACED_RUN})){0,8}[^\\p{L}\\p{Nd}]{0,6}`;
/** Up to the end of the clause, or what has been removed before. */
const ANY_WORDS = '(?:[^\\p{Nd}\\n.,;!?[\\]]|\\p{Nd}{1,2}(?!\\p{Nd})){0,50}?';
const CODE = '(?:\\p{Nd}(?:[\\s.\\-]?\\p{Nd}){2,3}|\\p{Nd}(?:\\s{0,2}[/.,;\\-–—_*|]\\s{0,2}\\p{Nd}){2,3})(?!\\p{Nd})';

const CARD = '(?:(?:kredit)?karten|(?:(?:credit|debit)[ _-]?)?card[ _-]?)?';
const NAMES =
	`${CARD}(?<abbreviation>${ABBREVIATION})(?:[-_]?(?:${CODE_WORD}))?|(?<ambiguous>${AMBIGUOUS})|${OF_THREE_DIGITS}|${OF_A_CARD}|${LAST_THREE}(?: (?:${BACK}))?|(?:${DIGITS}|numbers) ${BEHIND_THE_CARD}|${CARD}(?:` +
	`(?:${SECURITY})[\\s._-]{0,3}(?:${CODE_WORD})|(?:${CODE_WORD})[\\s._]{0,3}(?:(?:de la|de|di|of|da|del|za|i|за|for|tas)[ _-])?(?:${SECURITY}))|` +
	`(?:${CODE_WORD})[\\s,(:]{1,2}(?:(?:${ON_THE})\\s){1,4}(?:${BACK})|` +
	`(?:${DIGITS})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${BACK})|(?:${BACK})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${DIGITS})|${UNDIVIDED}|` +
	`(?<four>(?:${FOUR})[\\s-](?:${DIGITS})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${FRONT}))|` +
	`(?<front>(?:${DIGITS})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${FRONT})(?: (?:${OF_MY})){1,4} (?:${CARD_WORD}))|(?<back>${BACK_OF_CARD})`;
const OR_BEHIND = `(?<behindCard>${CODE_BEHIND})|(?<behind>${CODE_AT_THE_BACK})|(?<three>(?:${DIGITS}|${NUMBERS})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${BACK}|${BEHIND_IT})|(?:${BACK}|${BEHIND_IT})${NEAR}(?<!${LETTER}(?=${LETTER}))(?:${DIGITS}|${NUMBERS}))`;
const nameOf = (names: string) => new RegExp(`(?<!${LETTER}|\\p{Nd})(?:${names})(?!${LETTER})`, 'gu');
/** The second costs twice as much in some texts, and finds more only where one of its words stands. */
const [NAME, NAME_OR_BEHIND] = [nameOf(NAMES), nameOf(`${NAMES}|${OR_BEHIND}`)];
const WORD_OF_BEHIND = new RegExp(`${NUMBERS}|${BEHIND_IT}|сзади|hinten|dietro|detras`, 'u');
/** A shorter name has no room for the name of a code in it. */
const MIN_COMPOSED = 10;
const BEHIND = new RegExp(`${GAP}(${CODE})`, 'uy');
const BEHIND_ANY_WORDS = new RegExp(`${ANY_WORDS}(${CODE})`, 'uy');
const IS_REMOVED = new RegExp(`(?:${GAP}|${ANY_WORDS})\\[removed\\]`, 'uy');
const BEFORE = new RegExp(
	`(?<!${LETTER}|\\p{Nd})\\p{Nd}{3,4}(?=[\\s([=:/-]{1,3}(?:(?:${BETWEEN})[\\s([=:-]{1,3}){0,3}$)`,
	'u',
);
/** What stands directly before a room's number or a time. */
const OF_A_ROOM_OR_TIME =
	/(?<!\p{L})(?:room|zimmer|chambre|camera|habitacion|quarto|kamer|suite|floor|at|um|ab|alle|ore|om|vers)[\s:]{1,3}$/u;
/** In the same line: the next one is another remark. */
const MORE_GROUPS = /(?:(?:[^\S\n]|[.()/-]){1,3}\p{Nd}+){1,8}/uy;
/** All that stands between the name and a telephone number, or a word for it where words have no blanks. */
const OF_A_PHONE = /^\s(?:on|at|au|al|auf|op|sur)\s\(?$|[電电][話话]|전화/u;
const PHONE_BEFORE = /(?<!\p{L})(?:phone|telephone|telefon[eo]?|tel|mobile|handy|whatsapp|call)[\s.:(]{1,3}$/u;
const PLUS_BEFORE = /\+[\s(]{0,2}(?:\p{Nd}[\s().-]{0,3}){0,6}$/u;
/** `CVV+737`, `CVV + 737`: the plus of a telephone number has a blank or a colon before it and a digit behind it. */
const JOINED_BY_PLUS = /^(?:\+|\s+\+\s)\s*$/;
/** Or an expiry, with anything behind it. */
const DATE =
	/^\s+\(?(?:(?:[0-2]?\p{Nd}|3[01])[./-](?:[0-2]?\p{Nd}|3[01])[./-](?:(?:19|20)\p{Nd}{2}|\p{Nd}{2})|20\p{Nd}{2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,2}|(?:0?[1-9]|1[0-2])\/(?:20)?[2-4]\p{Nd})(?!\p{Nd})/u;
const EXPIRY = /^[\s.()/-]*(?:0?[1-9]|1[0-2])[\s./-]{0,3}(?:20)?[2-4]\p{Nd}$/u;
const ANOTHER_GROUP = /[\s.()/-]{1,3}\p{Nd}{2,}(?!\p{Nd}|\s?\/)/uy;
const REACH = 40;
const YEAR = /^(?:19|20)\d\d$/;

/** What lays out a text; any other tag may be the name of a code. */
const LAYOUT =
	/^<(?:[/!]|(?:a|abbr|b|big|blockquote|body|br|center|code|col|dd|del|div|dl|dt|em|font|h[1-6]|head|hr|html|i|img|input|ins|label|li|mark|meta|ol|option|p|pre|q|s|select|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul)(?![\w-]))|\/>$/i;

/** What stands for a code or an expiry date. */
export const REMOVED = '[removed]';

/** The text with each code replaced; the second time it stays as it is. */
export function withoutSecurityCodes(text: string): string {
	let clean = '';
	let from = 0;
	for (const { start, end } of securityCodesIn(text)) {
		clean += text.slice(from, start) + REMOVED;
		from = end;
	}
	return clean + text.slice(from);
}

/** A code of a text, and where its name stands. */
type NamedCode = Range & { name: number };

/** The codes of a text with the place of each one's name, ascending. */
export function securityCodesIn(text: string): NamedCode[] {
	// Asked of every text, most of which have no such digits: searching them for names takes far longer.
	return mayHoldCode(text) ? searchedCodes(text) : [];
}

/** As `securityCodesIn`, by a search of the whole text. */
export function searchedCodes(text: string): NamedCode[] {
	// Telephone numbers, dates and prices have no letter, and a name of a code has three.
	if (!/\p{L}/u.test(text) || !/\p{N}[^\p{N}]{0,8}\p{N}[^\p{N}]{0,8}\p{N}/u.test(text)) return [];
	const { plain, places } = folded(withBlanksForMarkup(text, 2, (tag) => !LAYOUT.test(tag)));
	const placeOf = (index: number) => (places ? (places[index] ?? text.length) : index);
	const found: NamedCode[] = [];
	const names = WORD_OF_BEHIND.test(plain) ? NAME_OR_BEHIND : NAME;
	names.lastIndex = 0;
	// Not `matchAll`, which copies the long expression each time.
	for (let name = names.exec(plain); name; name = names.exec(plain)) {
		const code = isVague(name) ? codeAlone(plain, name) : (codeBehind(plain, name) ?? codeBefore(plain, name));
		if (!code) {
			// `numbers: CVV at the back` hides the name of a code in what is none.
			if (name[0].length >= MIN_COMPOSED) names.lastIndex = name.index + 1;
			continue;
		}
		const [start, end] = [placeOf(code.start), placeOf(code.end)];
		if (start >= (found.at(-1)?.end ?? 0)) found.push({ start, end, name: placeOf(name.index) });
	}
	return found;
}

function codeBehind(text: string, name: RegExpExecArray): Range | null {
	const end = name.index + name[0].length;
	const direct = at(BEHIND, text, end);
	const found = direct ?? (name.groups?.abbreviation ? behindAnyWords(text, name[0], end) : null);
	if (found !== null && isOfPhone(text, end, found, direct !== null)) return null;
	const isYear =
		found !== null && YEAR.test(text.slice(found.start, found.end)) && !/[:=]/.test(text.slice(end, found.start));
	return name.groups?.ambiguous && isYear ? null : found;
}

/** In the same sentence: a full stop behind `CVV` ends it, those of `C.V.V.` do not. */
function behindAnyWords(text: string, name: string, end: number): Range | null {
	if (/^[^.]*\.$/.test(name)) return null;
	const found = at(BEHIND_ANY_WORDS, text, end);
	return found && OF_A_ROOM_OR_TIME.test(text.slice(end, found.start)) ? null : found;
}

/**
 * Whether the digits begin a telephone number. A code may have a date, a sum or a postcode behind it, which have as many
 * digits; a wrong yes gives the code away, so that it must look like nothing else.
 */
function isOfPhone(text: string, from: number, { start, end }: Range, isDirect: boolean): boolean {
	const between = text.slice(from, start);
	MORE_GROUPS.lastIndex = end;
	const more = MORE_GROUPS.exec(text)?.[0] ?? '';
	const digits = digitsIn(more);
	if (DATE.test(more) || EXPIRY.test(more)) return false;
	const plus = PLUS_BEFORE.exec(between);
	if (plus) return !JOINED_BY_PLUS.test(between) && digitsIn(plus[0]) + digitsIn(text.slice(start, end)) + digits >= 9;
	if (digits < 6 || !/\p{L}/u.test(between)) return false;
	if (PHONE_BEFORE.test(between)) return true;
	// `the CVV is 012 …`: words that stand between a name and its code say that this is the code.
	if (isDirect && !OF_A_PHONE.test(between)) return false;
	// With a whole telephone number behind it, it is none itself.
	return text.startsWith('00', start) || (text.startsWith('0', start) && digits < 9);
}

const digitsIn = (text: string) => text.match(/\p{Nd}/gu)?.length ?? 0;

/** Whether telephones, houses and other cards have it too. */
function isVague({ 0: name, groups }: RegExpExecArray): boolean {
	return (
		name.includes('#') ||
		[groups?.four, groups?.front, groups?.back, groups?.behindCard, groups?.behind, groups?.three].some(
			(found) => found !== undefined,
		)
	);
}

/** Behind the name, in as many digits as it has there, and no part of a longer number, but for an expiry date. */
function codeAlone(text: string, name: RegExpExecArray): Range | null {
	const found = codeBehind(text, name);
	if (!found) return null;
	const { four, back, behindCard, behind, three } = name.groups ?? {};
	const size = digitsIn(text.slice(found.start, found.end));
	if ((four && size !== 4) || ((back ?? behindCard ?? behind ?? three) && size !== 3)) return null;
	const begin = Math.max(0, name.index - REACH);
	if (three && !THREE_OR_CARD.test(text.slice(begin, found.start))) return null;
	if (behind && !CARD_NEAR.test(text.slice(begin, name.index) + '\n' + text.slice(found.end, found.end + REACH)))
		return null;
	ANOTHER_GROUP.lastIndex = found.end;
	return ANOTHER_GROUP.test(text) ? null : found;
}

function at(pattern: RegExp, text: string, start: number): Range | null {
	pattern.lastIndex = start;
	const code = pattern.exec(text)?.[1];
	return code === undefined ? null : { start: pattern.lastIndex - code.length, end: pattern.lastIndex };
}

/** `737 (CVV)`, `737 is the CVV`; but not `room 204, CVV [removed]`. */
function codeBefore(text: string, name: RegExpExecArray): Range | null {
	const begin = Math.max(0, name.index - REACH);
	const code = BEFORE.exec(text.slice(begin, name.index));
	if (!code) return null;
	IS_REMOVED.lastIndex = name.index + name[0].length;
	if (IS_REMOVED.test(text)) return null;
	return { start: begin + code.index, end: begin + code.index + code[0].length };
}

/** In small letters without accents, however they are composed, and the place of each character in the text if it differs. */
function folded(text: string): { plain: string; places: number[] | null } {
	if (/^[\0-\x7f]*$/.test(text)) return { plain: text.toLowerCase(), places: null };
	const places: number[] = [];
	let plain = '';
	let place = 0;
	for (const character of text) {
		for (const folding of foldedCharacter(character)) {
			for (let unit = 0; unit < folding.length; unit++) places.push(place);
			plain += folding;
		}
		place += character.length;
	}
	places.push(place);
	return { plain, places };
}

const OTHERS: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', ة: 'ه', ς: 'σ' };

function foldedCharacter(character: string): string {
	const code = character.charCodeAt(0);
	if (code < 0x80) return character.toLowerCase();
	if (/^[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]$/u.test(character)) return '';
	if (isOrnateDigit(character)) return digitOf(character);
	// Not the syllables of Korean and the sounds of Japanese, which would be taken apart.
	if (code >= 0x700 && code < 0x1e00) return character;
	if (code >= 0x2000 && (code < 0xff01 || code > 0xff5e)) return character;
	const [base = character] = character.normalize('NFKD').toLowerCase();
	return OTHERS[base] ?? base;
}
