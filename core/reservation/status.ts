import type { ReservationStatus } from './model';

/** As systems, front desks and the neighbours say it; written as `folded` writes them. */
const SPELLINGS: Readonly<Record<ReservationStatus, string>> = {
	confirmed:
		'confirmed confirm booked reserved bestätigt bestaetigt gebucht reserviert ' +
		'confirmé confirmée confirmés confirmées réservé réservée réservés réservées ' +
		'confermato confermata confermati confermate prenotato prenotata prenotati prenotate ' +
		'confirmado confirmada confirmados confirmadas reservado reservada reservados reservadas ' +
		'bevestigd potwierdzona potwierdzone potwierdzono potwierdzony potvrzeno potvrzena potvrzená potvrdené potvrdená ' +
		'potvrđeno potvrjeno confirmat confirmată bekräftad bekræftet bekreftet vahvistettu onaylandı подтверждено подтверждена 已确认',
	cancelled:
		// Also as front desks shorten it.
		'cancelled canceled cancel cancels cancellation cancelation cancellations cxl cxld canx cnx cncl cnld ' +
		'storniert storno stornierung stornierte annulliert annullierung abgesagt ' +
		'annulé annulée annulés annulées annulation annullato annullata annullati annullate annullamento ' +
		'cancellato cancellata cancellati cancellate cancellazione cancelado cancelada cancelados canceladas ' +
		'cancelación cancelamento anulado anulada anulados anuladas anulación geannuleerd annulering ' +
		'anulowana anulowane anulowano anulowany odwołana odwołano zrušeno zrušena zrušená zrušen zrušené zrušená stornováno ' +
		'stornována stornované stornovaná otkazano otkazana otkazan stornirano preklicano odpovedano törölve lemondva lemondott ' +
		'anulat anulată avbokad avbokat annulleret aflyst kansellert avbestilt peruttu peruutettu iptal iptaledildi ' +
		'отменено отменена отменён отмененный аннулировано скасовано ακυρώθηκε キャンセル キャンセル済み 已取消 取消 取消済み 취소됨',
	no_show:
		'noshow noshows nichtangereist nichterschienen nichtaufgetaucht nonprésenté nonprésentée nonprésentés nonvenu nonvenue ' +
		'nonpresentato nonpresentata nonpresentati mancatapresentazione mancatoarrivo nosepresentó nosepresentaron nopresentado ' +
		'nopresentada nãocompareceu nãocomparecimento nietverschenen nietkomenopdagen niestawiłsię ' +
		'didnotshow didnotshowup didntshow didntshowup nedojel nedostavilse uteblivit uteblev udeblevet uteblitt eisaapunut gelmedi ' +
		'неявка незаезд незаехал незаехали неприехал неприехали 未入住 未到 不泊 ノーショー 無断キャンセル 노쇼',
	checked_in: 'checkedin checkin inhouse arrived angereist eingecheckt arrivé arrivée arrivato arrivata',
	checked_out: 'checkedout checkout departed abgereist ausgecheckt parti partie partito partita',
};

/** A map: in an object, `constructor` would be known as well. */
const STATUSES: ReadonlyMap<string, ReservationStatus> = new Map(
	(Object.keys(SPELLINGS) as ReservationStatus[]).flatMap((status) =>
		SPELLINGS[status].split(' ').map((word) => [folded(word), status] as const),
	),
);

/** A status with all its additions is shorter; of a longer text, the end might say the opposite. */
const MAX_LENGTH = 60;
/** A question, `!cancelled`, or a value of its own behind the word. */
const UNCERTAIN = /[?¿%=\uFF1F\uFF1D≠¬]|^[^\p{L}]*!|:\s*\p{N}/u;
/** The number of a guest or a room behind a word; anywhere else it is a part of what is said (`1/2 cancelled`). */
const NUMBER_BEHIND = /(?<=\p{L}\s{1,3})#?[1-9]\p{Nd}{0,2}[\s)\].]{0,5}$/u;
const CHANNELS = 'ota|channel|booking(?:com)?|airbnb|expedia|agoda|hrs|hotelscom|vrbo|trip(?:com)?';
const SOMEBODY = `(?:guest|hotel|property|customer|client|owner|host|partner|booker|user|admin|staff|system|agency|agent|travell?er|${CHANNELS})s?`;
/** By whom, and whether it was charged. */
const ADDITIONS = new RegExp(
	`^(?:late|${SOMEBODY})(?=cancell?|noshow|did(?:not|nt)show)|(?<=cancell?(?:ed|ation)?|noshow)late$|(?<=cancell?ed)by(?!mistake|error|accident|wrong|default)[a-z]+$|(?:(?:by(?:the)?)?${SOMEBODY}|charged)+$`,
	'g',
);

/**
 * The status in any spelling, such as `No-Show`, `CANCELLED (guest)` or `Annulée`; `null` if it is no status, or if it
 * may be a wish for one or the opposite of one.
 */
export function statusNamed(text: string): ReservationStatus | null {
	const said = text.slice(0, MAX_LENGTH + 1);
	if (said.length > MAX_LENGTH || UNCERTAIN.test(said)) return null;
	const plain = folded(said.trim().replace(NUMBER_BEHIND, ''));
	return STATUSES.get(plain) ?? STATUSES.get(plain.replace(ADDITIONS, '')) ?? null;
}

/** In small letters, without accents and without all that is neither a letter nor a digit. */
function folded(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '')
		.replaceAll('ł', 'l')
		.replaceAll('đ', 'd')
		.replaceAll('ı', 'i');
}
