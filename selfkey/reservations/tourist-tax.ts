/** Whether a charge is the tourist tax, by its name in the languages of the Alps and beyond. Pure. */

/** Without accents, in lower case, with single blanks for hyphens and the like; an umlaut may be written as two letters. */
const NAMES = [
	'(?:city|tourist|tourism|occupancy|visitors?(?: s)?|local|lodging|accommodation|hotel|bed|room|overnight|sojourn|stay|guest|transient|municipal|eco|green|environmental|sustainability|resort|spa) ?(?:tax|levy)(?:es|e)?',
	'city ?tax|hot ?spring tax|(?:local )?council tax|(?:tourists?|visitors?(?: s)?|environment) (?:fee|charge)',
	'tourism (?:fee|dirham fee|development fee)|environmental fee|climate (?:crisis )?resilience (?:fee|levy|tax)|^tot$',
	'taxes? (?:(?:\\p{L}+ )?d[eu] |sur l(?:es|a)? ?)?(?:sejour|nuitees?|tourisme)|taxes? (?:d|sur l) hebergement|taxes? touristiques?',
	'taxe de promotion touristique|taxe hoteliere|contribution touristique',
	'(?:kur|orts|gae?ste|tourismus|beherbergungs|ue?bernachtungs?|bergbahn|aufenthalts|nae?chtigungs|kultur|sport|fremdenverkehrs|city|touristen|touristik|tourist|stadt|hotel|logier|logiernae?cht[es]?|kurorts|bade)(?: ?foe?rder(?:ungs)?)? ?(?:taxe|taxen|steuer|abgabe|beitrag|tax)n?',
	'(?:kur|gae?ste) ?(?:beitrag|abgabe)',
	'(?:kur|orts|gae?ste|touristen|tourismus|beherbergungs|ue?bernachtungs|nae?chtigungs|logiernae?chte|aufenthalts|fremdenverkehrs) ?gebue?hr(?:en)?',
	'bettensteuer|bettentaxe|matratzenmaut|kurtaxen ?pauschale|kurort(?:s)? ?abgabe|gemeinde ?taxe|(?:landes|gemeinde) ?nae?chtigungs ?abgabe',
	'tass[ae] (?:provinciale |cantonale |comunale )?di (?:soggiorno|cura)|impost[ae] (?:provinciale |regionale |cantonale )?di soggiorno|contributo turistico|taxa da cura',
	'taxe de (?:ville|promotion du tourisme)|taxa de sejur|miestna dan|tourism contribution',
	'(?:tassa|imposta|contributo)(?: comunale)?(?: di| del| sul| per il| degli| sugli| sui)? (?:soggiorno|turismo|ospiti|pernottament[oi]|promozione turistica|sbarco)|(?:tassa|imposta)(?: locale| comunale)? turistica|tassa (?:di|sulla) citta|contributo di sbarco',
	'taxas? (?:municipal )?turisticas?|taxa de (?:turismo|estad[ai]a|ocupacao|hospedagem)|tasas? turisticas?|impuestos? turisticos?|tasa de (?:turismo|estancia)|impuesto (?:de|al) turismo|impuesto (?:sobre|de) (?:las )?estancias?(?: turisticas?)?|ecotasa',
	'(?:impuesto|tasa) (?:de|sobre|al|sobre el|por) (?:hospedaje|alojamientos?)|(?:impuesto|tasa) de (?:la )?ciudad|(?:derecho de )?saneamiento ambiental|taxa de (?:dormidas?|pernoitas?|preservacao ambiental|alojamento)|taxa municipal de dormidas?|impost turistic|taxa d estada',
	'impost sobre (?:les )?estades(?: en establiments)? turisti(?:cs|ques)|taxa turistica',
	'toeristenbelasting|toeristen belasting|verblijfsbelasting|verblijfsbijdrage|logiesbelasting|toeristische belasting|stadsbelasting|(?:verblijfs|toeristen|stads|logies|overnachtings) ?(?:taks|tax|taxe|heffing)',
	'turisticka taksa|turisticna taksa|boravisna pristojba|boravisna taksa|sojourn taksa|turisticka pristojba|(?:turisticna in )?promocijska taksa|takse? (?:e )?(?:qytetit|turistike|fjetjes)',
	'turisticka taxa|dan za ubytovani[e]?|mistni poplatek|(?:mistni |pobytovy |rekreacni |lazensky )?poplatek z pobytu|(?:pobytovy|rekreacni|lazensky) poplatek|dan z ubytovania|(?:pobytovy|miestny|turisticky|mestsky|rekreacny|kupelny) poplatok|(?:turisticky|mestsky) poplatek|mestska dan',
	'oplata (?:klimatyczna|miejscowa|uzdrowiskowa|turystyczna)|podatek (?:turystyczny|miejski)|oplata pobytowa',
	'idegenforgalmi (?:ado|hozzajarulas)|turisztikai (?:ado|hozzajarulas)|turizmusfejlesztesi hozzajarulas|^ifa$|varosi ado',
	'taxa de statiune|taxa hoteliera|taxa locala|taxa de (?:oras|promovare turistica)',
	'turisma nodeva|turistu (?:nodeva|nodoklis)|pilsetas (?:nodeva|nodoklis)|(?:turizmo|turisto|miesto|pagalves|nakvynes) mokestis|(?:kurortine|vietine|turizmo) rinkliava|linnamaks',
	'turist(?:skatt?|skatten|skat|avgift|avgiften|afgift|bidrag)|bes[o]ks(?:avgift|bidrag)|stadsskatt|byskatt?|kaupunkivero|turistivero|matkailuvero|majoitusvero|ferðamannaskattur|besoksskatt|matkailijavero|turismimaks|gistinatta(?:gjald|skattur)',
	'(?:konaklama|sehir|turist|turizm) vergisi',
	'φορος (?:διαμονης|πολης)|(?:τουριστικος|δημοτικος) φορος|τελος παρεπιδημουντων|τελος διαμονης|τελος ανθεκτικοτητας(?: στην κλιματικη κριση)?',
	'туристическии (?:налог|сбор)|курортныи сбор|туристичнии (?:збір|збір)|туристически данък|туристич(?:еск|к)а такса|курортна такса|боравишна такса|курортнии збір|курортныи налог|туристичнии податок|городскои налог',
	'숙박세|관광세|도시세|ضريبة (?:ال)?(?:سياحة|مدينة|اقامة)|الضريبة السياحية|رسوم (?:ال)?(?:سياحة|بلدية|مدينة)|מס (?:ה)?(?:עירוני|תיירות|עיר)|thue du lich|pajak (?:turis|hotel|kota|wisata)|cukai pelancong(?:an)?',
].join('|');
const TOURIST_TAX = new RegExp(
	`(?<![\\p{L}])(?:${NAMES})(?![\\p{L}])|宿泊税|入湯税|(?:旅游|旅遊|游客|遊客|城市|都市|观光|觀光|観光|住宿)[税稅]`,
	'u',
);

/** @param name as the channel writes it */
export function isTouristTax(name: string): boolean {
	const plain = name
		.slice(0, 500)
		.normalize('NFKD')
		.replace(/\p{M}|\p{Default_Ignorable_Code_Point}/gu, '')
		.normalize('NFKC')
		.toLowerCase()
		// What Unicode takes for letters of their own, not for letters with a mark.
		.replace(/[łøđı]/g, (letter) => ({ ł: 'l', ø: 'o', đ: 'd' })[letter] ?? 'i')
		// Of two things, such as hotel & tax, neither is part of the other's name.
		.replace(/\s*[&+]\s*(?=tax(?!\p{L}))/gu, ' and ')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
	return TOURIST_TAX.test(plain);
}
