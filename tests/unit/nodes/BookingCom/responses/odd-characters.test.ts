/** What guests type, and what is broken on its way: one message at most is out of use, whatever is in it. */
import fc from 'fast-check';
import { bxmlReservationsOf, mapBxmlReservation } from '../../../../../nodes/BookingCom/reservations/bxml/bxml.mapper';
import { tryMap } from '../../../../../nodes/BookingCom/reservations/fetch-queues';
import { mapMessage, messagesOf } from '../../../../../nodes/BookingCom/reservations/ota/ota.mapper';
import { readAnswer } from '../../../../../nodes/BookingCom/responses/read-response';
import { anyCardNumber } from '../../../../support/cards';
import { inASecond } from '../../../../support/cpu-time';
import { messageXml, onlyId, room } from '../../../../support/ota-message';
import { assertProperty } from '../../../../support/property';

const observedAt = '2026-03-11T15:02:40.123Z#1';

const ALL = ['1001', '1002', '1003'];

/** A queue of three, or of these, of which one says what is given. */
function queueWith(inside: string, ids = ALL, saying = '1002'): string {
	const said = `<Comments><Comment><Text>${inside}</Text></Comment></Comments>`;
	const message = (id: string, global: string) => {
		const whole = messageXml({ global, ids: onlyId.replace('4705950059', id) });
		return whole.slice(whole.indexOf('<HotelReservation '), whole.lastIndexOf('</HotelReservations>'));
	};
	const frame = messageXml({ rooms: room() });
	const [before] = frame.split('<HotelReservation ');
	const after = frame.slice(frame.indexOf('</HotelReservations>'));
	return `${before}${ids.map((id) => message(id, id === saying ? said : '')).join('')}${after}`;
}

function bxmlWith(inside: string, ids = ALL, saying = '1002'): string {
	const one = (id: string, remarks: string) =>
		`<reservation><id>${id}</id><hotel_id>12345</hotel_id><status>new</status><currencycode>EUR</currencycode><totalprice>90.00</totalprice><customer><last_name>Dupont</last_name><remarks>${remarks}</remarks></customer><room><id>7</id><roomreservation_id>${id}1</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date></room></reservation>`;
	return `<?xml version="1.0"?><reservations>${ids.map((id) => one(id, id === saying ? inside : '')).join('')}</reservations><!-- RUID: [abc] -->`;
}

function readOta(body: string) {
	const { root, unreadable, ruid } = readAnswer(body, 'queue');
	const context = { queue: 'new' as const, observedAt, propertyId: null };
	const reservations = messagesOf(root).flatMap((message) => {
		const mapped = tryMap(() => mapMessage(message, context));
		return mapped instanceof Error ? [] : [mapped];
	});
	return { reservations, unreadable, ruid };
}

function readBxml(body: string) {
	const { root, unreadable, ruid } = readAnswer(body, 'bxml');
	const reservations = bxmlReservationsOf(root).flatMap((element) => {
		const mapped = tryMap(() => mapBxmlReservation(element, { observedAt, propertyId: null }));
		return mapped instanceof Error ? [] : [mapped];
	});
	return { reservations, unreadable, ruid };
}

const formats = [
	['OTA', (...queue: Parameters<typeof queueWith>) => readOta(queueWith(...queue))],
	['B.XML', (...queue: Parameters<typeof bxmlWith>) => readBxml(bxmlWith(...queue))],
] as const;

