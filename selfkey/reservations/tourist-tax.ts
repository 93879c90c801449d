/** Whether a charge is the tourist tax, by its name in the languages of the Alps and beyond. Pure. */

/** Without accents, in lower case, with single blanks for hyphens and the like; an umlaut may be written as two letters. */
const NAMES = [
	'(?:city|tourist|tourism|occupancy|visitors?(?: s)?|local|lodging|accommodation|hotel|bed|room|overnight|sojourn|stay|guest|transient|municipal|eco|green|environmental|sustainability|resort|spa) ?(?:tax|levy)(?:es|e)?',
	'city ?tax',
	'tourism (?:fee|dirham fee|development fee)|environmental fee|climate (?:crisis )?resilience (?:fee|levy|tax)|^tot$',
	'taxes? (?:(?:\\p{L}+ )?d[eu] |sur l )?(?:sejour|nuitees?|tourisme)|taxes? (?:d|sur l) hebergement|taxes? touristiques?',
	'taxe de promotion touristique',
	'(?:kur|orts|gae?ste|tourismus|beherbergungs|ue?bernachtungs?|bergbahn|aufenthalts|nae?chtigungs|kultur|sport|fremdenverkehrs|city|tourist)(?: ?foe?rder(?:ungs)?)? ?(?:taxe|taxen|steuer|abgabe|beitrag|tax)n?',
	'(?:kur|gae?ste) ?(?:beitrag|abgabe)',
	'bettensteuer|matratzenmaut',
	'(?:tassa|imposta|contributo)(?: comunale)?(?: di| del| sul)? (?:soggiorno|turismo|ospiti)|tassa turistica|imposta turistica|contributo di sbarco',
	'taxas? (?:municipal )?turisticas?|taxa de (?:turismo|estad[ai]a|ocupacao|hospedagem)|tasas? turisticas?|impuestos? turisticos?|tasa de (?:turismo|estancia)|impuesto (?:de|al) turismo|impuesto (?:sobre|de) (?:las )?estancias?(?: turisticas?)?|ecotasa',
	'impost sobre (?:les )?estades(?: en establiments)? turisti(?:cs|ques)|taxa turistica',
	'toeristenbelasting|toeristen belasting|verblijfsbelasting|verblijfsbijdrage|logiesbelasting|toeristische belasting|stadsbelasting',
	'turisticka taksa|turisticna taksa|boravisna pristojba|boravisna taksa|sojourn taksa',
	'turisticka taxa|dan za ubytovani[e]?|mistni poplatek|(?:mistni |pobytovy |rekreacni |lazensky )?poplatek z pobytu|(?:pobytovy|rekreacni|lazensky) poplatek|dan z ubytovania',
	'oplata (?:klimatyczna|miejscowa|uzdrowiskowa|turystyczna)|podatek turystyczny',
	'idegenforgalmi (?:ado|hozzajarulas)|turisztikai (?:ado|hozzajarulas)|turizmusfejlesztesi hozzajarulas|^ifa$',
	'taxa de statiune|taxa hoteliera|taxa locala',
	'turistskatt|turistskat|besoksskatt|matkailijavero|turismimaks|gistinatta(?:gjald|skattur)',
	'(?:konaklama|sehir|turist|turizm) vergisi',
	'φορος διαμονης|τελος διαμονης|τελος ανθεκτικοτητας(?: στην κλιματικη κριση)?',
	'туристическии (?:налог|сбор)|курортныи сбор|туристичнии (?:збір|збір)|туристически данък',
	'숙박세|관광세|도시세|ضريبة (?:ال)?(?:سياحة|مدينة|اقامة)|الضريبة السياحية',
].join('|');
const TOURIST_TAX = new RegExp(
	`(?<![\\p{L}])(?:${NAMES})(?![\\p{L}])|宿泊税|入湯税|(?:旅游|旅遊|游客|遊客|城市|观光|觀光|観光|住宿)[税稅]`,
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
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
	return TOURIST_TAX.test(plain);
}
