import { mapped, night, room, type MessageParts } from '../../../../../support/ota-message';

const guarantee = (card: string) =>
	`<Guarantee><GuaranteesAccepted><GuaranteeAccepted>${card}</GuaranteeAccepted></GuaranteesAccepted></Guarantee>`;
const paymentWith = (card: string, parts: MessageParts = {}) =>
	mapped({
		...parts,
		global: `${guarantee(card)}<Total AmountAfterTax="14000" CurrencyCode="USD" DecimalPlaces="2"/>${parts.global ?? ''}`,
	}).payment;
const commented = (text: string) =>
	mapped({ global: `<Comments><Comment><Text>${text}</Text></Comment></Comments>` }).payment.model;

describe('what is left of a payment card', () => {
	it("is the brand and four digits of a guest's own", () => {
		expect(
			paymentWith(
				'<PaymentCard CardCode="VI" CardNumber="4111111111111111" SeriesCode="737" ExpireDate="0330"><CardHolderName>Holder</CardHolderName></PaymentCard>',
			),
		).toEqual({
			model: 'hotel_collect',
			card: { brand: 'VI', last4: '1111', virtual: false, activeFrom: null, balance: null },
		});
	});

	it('is the balance and the activation of a virtual one', () => {
		expect(
			paymentWith(
				'<PaymentCard CardCode="MC" CardNumber="5555555555554444" SeriesCode="737" ExpireDate="0330" EffectiveDate="2026-03-29" CurrentBalance="13350" DecimalPlaces="2" CurrencyCode="EUR" VCCExpirationDate="2027-03-29"/>',
			),
		).toEqual({
			model: 'virtual_card',
			card: {
				brand: 'MC',
				last4: '4444',
				virtual: true,
				activeFrom: '2026-03-29',
				balance: { minor: 13350, exponent: 2, currency: 'EUR', amount: '133.50', taxIncluded: null },
			},
		});
	});

	it("takes the reservation's currency for a balance without one, but guesses no decimals", () => {
		const balance = (attributes: string) =>
			paymentWith(`<PaymentCard CardCode="MC" EffectiveDate="2026-03-29" ${attributes}/>`).card?.balance;
		expect(balance('CurrentBalance="13350" DecimalPlaces="2"')).toMatchObject({ amount: '133.50', currency: 'USD' });
		expect(balance('CurrentBalance="133.5"')).toMatchObject({ amount: '133.50', currency: 'USD' });
		expect(balance('CurrentBalance="13350"')).toBeNull();
		expect(balance('')).toBeNull();
	});

	it.each([
		[
			'a card that could not be looked up',
			'<PaymentCard CardCode="XX" CardNumber="0000000000000000" SeriesCode="000" ExpireDate="0000" CurrentBalance="0"/>',
			{ brand: null, last4: null, virtual: false },
		],
		[
			'zeros that mean "try later"',
			'<PaymentCard CardCode="VI" CardNumber="0000000000000000" EffectiveDate="0000-00-00"/>',
			{ brand: 'VI', last4: null, virtual: false },
		],
		[
			'the month in which a card became valid',
			'<PaymentCard CardCode="VI" CardNumber="4111111111111111" EffectiveDate="0124"/>',
			{ virtual: false, activeFrom: null },
		],
		[
			'a virtual card with an expiry alone',
			'<PaymentCard CardCode="MC" VccExpirationDate="2027-03-29"/>',
			{ virtual: true, activeFrom: null },
		],
		['nothing', '<PaymentCard/>', { brand: null, last4: null, virtual: false, activeFrom: null, balance: null }],
	])('copes with %s', (_, card, expected) => {
		expect(paymentWith(card).card).toMatchObject(expected);
	});
});

describe('who pays', () => {
	it("is told by the card, the rate plan or Booking.com's own words, never by the words of a guest", () => {
		expect(mapped().payment).toEqual({ model: 'hotel_collect', card: null });
		expect(mapped({ rooms: room({ nights: night('2026-03-29', 1, '49111777VCC') }) }).payment.model).toBe(
			'virtual_card',
		);
		expect(commented('You have received a virtual credit card for this reservation.')).toBe('virtual_card');
		expect(commented('** THIS RESERVATION HAS BEEN PRE-PAID **')).toBe('channel_collect');
		expect(commented('I have prepaid the parking and will use my virtual credit card')).toBe('hotel_collect');
	});

	it("does not change when a guest's card is no longer sent", () => {
		const card = '<PaymentCard CardCode="VI" CardNumber="4111111111111111"/>';
		expect(paymentWith(card).model).toBe(mapped().payment.model);
		const prepaid = {
			global: '<Comments><Comment><Text>** THIS RESERVATION HAS BEEN PRE-PAID **</Text></Comment></Comments>',
		};
		expect(paymentWith(card, prepaid).model).toBe(mapped(prepaid).payment.model);
	});
});
