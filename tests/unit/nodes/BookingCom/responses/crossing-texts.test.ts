/** What guests type into several messages at once: no text takes another message, or a room of its own, with it. */
import fc from 'fast-check';
import { inProportion } from '../../../../support/cpu-time';
import { ALL, bxmlWith, QUEUE_FORMATS, queueWith, readBxml, readOta } from '../../../../support/odd-queues';
import { assertProperty } from '../../../../support/property';

const OPENINGS = ['<!--', '<!-- <!--', '<![CDATA[', '<![CDATA[<![CDATA[', '<?', '<?x', '<a href="', "<i x='"] as const;
const CLOSINGS = ['-->', ']]>', '?>', '">', "'>", '"', "'"] as const;

describe.each(QUEUE_FORMATS)('messages in %s', (_, read) => {
	it.each([
		['<!-- on', '--> off'],
		['<!-- <!-- on', '--> off'],
		['<![CDATA[on', 'o ]]> off'],
		['on <![CDATA[', 'off ]]>'],
		['on <![CDATA[', 'off ]]> and <![CDATA[ on'],
		['<? on', '?> off'],
		['<?x on', '?> off'],
		['see <a href="on', '"> off'],
		["see <a href='on", "'> off"],
	])('of which one says %j and a later one %j come as they were typed', (opening, closing) => {
		for (const said of [
			[opening, 'quiet room', closing],
			[opening, closing, 'quiet room'],
		]) {
			const { reservations, unreadable, ruid } = read(said);
			expect(unreadable).toEqual([]);
			expect(reservations.map(({ reservationId, remarks }) => [reservationId, ...remarks])).toEqual(
				ALL.map((id, index) => [id, said[index]]),
			);
			expect(reservations.map(({ warnings }) => warnings.length)).toEqual([
				1,
				...said.slice(1).map((text) => (text.includes(']]>') ? 1 : 0)),
			]);
			expect(ruid).toEqual(expect.any(String));
		}
	});

	it.each(['</remarks>', '</Text>', '</customer>', '</ResGlobalInfo>', '</reservation>', '</HotelReservation>'])(
		'of which one has %s in a text come whole, with a warning for that one',
		(tag) => {
			for (const text of [
				`a ${tag} b`,
				`${tag}`,
				`a ${tag}`,
				`${tag} b ${tag}`,
				`${tag}${tag}`,
				`a <b>c ${tag}</b> d`,
			]) {
				const { reservations, unreadable } = read(text);
				expect(unreadable).toEqual([]);
				expect(reservations.map(({ remarks }) => remarks)).toEqual([[], [text.replace(/<\/?b>/g, '')], []]);
				expect(reservations.map(({ rooms }) => rooms.length)).toEqual([1, 1, 1]);
				expect(reservations.map(({ warnings }) => warnings.length)).toEqual([0, 1, 0]);
			}
		},
	);

	it.each(['HotelReservation', 'reservation'])('keep what is in a CDATA section, though it has tags of %s', (name) => {
		for (const text of [`a </${name}> b`, `<${name}>`, `a </${name}><${name}> b`, `a </x></${name}>`]) {
			const { reservations, unreadable } = read(`<![CDATA[${text}]]>`);
			expect(unreadable.filter((id) => id !== null)).toEqual([]);
			expect(reservations.map(({ remarks }) => remarks)).toEqual([[], [text], []]);
		}
	});

	it('are those that were sent: a whole message inside a CDATA section is told and is none', () => {
		for (const body of [queueWith('x', ['1001', '666', '1003'], ''), bxmlWith('x', ['1001', '666', '1003'], '')]) {
			const third = Math.max(body.lastIndexOf('<HotelReservation '), body.lastIndexOf('<reservation>'));
			const forged = body.slice(body.indexOf('</', body.indexOf('1001')), third);
			const { reservations, unreadable } = read(`<![CDATA[x ${forged} y]]>`);
			expect(reservations.map(({ reservationId }) => reservationId)).toEqual(ALL);
			expect(unreadable).toEqual(['666']);
		}
	});

	it.each([[['<![CDATA[', ']]>', '']], [['<![CDATA[a', '', ' ]]>']], [['', '<![CDATA[', ']]>']]])(
		'are all told where guests type a section that is the whole of a text, as a machine writes it: %j',
		(said) => {
			const { reservations, unreadable } = read(said);
			expect([...reservations.map(({ reservationId }) => reservationId), ...unreadable]).toEqual(
				expect.arrayContaining(ALL),
			);
		},
	);

	it('are all there, though a guest has typed the end of a text before the beginning of a section', () => {
		for (const end of ['</Text>', '</remarks>', '</remarks></customer>', '</Text></Comment></Comments>', '</name>'])
			for (const [begin, close] of [
				['<!--', '-->'],
				['<![CDATA[', ']]>'],
				['<?', '?>'],
			])
				for (const said of [
					['', `${end} ${begin}`, close ?? ''],
					[`a ${end}${begin}`, '', `b ${close} c`],
				])
					expect(read(said).reservations.map(({ reservationId, rooms }) => [reservationId, rooms.length])).toEqual(
						ALL.map((id) => [id, 1]),
					);
	});

	it('are all there or told, whatever three guests type', () => {
		const names = ['remarks', 'Text', 'customer', 'reservation', 'HotelReservation', 'room', 'b', 'foo'];
		const tags = names.flatMap((name) => [`<${name}>`, `</${name}>`, `<${name}/>`]);
		const text = fc
			.array(fc.constantFrom(...OPENINGS, ...CLOSINGS, ...tags, 'x', ' & ', '<'), { maxLength: 5 })
			.map((signs) => signs.join(' '));
		assertProperty(
			fc.property(fc.tuple(text, text, text), (said) => {
				const { reservations, unreadable } = read(said);
				const told = [...reservations.map(({ reservationId }) => reservationId), ...unreadable];
				return ALL.every((id) => told.includes(id));
			}),
			{ numRuns: 400 },
		);
	});

	it('never spoil those of guests who type nothing odd', () => {
		const odd = fc
			.array(fc.constantFrom(...OPENINGS, ...CLOSINGS, 'x', ' '), { maxLength: 4 })
			.map((s) => `a ${s.join('')}`);
		assertProperty(
			fc.property(fc.tuple(odd, odd), ([first, last]) => {
				const { reservations } = read([first, 'quiet room', last]);
				const second = reservations.find(({ reservationId }) => reservationId === '1002');
				return second?.remarks.join() === 'quiet room' && second.rooms.length === 1 && second.warnings.length === 0;
			}),
			{ numRuns: 400 },
		);
	});
});

