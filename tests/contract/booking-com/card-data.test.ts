import fc from 'fast-check';
import { mapMessage, messagesOf, UnusableMessage } from '../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { tryMap } from '../../../nodes/BookingCom/reservations/fetch-queues';
import { errorForAnswer, readAnswer } from '../../../nodes/BookingCom/responses/read-response';
import { ApiError } from '../../../nodes/shared/request/api-error';
import { anyCardNumber } from '../../support/cards';
import { bxmlDocument } from '../../support/bxml-message';
import { messageXml } from '../../support/ota-message';
import { expectShape } from '../../support/reservation-shape';
import { assertProperty } from '../../support/property';

/** Letters that no template, brand or advice is made of, so that finding them means a leak. */
const secretWord = fc.string({ unit: fc.constantFrom('Q', 'X', 'Ж', '7'), minLength: 6, maxLength: 10 });
const cardArbitrary = fc.record({
	number: anyCardNumber,
	// Longer than any real one: three digits may stand in an id or in a fingerprint by chance.
	code: fc.constantFrom('Q737Q', 'QX7377'),
	expiry: fc.constantFrom('Q1229', 'Q12/2029'),
	holder: secretWord,
});
type Card = typeof cardArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** How one and the same card may be written. */
const styleArbitrary = fc.record({
	prefix: fc.constantFrom('', 'ota:', 'x:'),
	spelling: fc.constantFrom('as documented' as const, 'lower' as const, 'upper' as const),
	wrap: fc.constantFrom('plain' as const, 'cdata' as const, 'comment' as const, 'references' as const),
	place: fc.constantFrom('attributes' as const, 'children' as const, 'both' as const),
	reversed: fc.boolean(),
	grouped: fc.boolean(),
});
type Style = typeof styleArbitrary extends fc.Arbitrary<infer T> ? T : never;

const wrapped = (text: string, { wrap }: Style): string =>
	wrap === 'cdata'
		? `<![CDATA[${text}]]>`
		: wrap === 'comment'
			? `${text.slice(0, 3)}<!-- ${text} -->${text.slice(3)}`
			: wrap === 'references'
				? [...text].map((character) => `&#${character.codePointAt(0)};`).join('')
				: text;

const spelled = (name: string, { spelling }: Style): string =>
	spelling === 'lower' ? name.toLowerCase() : spelling === 'upper' ? name.toUpperCase() : name;

function paymentCard(card: Card, style: Style): string {
	const number = style.grouped ? (card.number.match(/.{1,4}/g) ?? []).join(' ') : card.number;
	const entries: Array<[string, string]> = [
		['CardCode', 'VI'],
		['CardNumber', number],
		['SeriesCode', card.code],
		['ExpireDate', card.expiry],
		['CardHolderName', card.holder],
	];
	if (style.reversed) entries.reverse();
	const name = (text: string) => `${style.prefix}${spelled(text, style)}`;
	const attributes =
		style.place === 'children' ? '' : entries.map(([key, value]) => `${spelled(key, style)}="${value}"`).join(' ');
	const children =
		style.place === 'attributes'
			? ''
			: entries
					.map(
						([key, value]) =>
							`<${name(key)}>${key === 'CardNumber' ? `<${name('PlainText')}>${wrapped(value, style)}</${name('PlainText')}>` : wrapped(value, style)}</${name(key)}>`,
					)
					.join('');
	return `<${name('PaymentCard')} ${attributes}>${wrapped(card.number, style)}${children}</${name('PaymentCard')}>`;
}

/** `said` is what a guest writes: free text stays in the tree and is cleaned as it becomes part of the reservation. */
function otaDocument(card: Card, style: Style, said = ''): string {
	return messageXml({
		global: `<!-- ${card.number} ${card.code} --><Guarantee><GuaranteesAccepted><GuaranteeAccepted>${paymentCard(card, style)}</GuaranteeAccepted></GuaranteesAccepted></Guarantee><Comments><Comment><Text>${wrapped(said, style)}</Text></Comment></Comments>`,
	})
		.replace('xmlns=', 'xmlns:ota="urn:o" xmlns:x="urn:x" xmlns=')
		.replace(
			'<ResGlobalInfo>',
			`<Other CardNumber="${card.number}" cc_cvc="${card.code}" SeriesCode="${card.code}" CardHolderName="${card.holder}"/><ResGlobalInfo>`,
		);
}

