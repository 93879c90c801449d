import { isTouristTax } from '../../../../selfkey/reservations/tourist-tax';

describe('the tourist tax', () => {
	it.each([
		'City tax',
		'CITYTAX',
		'city-tax',
		'Tourism levy',
		'Local Tax',
		'Occupancy tax',
		'Taxe de séjour',
		'taxe de se\u0301jour',
		'Taxe-de-sejour',
		'TAXE DE SÉJOUR ADULTE',
		'Kurtaxe',
		'Kur-Taxe Erwachsene',
		'Kur\u00adtaxe',
		'Ortstaxe',
		'Orts-Taxe',
		'Gästetaxe',
		'Gäste-Taxe',
		'Ga\u0308stetaxe',
		'Tourismusabgabe',
		'Beherbergungssteuer',
		'Übernachtungssteuer',
		'Nächtigungsabgabe',
		'Aufenthaltsabgabe',
		'Bettensteuer',
		'Kurbeitrag',
		'Gästebeitrag',
		'Tassa di soggiorno',
		'Imposta di soggiorno (adulti)',
		'Contributo di soggiorno',
		'Tasa turística',
		'Taxa turística',
		'Impuesto turístico',
		'Toeristenbelasting',
		'Turistička taksa',
		'Turistična taksa',
		'Poplatek z pobytu',
		'Opłata klimatyczna',
		'Idegenforgalmi adó',
		'Туристический налог',
		'Φόρος διαμονής',
		'宿泊税',
	])('is meant by "%s"', (name) => {
		expect(isTouristTax(name)).toBe(true);
	});

	it.each([
		'VAT',
		'TVA',
		'MwSt.',
		'IVA',
		'Cleaning fee',
		'Service charge',
		'Resort fee',
		'Taxi',
		'Kurt Axel',
		'Tax',
		'',
	])('is not meant by "%s"', (name) => {
		expect(isTouristTax(name)).toBe(false);
	});
});