describe.each(formats)('a message in %s', (_, read) => {
	it.each([
		['Arriving late \u000b thanks', 'Arriving late   thanks'],
		['Arriving \u001blate', 'Arriving late'],
		['Smith & Sons', 'Smith & Sons'],
		['late&#x0b;thanks', 'late thanks'],
		['late&#0;&#27;thanks', 'latethanks'],
		['I <3 Paris', 'I <3 Paris'],
		['one<br>two', 'one<br>two'],
		['half \uD83D', 'half \uFFFD'],
		['one<br>two<br/>three', 'one<br>two\nthree'],
		['a <b>quiet</b> <i>room', 'a quiet <i>room'],
		['x ]]> y', 'x ]]> y'],
		['bye <?', 'bye <?'],
		['&#55357;&#56832; &#xD83D;&#xDE00;', '😀 😀'],
		['l&rsquo;h&ocirc;tel &ndash; &laquo;calme&raquo;&hellip;', 'l’hôtel – «calme»…'],
	])('that says %j comes with its text and a warning, and the others without one', (typed, remark) => {
		const { reservations, unreadable } = read(typed);
		expect(unreadable).toEqual([]);
		expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1002', '1003']);
		expect(reservations.map(({ remarks }) => remarks)).toEqual([[], [remark], []]);
		expect(reservations.map(({ warnings }) => warnings.length)).toEqual([0, 1, 0]);
	});

	it('keeps the words that stand in HTML', () => {
		const { reservations, unreadable } = read('<p>No <b>feather <i>pillows</i></b>,<br/>allergy!</p><p>Thanks</p>');
		expect([unreadable, reservations[1]?.warnings]).toEqual([[], []]);
		expect(reservations[1]?.remarks).toEqual(['No feather pillows,\nallergy!\n\nThanks']);
	});

	it.each(['<b x="1" x="2"/>', '<b><c/></d>', '<b c="1" d>', '<!DOCTYPE a>', '<b>'.repeat(70)])(
		'that is damaged by %s is out of use alone, told with its number',
		(damage) => {
			const { reservations, unreadable, ruid } = read(damage);
			expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1003']);
			expect(unreadable).toEqual(['1002']);
			expect(ruid).toEqual(expect.any(String));
		},
	);

	const tags = ['HotelReservation', 'HotelReservations', 'reservation', 'reservations', 'OTA_HotelResNotifRQ'].flatMap(
		(name) => [
			`bye </${name}> x`,
			`</${name}>`,
			`</${name} >`,
			`hi <${name}> x`,
			`<${name}>`,
			`<${name}/>`,
			`a <${name}>b</${name}> c`,
			`<${name}>b</${name}>`,
			`a </${name}><${name}> b`,
			`a </${name}> b <c></d>`,
			`<c></d> a <${name}>b</${name}> c`,
		],
	);

	it.each(tags)('that says %j takes nothing with it, whether it is the first, the last or the only one', (typed) => {
		for (const [ids, saying] of [
			[ALL, '1001'],
			[ALL, '1002'],
			[ALL, '1003'],
			[['1001'], '1001'],
		] as const) {
			const { reservations, unreadable, ruid } = read(typed, [...ids], saying);
			const others = ids.filter((id) => id !== saying);
			expect(reservations.map(({ reservationId }) => reservationId).filter((id) => id !== saying)).toEqual(others);
			expect(reservations.length > others.length || unreadable.includes(saying)).toBe(true);
			expect(ruid).toEqual(expect.any(String));
		}
	});

	it.each([
		['elements', '<x/>'.repeat(999_990)],
		['elements and damage', `${'<x/>'.repeat(150_000)}<c></d>`],
		['repairs', '&'.repeat(150_000)],
		['repairs and open elements', `${'<x y="1">'.repeat(20)}${'&'.repeat(150_000)}`],
	])('of very many %s takes none of those behind it', (_, typed) => {
		const { reservations } = read(typed, ALL, '1001');
		expect(reservations.map(({ reservationId }) => reservationId).filter((id) => id !== '1001')).toEqual([
			'1002',
			'1003',
		]);
	});

	it('never takes another message with it, whatever is in it', () => {
		const word = fc.constantFrom(
			'<',
			'>',
			'/',
			'"',
			"'",
			'&',
			'=',
			' ',
			'<b>',
			'</b>',
			'<b/>',
			'</c>',
			'<!--',
			'<![CDATA[',
			']]>',
			'<?',
			'?>',
			'&amp;',
			'&#0;',
			'\u0000',
			'\u001b',
			'\uD800',
			'<!DOCTYPE',
			'<b c="',
			'x:y',
			'--',
			'late',
			'<room',
			'<Text>',
			'</Text>',
			'</HotelReservation>',
			'<HotelReservation>',
			'</reservation>',
			'<reservation>',
		);
		assertProperty(
			fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(...ALL), (words, saying) => {
				const { reservations, unreadable } = read(words.join(''), ALL, saying);
				const ids = reservations.map(({ reservationId }) => reservationId);
				expect(ids.filter((id) => id !== saying)).toEqual(ALL.filter((id) => id !== saying));
				expect(ids.length + unreadable.length).toBeGreaterThanOrEqual(3);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('lets no card number through, whatever is cleaned inside it', () => {
		const odd = fc.constantFrom(
			'',
			' ',
			'\u0000',
			'\u000b',
			'\u001b',
			'&#0;',
			'&#x1b;',
			'\uFFFE',
			'&#8203;',
			'&nbsp;',
			'\uD800',
		);
		assertProperty(
			fc.property(anyCardNumber, odd, fc.constantFrom(1, 2, 4, 5), (number, between, size) => {
				const typed = (number.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between);
				const { reservations } = read(`card ${typed} thanks`);
				const digits = JSON.stringify(reservations[1]).replace(/\D/g, '');
				expect(reservations).toHaveLength(3);
				expect(digits).not.toContain(number.slice(0, -4));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('a queue', () => {
	it.each([
		['OTA', queueWith('Smith & Sons \u000b <3'), 'queue'],
		['B.XML', bxmlWith('Smith & Sons \u000b <3'), 'bxml'],
	] as const)('that is cut off anywhere in %s stays refused', (_, body, expected) => {
		for (let length = 1; length < body.lastIndexOf('>', body.indexOf('<!-- RUID')); length += 3)
			expect(() => readAnswer(body.slice(0, length), expected)).toThrow(/cannot be read/);
	});

	it('without the end of its last message comes without it', () => {
		const body = queueWith('').replace(/<\/HotelReservation>(?![\s\S]*<\/HotelReservation>)/, '');
		const { reservations, unreadable } = readOta(body);
		expect(reservations.map(({ reservationId }) => reservationId)).toEqual(['1001', '1002']);
		expect(unreadable).toEqual(['1003']);
	});

	it('takes a moment, however many tags of messages are in it that never end', () => {
		for (const unit of [
			'<HotelReservation ="</HotelReservation ',
			'</HotelReservation ',
			'<HotelReservation>',
			'> <HotelReservation ',
		])
			inASecond(() => {
				const body = queueWith('').replace('</HotelReservations>', `${unit.repeat(20_000)}></HotelReservations>`);
				expect(() => readAnswer(body, 'queue').root.name).not.toThrow(RangeError);
			});
	});

	it('tells no number that is none', () => {
		const body = queueWith('<b><c/></d>').replace('ResID_Value="1002"', 'ResID_Value="4111111111111111"');
		expect(readOta(body).unreadable).toEqual([null]);
	});

	it('is refused as too large before it fills the memory', () => {
		for (const count of [16_000_000, 1_500_000]) {
			const body = `<r>${'<a/>'.repeat(count)}</r>`;
			inASecond(() => expect(() => readAnswer(body, 'queue')).toThrow(/too large/));
		}
	});
});