function bxmlCardDocument(card: Card, style: Style, said = ''): string {
	const entries: Array<[string, string]> = [
		['cc_number', card.number],
		['cc_cvc', card.code],
		['cc_expiration_date', card.expiry],
		['cc_name', card.holder],
		['cc_type', 'Visa'],
		['dc_issue_number', card.code],
		['dc_start_date', card.expiry],
	];
	if (style.reversed) entries.reverse();
	const fields = entries.map(([name, value]) => {
		const tag = `${style.prefix}${spelled(name, style)}`;
		return style.place === 'children'
			? `<${tag}><b>${wrapped(value, style)}</b></${tag}>`
			: `<${tag}>${wrapped(value, style)}</${tag}>`;
	});
	return bxmlDocument(
		`<customer cc_number="${card.number}" cc_name="${card.holder}">${fields.join('')}<remarks>${wrapped(said, style)}</remarks></customer>`,
	).replace('<reservations>', '<reservations xmlns:ota="urn:o" xmlns:x="urn:x">');
}

/** All that could get further: what was read, and what any error says. */
function outcomeOf(body: string, read: (body: string) => unknown): string {
	const shown = (error: unknown): string => {
		if (!(error instanceof ApiError || error instanceof UnusableMessage)) throw error;
		const { message, stack, cause } = error;
		return JSON.stringify({ ...error, message, stack, cause });
	};
	try {
		const result = read(body);
		return result instanceof Error ? shown(result) : JSON.stringify(result);
	} catch (error) {
		return shown(error);
	}
}

const readOta = (body: string) => {
	const { root, ruid } = readAnswer(body, 'queue');
	const mapped = messagesOf(root).map((message) =>
		tryMap(() => mapMessage(message, { queue: 'new', observedAt: '2026-03-11T15:02:40.123Z#1', propertyId: null })),
	);
	return { root, ruid, mapped };
};
const readBxml = (body: string) => {
	const { root, ruid } = readAnswer(body, 'bxml');
	const mapped = bxmlReservationsOf(root).map((element) =>
		tryMap(() => mapBxmlReservation(element, { propertyId: null, observedAt: '2026-03-11T15:02:40.123Z#1' })),
	);
	return { root, ruid, mapped };
};

function expectGone(text: string, card: Card): void {
	// Blanks too: a number in groups is a number.
	const squeezed = text.replace(/[\s-]+/g, '');
	const secrets = [card.number.slice(0, -4), card.code, card.expiry, card.holder];
	if (secrets.some((secret) => squeezed.includes(secret))) expect(squeezed).toBe('free of card data');
}

describe('card data', () => {
	it.each([
		['PaymentCard', otaDocument, readOta],
		['cc_ and dc_ fields', bxmlCardDocument, readBxml],
	])('of %s is in no tree, no reservation and no error, however it is written', (_, write, read) => {
		assertProperty(
			fc.property(cardArbitrary, styleArbitrary, (card, style) => {
				const { mapped } = read(write(card, style, `Use ${card.number} please`));
				expect(mapped).toHaveLength(1);
				expectShape(mapped[0]);
				expect(JSON.stringify(mapped)).toContain(`"last4":"${card.number.slice(-4)}"`);
				expectGone(JSON.stringify(mapped), card);
				expectGone(outcomeOf(write(card, style), read), card);
			}),
			{ numRuns: 150, endOnFailure: true },
		);
	});

	it.each([
		['PaymentCard', otaDocument, readOta],
		['cc_ and dc_ fields', bxmlCardDocument, readBxml],
	])('of %s is in no error, wherever the document is cut off', (_, write, read) => {
		assertProperty(
			fc.property(cardArbitrary, styleArbitrary, (card, style) => {
				const document = write(card, style);
				for (let length = 0; length < document.length; length++) {
					const half = document.slice(0, length);
					expectGone(outcomeOf(half, read), card);
					if (length % 7 === 0)
						expectGone(
							outcomeOf(half, (body) => errorForAnswer([400, 404, 500][length % 3] ?? 500, body, null)),
							card,
						);
				}
			}),
			// Each run reads thousands of documents; what fails is small enough as it is.
			{ numRuns: 1, endOnFailure: true },
		);
	});

	it('is taken out of what Booking.com quotes in its errors', () => {
		assertProperty(
			fc.property(cardArbitrary, ({ number }) => {
				const body = `<OTA_HotelResNotifRS><Errors><Error Type="3" Code="320" ShortText="Invalid value ${number}">${number}</Error></Errors></OTA_HotelResNotifRS><!-- RUID: [${number}] -->`;
				for (const told of [
					outcomeOf(body, (text) => readAnswer(text, 'queue')),
					outcomeOf(body, (text) => errorForAnswer(400, text, null)),
					outcomeOf(body, (text) => errorForAnswer(403, text, null)),
				]) {
					expect(told).not.toContain(number.slice(0, -4));
				}
			}),
			{ numRuns: 50 },
		);
	});
});

