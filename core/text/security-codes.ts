/** Finds a card's security code that is named as one, in the languages of guests. */

/** Names that mean nothing else; an accented letter may come as two characters. */
const NAMES = [
	'cv[cvn]2?',
	'c[vs]c2?',
	'cav2?',
	'cid',
	'c[óo]\u0301?d(?:igo)?\\.? ?cv[cv]',
	'(?:card )?(?:security|verification|validation|safety) (?:code|number|value|digits)',
	'(?:code|num[ée]\u0301?ro) (?:de )?(?:s[ée]\u0301?curit[ée]\u0301?|v[ée]\u0301?rification|contr[ôo]\u0302?le)',
	'crypto(?:gramme)?(?: visuel)?',
	'(?:karten)?pr[üu]\u0308?f(?:nummer|ziffer|zahl|code)n?',
	'(?:karten)?sicherheits(?:code|nummer|zahl)',
	'c[óo]\u0301?digo (?:de )?(?:seguridad|seguran[çc]\u0327?a|verificaci[óo]\u0301?n|verifica[çc]\u0327?[ãa]\u0303?o)',
	'clave (?:de )?seguridad',
	'codi de seguretat',
	'codice (?:di )?(?:sicurezza|verifica|controllo)',
	'(?:beveiligings|veiligheids|controle)(?:code|nummer)',
	'(?:s[äa]\u0308?kerhets|sikkerheds|sikkerhets|kontroll)(?:kod|koden|kode|koden|nummer)',
	'turvakoodi|turvaluku',
	'kod (?:zabezpieczaj[ąa]\u0328?cy|bezpiecze[ńn]\u0301?stwa)',
	'(?:bezpe[čc]\u030C?nostn[íi]\u0301? k[óo]\u0301?d|ov[ěe]\u030C?[řr]\u030C?ovac[íi]\u0301? k[óo]\u0301?d)',
	'biztons[áa]\u0301?gi k[óo]\u0301?d',
	'g[üu]\u0308?venlik (?:kodu|numaras[ıi])',
	'код (?:безопасности|проверки|защиты|безпеки)',
	'κωδικ[όο]\u0301?[ςσ] ασφαλε[ίι]\u0301?ας',
	'セキュリティコード|安全码|安全碼|验证码|驗證碼|보안 ?코드|رمز الأمان|קוד אבטחה',
].join('|');
/** Words that people put between the name and the code, or a second name. */
const BETWEEN = [
	'code|number|no|nr|num|n[°ºo]|is|are|was|of|on|at|in|the|my|your|our|card|back|behind|rear|side|reverse|digits?|three|four|3|4',
	'est|sont|de|du|la|le|les|sur|au|dos|verso|arri[èe]\u0300?re|ma|mon|carte|chiffres?|num[ée]\u0301?ro|trois|quatre',
	'ist|lautet|der|die|das|den|dem|des|auf|hinten|r[üu]\u0308?ckseite|meiner|meine|karte|kreditkarte|ziffern?|nummer|drei|vier|zahl',
	'es|el|en|del|mi|tarjeta|reverso|detr[áa]\u0301?s|d[íi]\u0301?gitos|n[úu]\u0301?mero|tres|cuatro|c[óo]\u0301?digo',
	'[èe]\u0300?|sul|sulla|retro|della|mia|carta|cifre|codice|tre|quattro|numero',
	'[ée]\u0301?|do|da|no|na|verso|cart[ãa]\u0303?o|meu|minha|tr[êe]\u0302?s',
	'op|achterkant|van|mijn|kaart|creditcard|cijfers|het|code',
	'kod|kodu|koden|kode|je|jest|to|na|это|на|карты|обороте',
].join('|');
const CODE = '\\p{Nd}(?:[\\s.\\-]?\\p{Nd}){2,3}(?!\\p{Nd})';
const GAP = '[^\\p{L}\\p{Nd}\\n]{0,6}';

const NAMED = new RegExp(
	`((?<![\\p{L}\\p{Nd}])(?:${NAMES})(?![\\p{L}\\p{M}])(?:${GAP}(?:${BETWEEN})(?![\\p{L}\\p{Nd}])){0,8}[^\\p{L}\\p{Nd}]{0,6})${CODE}`,
	'giu',
);
/** `737 (CVV)`. */
const NAMED_BEHIND = /(?<![\p{Nd}\p{L}])\p{Nd}{3,4}(?=\s?[([=:/-]?\s?(?:cv[cv]2?|cryptogramme)(?![\p{L}\p{M}]))/giu;

/** The text with each code replaced. */
export function withoutSecurityCodes(text: string, replacement: string): string {
	// A name has at least three letters before or behind the code.
	if (!/\p{Nd}\D{0,2}\p{Nd}\D{0,2}\p{Nd}/u.test(text)) return text;
	return text.replace(NAMED, `$1${replacement}`).replace(NAMED_BEHIND, replacement);
}