describe('a room of a message in B.XML', () => {
	it.each([
		['<!--', '-->'],
		['<![CDATA[', ']]>'],
		['<?x', '?>'],
	])('stays, though %s is in one text of the message and %s in a later one', (opening, closing) => {
		const room = `<room><id>8</id><roomreservation_id>9</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date><info>x ${closing} y</info></room>`;
		const { reservations, unreadable } = readBxml(
			bxmlWith(`a ${opening} b</remarks></customer>${room}<customer><remarks>`),
		);
		expect(unreadable).toEqual([]);
		expect(reservations[1]?.rooms.map(({ roomTypeId }) => roomTypeId)).toEqual(['8', '7']);
	});
});

describe('a sender that writes sections itself', () => {
	const stay = (id: string) =>
		`<room><id>7</id><roomreservation_id>${id}1</roomreservation_id><arrival_date>2026-03-29</arrival_date><departure_date>2026-03-30</departure_date></room>`;
	const head = (id: string) =>
		`<id>${id}</id><hotel_id>12345</hotel_id><status>new</status><currencycode>EUR</currencycode>`;
	const message = (id: string, more = '', rooms = stay(id)) =>
		`<reservation>${head(id)}<customer><last_name>Dupont</last_name>${more}</customer>${rooms}</reservation>`;
	const queue = (...messages: string[]) =>
		readBxml(`<?xml version="1.0"?><reservations>${messages.join('')}</reservations><!-- RUID: [abc] -->`);
	const idsOf = ({ reservations }: ReturnType<typeof readBxml>) =>
		reservations.map(({ reservationId }) => reservationId);
	const forged = `</remarks></customer></reservation>${message('666')}<reservation><customer><remarks>`;

	it.each([
		['in one section', `<remarks><![CDATA[ ${forged} ]]></remarks>`],
		[
			'before another section',
			`<remarks><![CDATA[ ${forged} ]]></remarks><info><![CDATA[ </reservation><reservation> ]]></info>`,
		],
		[
			'with a room',
			`<remarks><![CDATA[ </remarks></customer>${stay('666')}<customer><remarks> ]]></remarks><info><![CDATA[</room>]]></info>`,
		],
		['divided where a section would end', `<remarks><![CDATA[ hi ]]]]><![CDATA[> ${forged} ]]></remarks>`],
		['behind a value with the sign of an end', `<remarks lang="a>b"><![CDATA[ ${forged} ]]></remarks>`],
	])('has no reservation and no room forged by a guest, %s', (_, said) => {
		const read = queue(message('1', said), message('2'));
		expect(idsOf(read)).toEqual(['1', '2']);
		expect(read.reservations.map(({ rooms }) => rooms.length)).toEqual([1, 1]);
	});

	it('may leave out a room or a whole message by a comment', () => {
		const old = `<!-- <room><id>77</id><name>old</name><info>x</info></room> -->`;
		for (const read of [
			queue(message('1', '', old + stay('1')), message('2')),
			queue(message('1'), '<!-- 1 of 2 -->', `<!-- ${message('66')} -->`, message('2')),
			queue(`<!-- ${message('66')} -->`, message('1'), '<!-- 1 of 2 --><!-- <reservation> -->', message('2')),
		]) {
			expect(idsOf(read)).toEqual(['1', '2']);
			expect(read.reservations.map(({ rooms }) => rooms.length)).toEqual([1, 1]);
		}
	});
});

it('takes a moment, however many sections cross the borders of messages', () => {
	for (const unit of [
		'<!--</HotelReservation>-->',
		'<![CDATA[</HotelReservation>]]>',
		'<![CDATA[',
		'<!--',
		'<![CDATA[</HotelReservation>',
		'<?</HotelReservation>?>',
		'<!--<HotelReservation>-->',
		'<![CDATA[x]]>',
		'</Text><![CDATA[<x>]]>',
		'</HotelReservation><!--</Text>-->',
		'<HotelReservation <!-- ',
		'</Text>',
		'</Text><![CDATA[</Text>]]>',
	]) {
		inProportion((length) => readOta(queueWith([unit.repeat(length / unit.length), 'a', `${unit}]]>-->?>`])), 400_000);
	}
});
