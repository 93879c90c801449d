/** Whether a charge is the tourist tax, by its name in the languages of the Alps and beyond. Pure. */

/** Without accents, in lower case, with single blanks for hyphens and the like. */
const NAMES = [
	'(?:city|tourist|tourism|occupancy|visitor|visitors|local|lodging|accommodation|hotel|bed|room|overnight|sojourn|stay|guest|transient|municipal|eco|green|environmental|sustainability|resort|spa) ?(?:tax|levy)(?:es|e)?',
	'city ?tax',
	'tourism (?:fee|dirham fee|development fee)',
	'tax(?:e)? d[eu] (?:sejour|nuitee|nuitees|tourisme)',
	'taxe? touristique',
	'taxe de promotion touristique',
	'(?:kur|orts|gaste|tourismus|beherbergungs|ubernachtungs|bergbahn|aufenthalts|nachtigungs|kultur|fremdenverkehrs|city|tourist|tourismusforderungs)(?:forderungs)? ?(?:taxe|taxen|steuer|abgabe|beitrag|tax)n?',
	'(?:kur|gaste) ?(?:beitrag|abgabe)',
	'bettensteuer|matratzenmaut',
	'(?:tassa|imposta|contributo) (?:di|del|sul) ?(?:soggiorno|turismo|ospiti)|tassa turistica|imposta turistica|contributo di sbarco',
	'taxa turistica|taxa de turismo|taxa municipal turistica|tasa turistica|impuesto turistico|tasa de (?:turismo|estancia)|impuesto (?:sobre|de) (?:las )?estancias?(?: turisticas?)?|ecotasa',
	'impost sobre (?:les )?estades(?: en establiments)? turisti(?:cs|ques)|taxa turistica',
	'toeristenbelasting|toeristen belasting|verblijfsbelasting|verblijfsbijdrage|logiesbelasting',
	'turisticka taksa|turisticna taksa|boravisna pristojba|boravisna taksa|sojourn taksa',
	'(?:mistni |pobytovy |rekreacni |lazensky )?poplatek z pobytu|(?:pobytovy|rekreacni|lazensky) poplatek|dan z ubytovania',
	'oplata (?:klimatyczna|miejscowa|uzdrowiskowa|turystyczna)|podatek turystyczny',
	'idegenforgalmi (?:ado|hozzajarulas)|turisztikai (?:ado|hozzajarulas)',
	'taxa de statiune|taxa hoteliera|taxa locala',
	'turistskatt|turistskat|besoksskatt|matkailijavero|turismimaks',
	'konaklama vergisi|sehir vergisi',
	'φορος διαμονης|τελος διαμονης|τελος ανθεκτικοτητας(?: στην κλιματικη κριση)?',
	'туристическии (?:налог|сбор)|курортныи сбор|туристичнии (?:збір|збір)|туристически данък',
	'宿泊税|入湯税|旅遊稅|旅游税|城市税|숙박세|관광세',
].join('|');
const TOURIST_TAX = new RegExp(`(?<![\\p{L}])(?:${NAMES})(?![\\p{L}])|宿泊税|入湯税|旅游税`, 'u');

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
