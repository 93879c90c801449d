import { mapped, night, room } from '../../../../../support/ota-message';

const total = (attributes: string) => mapped({ global: `<Total ${attributes}/>` }).total;
const eur = (minor: number, amount: string, taxIncluded: boolean | null = true) => ({
	minor,
	exponent: 2,
	currency: 'EUR',
	amount,
	taxIncluded,
});

describe("money in Booking.com's OTA message", () => {
	it.each([
		['two decimals', 'AmountAfterTax="13350" DecimalPlaces="2" CurrencyCode="EUR"', eur(13350, '133.50')],
		[
			'none',
			'AmountAfterTax="13350" DecimalPlaces="0" CurrencyCode="JPY"',
			{ minor: 13350, exponent: 0, currency: 'JPY', amount: '13350', taxIncluded: true },
		],
		[
			'three',
			'AmountAfterTax="13350" DecimalPlaces="3" CurrencyCode="KWD"',
			{ minor: 13350, exponent: 3, currency: 'KWD', amount: '13.350', taxIncluded: true },
		],
		['before tax', 'AmountBeforeTax="13350" DecimalPlaces="2" CurrencyCode="EUR"', eur(13350, '133.50', false)],
		[
			'a number of decimals with decimals',
			'AmountAfterTax="13350" DecimalPlaces="2.0" CurrencyCode="EUR"',
			eur(13350, '133.50'),
		],
		['less than one unit', 'AmountAfterTax="5" DecimalPlaces="2" CurrencyCode="EUR"', eur(5, '0.05')],
		['nothing', 'AmountAfterTax="0" DecimalPlaces="2" CurrencyCode="EUR"', eur(0, '0.00')],
		[
			"decimals that are not the currency's own",
			'AmountAfterTax="13350" DecimalPlaces="2" CurrencyCode="JPY"',
			{ minor: 13350, exponent: 2, currency: 'JPY', amount: '133.50', taxIncluded: true },
		],
		['no DecimalPlaces: major units', 'AmountAfterTax="133.5" CurrencyCode="EUR"', eur(13350, '133.50')],
		[
			'a point in spite of DecimalPlaces: major units',
			'AmountAfterTax="133.50" DecimalPlaces="2" CurrencyCode="EUR"',
			eur(13350, '133.50'),
		],
		[
			'both, the one after tax empty',
			'AmountAfterTax="" AmountBeforeTax="13350" DecimalPlaces="2" CurrencyCode="EUR"',
			eur(13350, '133.50', false),
		],
		[
			'a currency in small letters',
			'AmountAfterTax="13350" DecimalPlaces="2" CurrencyCode="eur"',
			eur(13350, '133.50'),
		],
	])('%s', (_, attributes, expected) => {
		expect(total(attributes)).toEqual(expected);
	});

	it.each([
		['no amount', 'CurrencyCode="EUR" DecimalPlaces="2"'],
		['no number', 'AmountAfterTax="a lot" CurrencyCode="EUR" DecimalPlaces="2"'],
		['too large to be exact', 'AmountAfterTax="99999999999999999" CurrencyCode="EUR" DecimalPlaces="2"'],
		...['x', '-1', '2,0', 'two', '２'].map((places): [string, string] => [
			`decimals that cannot be read, ${places}`,
			`AmountAfterTax="13350" CurrencyCode="EUR" DecimalPlaces="${places}"`,
		]),
		['decimals that do not exist', 'AmountAfterTax="1" CurrencyCode="EUR" DecimalPlaces="9"'],
	])('%s is unknown, not a guess', (_, attributes) => {
		expect(total(attributes)).toBeNull();
	});

	describe('without a currency', () => {
		const bare = '<Total AmountAfterTax="13350" DecimalPlaces="2"/>';
		const withoutCurrency = (xml: string) => xml.replace(' CurrencyCode="EUR"', '');
		const unpriced = withoutCurrency(night('2026-03-29'));
		const inEuros = '<Total AmountAfterTax="26700" DecimalPlaces="2" CurrencyCode="EUR"/>';

		it('is in the one currency that the other prices are in, and nobody is warned', () => {
			const parts = [
				{ rooms: room({ nights: night('2026-03-29') }), global: bare },
				{ rooms: room({ nights: unpriced, rest: bare }), global: inEuros },
				{ rooms: room({ nights: unpriced, rest: inEuros }), global: bare },
			];
			for (const message of parts) {
				const { total: all, rooms, warnings } = mapped(message);
				expect([all?.currency, rooms[0]?.nightlyRates[0]?.amount.currency]).toEqual(['EUR', 'EUR']);
				expect(warnings).toEqual([]);
			}
			const extra = '<Services><Service Name="Spa"><Price><Total AmountAfterTax="10.5"/></Price></Service></Services>';
			expect(mapped({ middle: extra }).services).toMatchObject([{ amount: { amount: '10.50', currency: 'EUR' } }]);
		});

		it.each([
			['where there is no other', room({ nights: unpriced })],
			[
				'where there are two others',
				room({ nights: night('2026-03-29') + night('2026-03-30').replace('"EUR"', '"USD"') }),
			],
		])('is unknown, not a guess, and somebody is told, %s', (_, rooms) => {
			const { total: all, warnings } = mapped({ rooms, global: bare });
			expect(all).toBeNull();
			expect(warnings[0]).toContain('ResGlobalInfo/Total');
		});

		it('a fee is in that of the prices, and somebody is told where there is none', () => {
			const middle = '<Routes><Route><Price><Total AmountAfterTax="66.75"/></Price></Route></Routes>';
			expect(mapped({ attributes: 'ResStatus="Cancel"', middle })).toMatchObject({
				cancellationFee: { amount: '66.75', currency: 'EUR' },
				warnings: [expect.stringContaining('Read as a cancellation')],
			});
			const alone = mapped({ queue: 'modified', rooms: '', middle }, { propertyId: '12345' });
			expect(alone).toMatchObject({
				status: 'cancelled',
				cancellationFee: null,
				warnings: [expect.stringContaining('Route/Price/Total'), expect.anything()],
			});
		});
	});

	describe('the fee of a no-show', () => {
		const middle = '<Routes><Route><Price><Total AmountAfterTax="66.75" CurrencyCode="EUR"/></Price></Route></Routes>';
		const other = (attributes = '') => room({ attributes: `IndexNumber="461" ${attributes}` });
		const missing = (attributes = '') =>
			room({ attributes: `IndexNumber="460" RoomStayStatus="No-Show" ${attributes}` });

		it('is read where the message, or every room that was not removed, is marked as one', () => {
			for (const parts of [
				{ attributes: 'ResStatus="No-Show"' },
				{ rooms: missing() },
				{ rooms: missing() + other('Status="no show"') },
				{ rooms: missing() + other('Status="Cancelled"') },
			])
				expect(mapped({ ...parts, middle })).toMatchObject({
					event: 'modified',
					status: 'no_show',
					checkIn: '2026-03-29',
					adults: null,
					cancellationFee: eur(6675, '66.75'),
				});
		});

		it('of one of two rooms is not that of the other, and somebody is told', () => {
			const read = mapped({ rooms: missing() + other(), middle, queue: 'modified' });
			expect(read).toMatchObject({ event: 'modified', status: 'confirmed', cancellationFee: null });
			expect(read.rooms.map(({ status }) => status)).toEqual(['no_show', 'confirmed']);
			expect(read.warnings).toEqual([expect.stringContaining('66.75 EUR')]);
		});
	});

	it('adds up the rooms where there is no total, and only those that stand', () => {
		const roomTotal = (minor: number, currency = 'EUR') =>
			`<Total AmountAfterTax="${minor}" DecimalPlaces="2" CurrencyCode="${currency}"/>`;
		const first = room({ rest: roomTotal(100) });
		const second = room({ attributes: 'IndexNumber="461"', rest: roomTotal(250) });
		const gone = room({ attributes: 'IndexNumber="462" RoomStayStatus="Cancelled"', rest: roomTotal(999) });
		expect(mapped({ rooms: first + second + gone }).total).toEqual(eur(350, '3.50'));
		expect(mapped({ rooms: first + room({ attributes: 'IndexNumber="461"' }) }).total).toBeNull();
		expect(
			mapped({ rooms: first + room({ attributes: 'IndexNumber="461"', rest: roomTotal(1, 'USD') }) }).total,
		).toBeNull();
	});

	it('keeps each amount in the currency it came with', () => {
		const {
			total: all,
			commission,
			rooms,
			services,
		} = mapped({
			rooms: room({
				nights: night('2026-03-29'),
				rest: '<Total AmountAfterTax="14000" CurrencyCode="USD" DecimalPlaces="2"/>',
			}),
			middle:
				'<Services><Service ServiceInventoryCode="1" Quantity="2"><Price><Total AmountAfterTax="12.5" CurrencyCode="GBP"/></Price></Service></Services>',
			global:
				'<Total AmountAfterTax="14000" CurrencyCode="USD" DecimalPlaces="2"/><TotalCommissions><CommissionPayableAmount Amount="2100" CurrencyCode="CHF" DecimalPlaces="2"/></TotalCommissions>',
		});
		expect(
			[all, rooms[0]?.total, rooms[0]?.nightlyRates[0]?.amount, commission, services[0]?.amount].map((money) => [
				money?.amount,
				money?.currency,
			]),
		).toEqual([
			['140.00', 'USD'],
			['140.00', 'USD'],
			['133.50', 'EUR'],
			['21.00', 'CHF'],
			['12.50', 'GBP'],
		]);
	});

	it('reads floats where Booking.com writes floats: services, fees, cancellation fees', () => {
		const { services, fees } = mapped({
			rooms: room({
				rest: '<Total AmountAfterTax="100" DecimalPlaces="2" CurrencyCode="EUR"/><PriceDetails><HotelView><Fees><Fee Amount="7.5" Type="Exclusive"><TaxDescription><Text>Cleaning</Text></TaxDescription></Fee></Fees></HotelView></PriceDetails>',
			}),
			middle: `<Services>
				<Service ServiceInventoryCode="22" Quantity="3"><ServiceDetails><Fees><Fee Amount="15"/></Fees></ServiceDetails></Service>
				<Service Name="Spa"><Price><Total AmountBeforeTax="0.1" CurrencyCode="EUR"/></Price></Service>
				<Service ServiceInventoryCode=""/></Services>`,
			global: '<Total AmountAfterTax="100" DecimalPlaces="2" CurrencyCode="EUR"/>',
		});
		expect(services).toEqual([
			{ name: 'Service 22', quantity: 3, amount: eur(1500, '15.00', null) },
			{ name: 'Spa', quantity: null, amount: eur(10, '0.10', false) },
			{ name: 'Service', quantity: null, amount: null },
		]);
		expect(fees).toEqual([{ name: 'Cleaning', amount: eur(750, '7.50', null), included: false, collectedBy: 'hotel' }]);
		const cancelled = mapped({
			attributes: 'ResStatus="Cancel"',
			middle: '<Routes><Route><Price><Total AmountAfterTax="66.75" CurrencyCode="EUR"/></Price></Route></Routes>',
		});
		expect(cancelled.cancellationFee).toEqual(eur(6675, '66.75'));
		expect(
			mapped({
				middle: '<Routes><Route><Price><Total AmountAfterTax="66.75" CurrencyCode="EUR"/></Price></Route></Routes>',
			}).cancellationFee,
		).toBeNull();
	});

	it('tells taxes in the price from the city tax at the desk, once, by the view of the hotel', () => {
		const taxes = `<Taxes><Tax Type="Inclusive" Amount="350" DecimalPlaces="2" CurrencyCode="EUR" Code="36"><TaxDescription><Text>VAT</Text></TaxDescription></Tax>
			<Tax Type="Exclusive" Amount="320" DecimalPlaces="2" CurrencyCode="EUR" Code="3"><TaxDescription><Text>City tax</Text></TaxDescription></Tax></Taxes>`;
		const rest = `<Total AmountAfterTax="100" DecimalPlaces="2" CurrencyCode="EUR">${taxes}</Total><PriceDetails><GuestView>${taxes}</GuestView><HotelView>${taxes}</HotelView></PriceDetails>`;
		const charges = (global: string) =>
			mapped({ rooms: room({ rest }), global }).taxes.map(({ name, amount, included, collectedBy }) => [
				name,
				amount.amount,
				included,
				collectedBy,
			]);
		expect(charges('')).toEqual([
			['VAT', '3.50', true, 'hotel'],
			['City tax', '3.20', false, 'hotel'],
		]);
		expect(
			charges('<Comments><Comment><Text>** THIS RESERVATION HAS BEEN PRE-PAID **</Text></Comment></Comments>'),
		).toEqual([
			['VAT', '3.50', true, 'channel'],
			['City tax', '3.20', false, 'hotel'],
		]);
		const plain = mapped({
			rooms: room({ rest: `<Total AmountAfterTax="100" DecimalPlaces="2" CurrencyCode="EUR">${taxes}</Total>` }),
		});
		expect(plain.taxes).toHaveLength(2);
	});

	it('adds up the commissions of the rooms where there is none in all', () => {
		const plan = (minor: number) =>
			`<RatePlans><RatePlan><Commission><CommissionPayableAmount Amount="${minor}" DecimalPlaces="2" CurrencyCode="EUR"/></Commission></RatePlan></RatePlans>`;
		const { commission } = mapped({
			rooms: room({ rest: plan(1000) }) + room({ attributes: 'IndexNumber="461"', rest: plan(501) }),
		});
		expect(commission).toEqual(eur(1501, '15.01', null));
		expect(mapped().commission).toBeNull();
	});
});