describe('an answer that is no message', () => {
	const words = [
		'<',
		'>',
		'/',
		'"',
		'&',
		'=',
		' ',
		'RoomStays',
		'RoomStay',
		'HotelReservations',
		'HotelReservation',
		'ResGlobalInfo',
		'<a>',
		'</a>',
		'<!--',
		'-->',
		'<![CDATA[',
		']]>',
		'<?',
		'&amp;',
		'&#0;',
		'<!DOCTYPE',
		'Count',
		'999999999',
		'0',
		'-',
		'\u0000',
		'😀',
		'x:y',
	];
	it.each([
		['OTA', readOta],
		['B.XML', readBxml],
	])('fails by nothing but an ApiError or an UnusableMessage in %s', (_, read) => {
		assertProperty(
			fc.property(
				fc.oneof(
					fc.string({ unit: 'binary', maxLength: 200 }),
					fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join('')),
				),
				(body) => void outcomeOf(body, read),
			),
			{ numRuns: 400 },
		);
	});

	it('keeps the shape of the model whatever stands in the attributes', () => {
		const junk = fc.oneof(
			fc.constantFrom(
				'',
				' ',
				'0',
				'-1',
				'1e9',
				'999999999',
				'99999999999999999999',
				'NaN',
				'__proto__',
				'constructor',
				'2026-02-30',
				'9999-12-31',
				'0000-01-01',
			),
			fc.string({ maxLength: 12 }),
		);
		// As XML writes it, and without the signs that it cannot carry.
		const clean = (text: string) => text.replace(/[^\w .:-]/g, '');
		const attributes = [
			'EffectiveDate',
			'RatePlanCode',
			'AmountAfterTax',
			'CurrencyCode',
			'DecimalPlaces',
			'IndexNumber',
			'RoomTypeCode',
			'Name',
			'HotelCode',
			'ResID_Value',
			'ResID_Date',
			'Age',
			'Count',
			'Start',
			'End',
			'CurrentBalance',
		];
		assertProperty(
			fc.property(fc.array(junk, { minLength: attributes.length, maxLength: attributes.length }), (values) => {
				const whole = messageXml({
					rooms:
						'<RoomStay IndexNumber="460"><RoomTypes><RoomType RoomTypeCode="1"><RoomDescription Name="Room"/></RoomType></RoomTypes><RoomRates><RoomRate EffectiveDate="2026-03-29" RatePlanCode="1"><Rates><Rate><Total AmountAfterTax="1" CurrencyCode="EUR" DecimalPlaces="2"/></Rate></Rates></RoomRate></RoomRates><TimeSpan Start="" End=""/><GuestCounts><GuestCount AgeQualifyingCode="8" Age="1" Count="1"/></GuestCounts><BasicPropertyInfo HotelCode="1"/></RoomStay>',
					global:
						'<Guarantee><PaymentCard EffectiveDate="2026-01-01" CurrentBalance="1" DecimalPlaces="2"/></Guarantee>',
				});
				// A few at a time, so that much of the message stays usable.
				const body = attributes.reduce(
					(text, name, index) =>
						(values[index]?.length ?? 0) % 3 === 0
							? text.replace(new RegExp(`${name}="[^"]*"`), `${name}="${clean(values[index] ?? '')}"`)
							: text,
					whole,
				);
				for (const result of readOta(body).mapped) {
					if (result instanceof Error) expect(result.message).not.toContain('could not be read');
					else expectShape(result);
				}
			}),
			{ numRuns: 500 },
		);
	});
});
